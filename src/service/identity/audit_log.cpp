// SPDX-License-Identifier: Apache-2.0
#include "service/identity/audit_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::service {

using store::AuditAction;

namespace {

constexpr auto kNames = std::to_array<std::pair<AuditAction, std::string_view>>({
    {AuditAction::RecordCreated, "record_created"},
    {AuditAction::RecordChanged, "record_changed"},
    {AuditAction::RecordDeleted, "record_deleted"},
    {AuditAction::RecordRestored, "record_restored"},
    {AuditAction::RecordPurged, "record_purged"},
    {AuditAction::AttachmentAdded, "attachment_added"},
    {AuditAction::AttachmentRemoved, "attachment_removed"},
    {AuditAction::AttachmentRestored, "attachment_restored"},
    {AuditAction::BatchStarted, "batch_started"},
    {AuditAction::BatchFinished, "batch_finished"},
    {AuditAction::BatchUndone, "batch_undone"},
    {AuditAction::RecordsEdited, "records_edited"},
    {AuditAction::ZeroReported, "zero_reported"},
    {AuditAction::DefinitionsInstalled, "definitions_installed"},
    {AuditAction::AreasChanged, "areas_changed"},
    {AuditAction::OfficeCreated, "office_created"},
    {AuditAction::ColumnsChosen, "columns_chosen"},
    {AuditAction::PersonalRevealed, "personal_revealed"},
    {AuditAction::RecordsExported, "records_exported"},
    {AuditAction::AttachmentsErased, "attachments_erased"},
    {AuditAction::SignedIn, "signed_in"},
    {AuditAction::SignInFailed, "sign_in_failed"},
    {AuditAction::SignedOut, "signed_out"},
    {AuditAction::Denied, "denied"},
    {AuditAction::AccountCreated, "account_created"},
    {AuditAction::AccountChanged, "account_changed"},
    {AuditAction::PasswordChanged, "password_changed"},
    {AuditAction::SessionRevoked, "session_revoked"},
    {AuditAction::TokenCreated, "token_created"},
    {AuditAction::TokenRevoked, "token_revoked"},
    {AuditAction::BackupTaken, "backup_taken"},
    {AuditAction::StoreRestored, "store_restored"},
    {AuditAction::KeyChanged, "key_changed"},
    {AuditAction::FieldsSealed, "fields_sealed"},
    {AuditAction::JobAsked, "job_asked"},
    {AuditAction::JobCancelled, "job_cancelled"},
    {AuditAction::JobDropped, "job_dropped"},
    {AuditAction::ViewSaved, "view_saved"},
    {AuditAction::ViewDropped, "view_dropped"},
});
constexpr std::string_view kSecondStep = "second_step_changed";

Result<AuditAction> action_named(const std::string& name) {
    for (const auto& [action, known] : kNames) {
        if (known == name) {
            return action;
        }
    }
    if (name == kSecondStep) {
        return AuditAction::SecondStepChanged;
    }
    std::vector<std::string> names;
    for (const auto known : audit_action_names()) {
        names.emplace_back(known);
    }
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, "?action", name, join(names, "、")},
                   fmt::format("没有“{}”这种操作", name), "no such action");
}

bool is_of_record(const store::AuditEvent& event) {
    return event.record.value != 0;
}

}  // namespace

std::string_view audit_action_name(AuditAction action) {
    for (const auto& [known, name] : kNames) {
        if (known == action) {
            return name;
        }
    }
    return kSecondStep;
}

std::vector<std::string_view> audit_action_names() {
    std::vector<std::string_view> names;
    for (const auto& [action, name] : kNames) {
        names.push_back(name);
    }
    names.push_back(kSecondStep);
    return names;
}

Result<AuditPage> read_audit(const Session& session, const AuditRequest& request) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ReadAudit));
    if (request.events_max == 0 || request.events_max > limits::kAuditPageEventsMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一页 1 到 {} 条", limits::kAuditPageEventsMax), "page size");
    }
    store::AuditLogQuery query;
    query.actor = request.actor;
    query.record = request.record;
    query.from = request.from;
    query.until = request.until;
    for (const auto& name : request.actions) {
        query.actions.push_back(TZ_TRY(action_named(name)));
    }
    AuditPage page;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        page.definitions = definitions;
        if (!request.ledger.empty()) {
            const auto* ledger = TZ_TRY(definitions->catalog.ledger(request.ledger));
            query.ledger = definitions->catalog.id_of(*ledger);
        }
        const std::int64_t end = tx.search().last_event() + 1;
        query.before_seq = request.before > 0 ? std::min(request.before, end) : end;
        query.from_seq =
            std::max<std::int64_t>(1, query.before_seq - limits::kAuditEventsLookedAtMax);
        tx.scan_audit_log(query, [&](const store::AuditEvent& event) {
            page.events.push_back(event);
            // What a field was before is for those who may see the record.
            if (is_of_record(event)) {
                page.events.back().diff.clear();
                page.events.back().personal_diff.clear();
            }
            return page.events.size() < request.events_max;
        });
        page.next = page.events.size() == request.events_max ? page.events.back().seq
                    : query.from_seq > 1                     ? query.from_seq
                                                             : 0;
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return page;
}

}  // namespace taizhang::service
