// SPDX-License-Identifier: Apache-2.0
// How a record came to be what it is: who changed which field, when, from what to what, and why.
#pragma once

#include <string>
#include <vector>

#include "service/records/record_sight.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct FieldChange {
    std::size_t field = 0;  // index into the definition's fields
    model::Value before;
    model::Value after;
};

struct RecordRevision {
    std::int64_t revision = 0;
    Instant at;
    std::string actor;
    store::AuditAction action = store::AuditAction::RecordCreated;
    BatchId batch;  // of an import or a bulk edit; 0 for none
    std::string reason;
    std::vector<AttachmentId> attachments;  // that it was about
    std::vector<FieldChange> changes;       // of the first revision: from nothing
};

struct RecordHistory {
    std::shared_ptr<const Definitions> definitions;
    const model::LedgerDefinition* ledger = nullptr;
    RecordSight sight;                      // which fields may be shown
    model::LedgerRecord record;             // as it is now
    std::vector<RecordRevision> revisions;  // newest first
};

// NotFound outside the scope; LimitExceeded above limits::kHistoryRevisionsMax.
Result<RecordHistory> record_history(const Session& session, const std::string& ledger,
                                     RecordId id);

// The record as it was at that moment. NotFound before its first revision.
Result<RecordHistory> record_as_of(const Session& session, const std::string& ledger, RecordId id,
                                   Instant moment);
// The record as that revision left it. NotFound where it has none of that number.
Result<RecordHistory> record_at_revision(const Session& session, const std::string& ledger,
                                         RecordId id, std::int64_t revision);

}  // namespace taizhang::service
