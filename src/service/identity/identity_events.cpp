// SPDX-License-Identifier: Apache-2.0
#include "service/identity/identity_events.hpp"

#include <boost/json/serialize.hpp>

namespace taizhang::service {

void append_identity_event(store::WriteTx& tx, const std::string& actor, store::AuditAction action,
                           const boost::json::object& note) {
    store::AuditEvent event;
    event.actor = actor;
    event.action = action;
    event.diff = boost::json::serialize(note);
    tx.append_event(std::move(event));
}

Result<void> log_denial(store::Store& store, const std::string& actor, const std::string& what) {
    return store.write([&](store::WriteTx& tx) -> Result<void> {
        append_identity_event(tx, actor, store::AuditAction::Denied, {{"what", what}});
        return {};
    });
}

}  // namespace taizhang::service
