// SPDX-License-Identifier: Apache-2.0
#include "service/attachments/attachment_change.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/document_type.hpp"
#include "service/current_definitions.hpp"
#include "service/records/record_entry.hpp"

namespace taizhang::service {

using model::Value;

namespace {

Result<AttachmentWork> prepare(store::WriteTx& tx, const Session& session,
                               const AttachmentPlace& place) {
    auto seen = TZ_TRY(seen_record(tx, session.principal, TZ_TRY(current_definitions(session, tx)),
                                   place.ledger, place.record, store::Deleted::Exclude,
                                   access::Permission::ReadRecords));
    TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords, *seen.ledger));
    auto rows =
        tx.attachments().attachments_of(place.record, limits::kAttachmentRowsPerRecordMax + 1);
    return AttachmentWork{tx, std::move(seen), std::move(rows)};
}

}  // namespace

AttachmentView view_of(const SeenRecord& seen, store::Attachment attachment) {
    const auto* type = exchange::document_type_named(attachment.media_type);
    const bool personal = seen.is_personal(attachment);
    return {std::move(attachment), personal, type != nullptr && type->picture};
}

tl::unexpected<Error> no_such_attachment() {
    return fail(ErrorCode::NotFound, "没有这份附件，或者它不在你的范围内",
                "no such attachment in scope");
}

std::vector<AttachmentId> ids_in(const Value& value) {
    std::vector<AttachmentId> ids;
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || text->empty()) {
        return ids;
    }
    for (const auto& part : split(*text, ",")) {
        std::int64_t id = 0;
        std::from_chars(part.data(), part.data() + part.size(), id);
        ids.push_back(AttachmentId{id});
    }
    return ids;
}

Value value_of(const std::vector<AttachmentId>& ids) {
    std::vector<std::string> parts;
    for (const auto id : ids) {
        parts.push_back(std::to_string(id.value));
    }
    return parts.empty() ? Value{} : Value{join(parts, ",")};
}

Result<std::vector<Value>> AttachmentWork::values_with(
    const std::string& field, const std::function<void(std::vector<AttachmentId>&)>& change) const {
    auto values = seen.record.values;
    if (field.empty()) {
        return values;
    }
    const auto index = seen.ledger->field_index(field);
    if (!index || seen.ledger->fields[*index].type != model::FieldType::Attachment ||
        !seen.sight.shows(seen.record, *index)) {
        return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, "/field", field, ""},
                       fmt::format("台账“{}”没有这样一项附件", seen.ledger->title.zh),
                       "no such field of attachments");
    }
    auto ids = ids_in(values[*index]);
    change(ids);
    values[*index] = value_of(ids);
    // What is wrong in other fields was so before.
    for (auto& error : model::check_values(*seen.ledger, values)) {
        if (error.place && error.place->column == field) {
            error.place->column = "/field";
            return tl::unexpected(std::move(error));
        }
    }
    return values;
}

Result<AttachmentViews> change_attachments(
    const Session& session, const AttachmentPlace& place, store::AuditAction action,
    const std::string& reason,
    const std::function<Result<AttachmentOutcome>(const AttachmentWork&)>& work) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords));
    TZ_TRY(check_reason(reason));
    TZ_TRY(load_definitions(session));  // known within the write, which must be short
    AttachmentViews views;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        try {
            views.clear();
            const auto prepared = TZ_TRY(prepare(tx, session, place));
            const auto& seen = prepared.seen;
            auto outcome = TZ_TRY(work(prepared));
            RecordWriter writer(tx, *seen.definitions, *seen.ledger, grant, BatchId{});
            writer.because(reason);
            TZ_TRY(writer.change_attachments(seen.record, std::move(outcome.values), action,
                                             outcome.attachments));
            for (const auto& attachment : outcome.attachments) {
                tx.attachment_writer().put_attachment(attachment);
                views.push_back(view_of(seen, attachment));
            }
            return {};
        } catch (const model::BrokenDefinition& broken) {
            return tl::unexpected(broken.error);
        }
    }));
    return views;
}

}  // namespace taizhang::service
