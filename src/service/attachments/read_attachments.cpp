// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "base/limits.hpp"
#include "exchange/picture.hpp"
#include "service/attachments/attachment_change.hpp"
#include "service/records/reveal_field.hpp"

namespace taizhang::service {
namespace {

using store::Attachment;

// The files of the record that he sees and that `wanted` names, erased ones never.
Result<AttachmentViews> views(const Session& session, const AttachmentPlace& place,
                              const std::function<bool(const Attachment&)>& wanted) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    AttachmentViews found;
    TZ_TRY(read_defined(
        session, [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
            const auto seen =
                TZ_TRY(seen_record(tx, session.principal, definitions, place.ledger, place.record,
                                   store::Deleted::Include, access::Permission::ReadRecords));
            for (auto& row : tx.attachments().attachments_of(place.record,
                                                             limits::kAttachmentRowsPerRecordMax)) {
                if (!row.is_erased() && seen.shows(row) && wanted(row)) {
                    found.push_back(view_of(seen, std::move(row)));
                }
            }
            return {};
        }));
    return found;
}

// Whether what lies there may be what was stored; verify looks at every byte.
Result<AttachmentContent> content_of(const Session& session, Attachment attachment) {
    const auto* files = TZ_TRY(files_of(session));
    auto file = files->path_of(attachment.digest);
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(file, missing);
    if (missing || bytes != static_cast<std::uint64_t>(attachment.bytes)) {
        return fail(ErrorCode::Corrupt, "这份附件的文件丢失或损坏了，请告诉管理员",
                    "attachment file is missing or of another size");
    }
    return AttachmentContent{std::move(attachment), std::move(file)};
}

}  // namespace

Result<const AttachmentFiles*> files_of(const Session& session) {
    if (session.files == nullptr) {
        return fail(ErrorCode::Unsupported,
                    "没有设置附件文件夹，附件用不了。请管理员用 attachments 设置它",
                    "no folder of attachments");
    }
    TZ_TRY(session.files->prepare());
    return session.files;
}

Result<AttachmentViews> list_attachments(const Session& session, const AttachmentPlace& place,
                                         bool removed) {
    return views(session, place, [&](const Attachment& row) { return row.is_there() != removed; });
}

Result<AttachmentViews> attachments_of_revision(const Session& session,
                                                const AttachmentPlace& place,
                                                std::int64_t revision) {
    auto found = TZ_TRY(views(
        session, place, [&](const Attachment& row) { return row.added_revision == revision; }));
    for (auto& view : found) {
        view.attachment.removed_at = {};
        view.attachment.removed_by.clear();
    }
    return found;
}

Result<AttachmentView> get_attachment(const Session& session, const AttachmentPlace& place) {
    auto found = TZ_TRY(
        views(session, place, [&](const Attachment& row) { return row.id == place.attachment; }));
    return found.empty() ? Result<AttachmentView>(no_such_attachment())
                         : Result<AttachmentView>(std::move(found.front()));
}

Result<AttachmentContent> read_attachment(const Session& session, const AttachmentPlace& place) {
    auto view = TZ_TRY(get_attachment(session, place));
    if (!view.attachment.is_there()) {
        return no_such_attachment();
    }
    if (view.personal) {
        return fail(ErrorCode::Forbidden, "这份附件里有个人信息，要写明理由才能看",
                    "attachment of a personal field");
    }
    return content_of(session, std::move(view.attachment));
}

Result<AttachmentContent> reveal_attachment(const Session& session, const AttachmentPlace& place,
                                            const std::string& reason) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::RevealPersonal));
    TZ_TRY(check_reveal_reason(reason));
    TZ_TRY(load_definitions(session));  // known within the write, which must be short
    std::optional<Attachment> shown;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        shown = tx.attachments().attachment(place.attachment);
        const auto seen = TZ_TRY(seen_record(tx, session.principal, TZ_TRY(load_definitions(tx)),
                                             place.ledger, place.record, store::Deleted::Include,
                                             access::Permission::RevealPersonal));
        if (!shown || shown->record != place.record || !shown->is_there() || !seen.shows(*shown)) {
            return no_such_attachment();
        }
        tx.append_event(revealed_event(grant.actor(), shown->ledger, seen.record,
                                       {{"attachment", std::to_string(shown->id.value)},
                                        {"field", shown->field},
                                        {"reason", reason}}));
        return {};
    }));
    return content_of(session, std::move(*shown));
}

Result<PublishedAttachment> publish_attachment(const Session& session,
                                               const AttachmentPlace& place) {
    auto content = TZ_TRY(read_attachment(session, place));
    auto picture = TZ_TRY(exchange::publish_picture(content.file));
    return PublishedAttachment{std::move(content.attachment), std::move(picture.bytes),
                               picture.media_type};
}

}  // namespace taizhang::service
