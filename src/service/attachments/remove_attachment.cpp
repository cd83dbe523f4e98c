// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/limits.hpp"
#include "service/attachments/attachment_change.hpp"

namespace taizhang::service {
namespace {

using store::Attachment;

// The one that is meant, in the state that the work is for.
Result<Attachment> find(const AttachmentWork& work, AttachmentId id, bool removed) {
    const auto found = std::find_if(work.rows.begin(), work.rows.end(),
                                    [&](const auto& row) { return row.id == id; });
    if (found == work.rows.end() || found->is_erased() || !work.seen.shows(*found)) {
        return no_such_attachment();
    }
    if (found->is_there() == removed) {
        return fail(ErrorCode::Conflict,
                    removed ? "这份附件没有删除，不用恢复" : "这份附件已经删除",
                    "attachment is in the other state");
    }
    return *found;
}

Result<AttachmentView> only(Result<AttachmentViews> views) {
    auto all = TZ_TRY(std::move(views));
    return std::move(all.front());
}

}  // namespace

Result<AttachmentView> remove_attachment(const Session& session, const AttachmentPlace& place,
                                         const std::string& reason) {
    const auto remove = [&](const AttachmentWork& work) -> Result<AttachmentOutcome> {
        auto removed = TZ_TRY(find(work, place.attachment, false));
        removed.removed_at = work.tx.now();
        removed.removed_by = session.principal.name;
        AttachmentOutcome outcome;
        outcome.values = TZ_TRY(
            work.values_with(removed.field, [&](auto& ids) { std::erase(ids, place.attachment); }));
        outcome.attachments = {std::move(removed)};
        return outcome;
    };
    return only(
        change_attachments(session, place, store::AuditAction::AttachmentRemoved, reason, remove));
}

Result<AttachmentView> restore_attachment(const Session& session, const AttachmentPlace& place,
                                          const std::string& reason) {
    const auto restore = [&](const AttachmentWork& work) -> Result<AttachmentOutcome> {
        auto restored = TZ_TRY(find(work, place.attachment, true));
        const auto there = std::count_if(work.rows.begin(), work.rows.end(),
                                         [](const auto& row) { return row.is_there(); });
        if (static_cast<std::size_t>(there) >= limits::kAttachmentsPerRecordMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("一条记录最多 {} 份附件，请先删去不要的",
                                    limits::kAttachmentsPerRecordMax),
                        "too many attachments");
        }
        restored.removed_at = {};
        restored.removed_by.clear();
        AttachmentOutcome outcome;
        outcome.values = TZ_TRY(
            work.values_with(restored.field, [&](auto& ids) { ids.push_back(place.attachment); }));
        outcome.attachments = {std::move(restored)};
        return outcome;
    };
    return only(change_attachments(session, place, store::AuditAction::AttachmentRestored, reason,
                                   restore));
}

}  // namespace taizhang::service
