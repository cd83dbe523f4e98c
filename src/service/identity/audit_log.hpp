// SPDX-License-Identifier: Apache-2.0
// The audit log as an auditor reads it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

std::string_view audit_action_name(store::AuditAction action);  // signed_in
std::vector<std::string_view> audit_action_names();

struct AuditRequest {
    std::string actor;
    std::vector<std::string> actions;  // by name; empty: all
    std::string ledger;                // name or Chinese title
    RecordId record;
    std::optional<Instant> from;
    std::optional<Instant> until;
    std::int64_t before = 0;  // `next` of the page before
    std::size_t events_max = 50;
};

struct AuditPage {
    DefinitionsPtr definitions;
    std::vector<store::AuditEvent> events;  // newest first, without what is personal
    std::int64_t next = 0;                  // 0: this is the last
};

// A page may be short, or empty, and still have a next one: only so many events are looked at.
Result<AuditPage> read_audit(const Session& session, const AuditRequest& request);

}  // namespace taizhang::service
