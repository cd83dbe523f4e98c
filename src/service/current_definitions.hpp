// SPDX-License-Identifier: Apache-2.0
// Definitions for a write that does not change them: reading them all anew took three
// quarters of the entry of a record.
#pragma once

#include "service/session.hpp"

namespace taizhang::service {

// Those that the session knows, as load_definitions(session) lets it before the write, unless
// somebody has changed them since, also in this very commit; then all are read anew, and not kept,
// for they may yet be undone. NotFound as load_definitions() says; model::BrokenDefinition may be
// thrown at their use.
Result<DefinitionsPtr> current_definitions(const Session& session, store::WriteTx& tx);

}  // namespace taizhang::service
