// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/session.hpp"

namespace taizhang::service {

// The definitions in force with the retired ledgers beside them, for what must reach every record:
// what a ledger keeps of persons is no less personal for being retired. Their indicators stay away.
Result<DefinitionsPtr> definitions_with_retired(const Session& session);

}  // namespace taizhang::service
