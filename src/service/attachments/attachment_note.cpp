// SPDX-License-Identifier: Apache-2.0
#include "service/attachments/attachment_note.hpp"

#include <boost/json.hpp>
#include <charconv>

namespace taizhang::service {

namespace json = boost::json;

namespace {

// No name of a field has this character.
constexpr std::string_view kAttachmentsKey = "@attachments";

std::string text_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

AttachmentId id_of(const std::string& text) {
    std::int64_t id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return AttachmentId{id};
}

}  // namespace

std::string seal_of(const store::Attachment& attachment) {
    CanonicalBytes bytes;
    bytes.add(attachment.salt).add(attachment.digest).add(attachment.bytes);
    bytes.add(attachment.id.value).add(attachment.ledger.value).add(attachment.record.value);
    bytes.add(attachment.field).add(attachment.media_type).add(attachment.name);
    bytes.add(attachment.added_by).add(attachment.added_at.milliseconds);
    bytes.add(attachment.added_revision);
    return to_hex(bytes.digest());
}

std::string with_attachments(std::string diff, store::AuditAction action,
                             const std::vector<store::Attachment>& attachments) {
    json::array noted;
    for (const auto& attachment : attachments) {
        json::object one{{"id", std::to_string(attachment.id.value)}};
        if (action == store::AuditAction::AttachmentAdded) {
            one["seal"] = seal_of(attachment);
        }
        noted.push_back(std::move(one));
    }
    auto whole = diff.empty() ? json::object() : json::parse(diff).as_object();
    whole[kAttachmentsKey] = std::move(noted);
    return json::serialize(whole);
}

std::vector<NotedAttachment> noted_attachments(const std::string& diff) {
    std::vector<NotedAttachment> noted;
    json::error_code error;
    const auto whole = diff.empty() ? json::value() : json::parse(diff, error);
    const auto* found =
        !error && whole.is_object() ? whole.get_object().if_contains(kAttachmentsKey) : nullptr;
    if (found == nullptr || !found->is_array()) {
        return noted;
    }
    for (const auto& one : found->get_array()) {
        if (one.is_object()) {
            noted.push_back(
                {id_of(text_in(one.get_object(), "id")), text_in(one.get_object(), "seal")});
        }
    }
    return noted;
}

}  // namespace taizhang::service
