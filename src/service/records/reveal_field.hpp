// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/session.hpp"

namespace taizhang::service {

struct RevealRequest {
    std::string ledger;
    RecordId id;
    std::string field;
    std::string reason;  // goes into the audit log, before anything is shown
};

// The masked field of one record as it stands. NotFound outside the scope, and for a field that is
// not there for him.
Result<std::string> reveal_field(const Session& session, const RevealRequest& request);

}  // namespace taizhang::service
