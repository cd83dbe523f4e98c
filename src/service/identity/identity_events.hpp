// SPDX-License-Identifier: Apache-2.0
// What happens to accounts, as the audit log says it.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "store/store.hpp"

namespace taizhang::service {

// The actor of what somebody does who has not signed in.
inline constexpr const char* kNobody = "anonymous";

void append_identity_event(store::WriteTx& tx, const std::string& actor, store::AuditAction action,
                           const boost::json::object& note);

// Somebody was refused what he asked for.
Result<void> log_denial(store::Store& store, const std::string& actor, const std::string& what);

}  // namespace taizhang::service
