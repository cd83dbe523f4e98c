// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "service/session.hpp"

namespace taizhang::service {

struct RevealRequest {
    std::string ledger;
    RecordId id;
    std::string field;
    std::string reason;  // goes into the audit log, before anything is shown
};

// InvalidInput: none, or one that is too long.
Result<void> check_reveal_reason(const std::string& reason);
// Of a personal part of a record; `note` says which.
store::AuditEvent revealed_event(const std::string& actor, LedgerId ledger,
                                 const model::LedgerRecord& record, boost::json::object note);

// The masked field of one record as it stands. NotFound outside the scope, and for a field that is
// not there for him.
Result<std::string> reveal_field(const Session& session, const RevealRequest& request);

}  // namespace taizhang::service
