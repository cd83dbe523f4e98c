// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "service/attachments/attachment_note.hpp"
#include "service/records/record_list.hpp"
#include "service/records/record_values.hpp"

namespace taizhang::service {
namespace {

std::vector<store::AuditEvent> events_of(store::ReadTx& tx, RecordId id) {
    std::vector<store::AuditEvent> events;
    tx.scan_audit({.after_seq = 0, .batch = {}, .record = id}, [&](const auto& event) {
        events.push_back(event);
        return events.size() <= limits::kHistoryRevisionsMax;
    });
    return events;
}

// Walks back from `values`, which it leaves as they were before the event.
std::vector<FieldChange> changes_of(const store::AuditEvent& event,
                                    const model::LedgerDefinition& ledger,
                                    std::vector<model::Value>& values) {
    std::vector<FieldChange> changes;
    if (event.action == store::AuditAction::RecordCreated) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!model::is_missing(values[i])) {
                changes.push_back({i, {}, std::move(values[i])});
                values[i] = {};
            }
        }
        return changes;
    }
    const auto take_back = [&](const std::string& diff) {
        for (auto& before : fields_before(diff, ledger)) {
            changes.push_back(
                {before.field, before.value, std::exchange(values[before.field], before.value)});
        }
    };
    take_back(event.diff);
    // Behind the salt; empty once it was erased.
    if (event.personal_diff.size() > store::kSaltBytes) {
        take_back(event.personal_diff.substr(store::kSaltBytes));
    }
    std::sort(changes.begin(), changes.end(),
              [](const auto& left, const auto& right) { return left.field < right.field; });
    return changes;
}

std::vector<AttachmentId> attachments_of(const std::string& diff) {
    std::vector<AttachmentId> ids;
    for (const auto& noted : noted_attachments(diff)) {
        ids.push_back(noted.id);
    }
    return ids;
}

void take_back_revision(RecordHistory& history) {
    auto& record = history.record;
    auto& revisions = history.revisions;
    for (const auto& change : revisions.front().changes) {
        record.values[change.field] = change.before;
    }
    const auto action = revisions.front().action;
    record.deleted = action == store::AuditAction::RecordRestored ||
                     (record.deleted && action != store::AuditAction::RecordDeleted);
    --record.revision;
    revisions.erase(revisions.begin());
}

}  // namespace

Result<RecordHistory> record_history(const Session& session, const std::string& ledger,
                                     RecordId id) {
    auto page = TZ_TRY(get_record(session, ledger, id));
    RecordHistory history{
        page.definitions, page.ledger, std::move(*page.sight), page.records.front(), {}};
    auto read = session.store.read([&](store::ReadTx& tx) -> Result<void> {
        const auto events = events_of(tx, id);
        if (events.size() > limits::kHistoryRevisionsMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("这条记录改过 {} 次以上", limits::kHistoryRevisionsMax),
                        "too many revisions");
        }
        auto values = history.record.values;
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            history.revisions.push_back({event->revision, event->at, event->actor, event->action,
                                         event->batch, reason_of(event->diff),
                                         attachments_of(event->diff),
                                         changes_of(*event, *page.ledger, values)});
        }
        return {};
    });
    if (!read) {
        return tl::unexpected(read.error());
    }
    return history;
}

Result<RecordHistory> record_as_of(const Session& session, const std::string& ledger, RecordId id,
                                   Instant moment) {
    auto history = TZ_TRY(record_history(session, ledger, id));
    while (!history.revisions.empty() && history.revisions.front().at > moment) {
        take_back_revision(history);
    }
    if (history.revisions.empty()) {
        return fail(ErrorCode::NotFound, "那时还没有这条记录", "no revision at that moment");
    }
    return history;
}

Result<RecordHistory> record_at_revision(const Session& session, const std::string& ledger,
                                         RecordId id, std::int64_t revision) {
    auto history = TZ_TRY(record_history(session, ledger, id));
    while (!history.revisions.empty() && history.revisions.front().revision > revision) {
        take_back_revision(history);
    }
    if (history.revisions.empty() || history.record.revision != revision) {
        return fail(ErrorCode::NotFound, "这条记录没有这一版", "no such revision");
    }
    return history;
}

}  // namespace taizhang::service
