// SPDX-License-Identifier: Apache-2.0
#include "api/records/attachment_handlers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "api/forms.hpp"
#include "api/json_values.hpp"
#include "api/records/record_handlers.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "http/content.hpp"
#include "service/attachments/attachments.hpp"

namespace taizhang::api {

namespace json = boost::json;
using service::AttachmentPlace;
using service::AttachmentView;
using service::AttachmentViews;
using store::Attachment;

namespace {

// Whoever may read it again must be let in again.
constexpr std::string_view kAskAgain = "private, no-cache";
constexpr std::string_view kKeepNothing = "no-store";

Result<AttachmentPlace> place_of(const Call& call) {
    const auto record = TZ_TRY(record_id(call));
    AttachmentPlace place{call.at("ledger"), record, {}};
    if (call.path.contains("attachment")) {
        place.attachment = AttachmentId{TZ_TRY(id_in_path(call, "attachment", "没有这份附件"))};
    }
    return place;
}

// The ending tells what it is, and nothing of whom.
std::string shown_name(const AttachmentView& view) {
    const auto& name = view.attachment.name;
    return view.personal ? "***" + name.substr(std::min(name.rfind('.'), name.size())) : name;
}

json::object attachment_json(const AttachmentView& view) {
    const auto& one = view.attachment;
    const bool removed = one.removed_at.milliseconds != 0;
    return {
        {"id", std::to_string(one.id.value)},
        {"field", text_or_null(one.field)},
        {"name", shown_name(view)},
        {"media_type", one.media_type},
        {"bytes", one.bytes},
        {"digest", view.personal ? json::value() : json::value(to_hex(one.digest))},
        {"added_by", one.added_by},
        {"added_at", format_iso_instant(one.added_at)},
        {"removed_by", text_or_null(one.removed_by)},
        {"removed_at", removed ? json::value(format_iso_instant(one.removed_at)) : json::value()},
        {"personal", view.personal},
        {"picture", view.picture}};
}

Answer list_answer(const AttachmentViews& views, int status) {
    json::array all;
    for (const auto& view : views) {
        all.push_back(attachment_json(view));
    }
    return {status, json::object{{"attachments", std::move(all)}}, {}, {}};
}

Answer one_answer(const AttachmentView& view) {
    return {200, attachment_json(view), {}, {}};
}

std::string reason_in(const Call& call) {
    const auto* body = call.body.if_object();
    const auto* reason = body == nullptr ? nullptr : body->if_contains("reason");
    return reason == nullptr ? "" : std::string(reason->as_string());
}

// No page of ours may be told to run what somebody has sent.
void wall_in(http::Response& response, std::string_view how, const std::string& name) {
    response.headers.set("Content-Disposition",
                         fmt::format("{}; filename*=UTF-8''{}", how, percent_encoded(name)));
    response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
}

Answer file_answer(const Call& call, const service::AttachmentContent& content,
                   std::string_view cache_control) {
    const auto& attachment = content.attachment;
    Answer answer;
    answer.raw = http::answer_content(
        call.request,
        {http::FileBody{content.file, 0, static_cast<std::uint64_t>(attachment.bytes)},
         attachment.media_type, fmt::format("\"{}\"", to_hex(attachment.digest)),
         std::string(cache_control), ""});
    wall_in(*answer.raw, "attachment", attachment.name);
    return answer;
}

}  // namespace

Result<Answer> list_attachments(const Call& call) {
    return list_answer(TZ_TRY(service::list_attachments(call.session, TZ_TRY(place_of(call)),
                                                        call.query("bin") == "only")),
                       200);
}

Result<Answer> get_attachment(const Call& call) {
    return one_answer(TZ_TRY(service::get_attachment(call.session, TZ_TRY(place_of(call)))));
}

Result<Answer> read_attachment(const Call& call) {
    return file_answer(call, TZ_TRY(service::read_attachment(call.session, TZ_TRY(place_of(call)))),
                       kAskAgain);
}

Result<Answer> reveal_attachment(const Call& call) {
    return file_answer(
        call,
        TZ_TRY(service::reveal_attachment(call.session, TZ_TRY(place_of(call)), reason_in(call))),
        kKeepNothing);
}

Result<Answer> publish_attachment(const Call& call) {
    auto published = TZ_TRY(service::publish_attachment(call.session, TZ_TRY(place_of(call))));
    Answer answer;
    answer.raw.emplace();
    auto& response = *answer.raw;
    response.headers.set("Content-Type", std::string(published.media_type));
    response.headers.set("Cache-Control", std::string(kAskAgain));
    wall_in(response, "inline", published.attachment.name);
    response.body = std::move(published.bytes);
    return answer;
}

Result<Answer> add_attachments(const Call& call) {
    const auto& form = *call.form;
    return list_answer(
        TZ_TRY(service::add_attachments(call.session, TZ_TRY(place_of(call)),
                                        {form.value("field"), form.value("reason")}, form.files)),
        201);
}

Result<Answer> remove_attachment(const Call& call) {
    return one_answer(TZ_TRY(service::remove_attachment(call.session, TZ_TRY(place_of(call)), "")));
}

Result<Answer> restore_attachment(const Call& call) {
    return one_answer(
        TZ_TRY(service::restore_attachment(call.session, TZ_TRY(place_of(call)), reason_in(call))));
}

Result<Answer> added_attachments(const Call& call, const store::KeptRequest& kept) {
    return list_answer(TZ_TRY(service::attachments_of_revision(call.session, TZ_TRY(place_of(call)),
                                                               kept.revision)),
                       201);
}

Result<Answer> restored_attachment(const Call& call, const store::KeptRequest&) {
    auto view = TZ_TRY(service::get_attachment(call.session, TZ_TRY(place_of(call))));
    view.attachment.removed_at = {};
    view.attachment.removed_by.clear();
    return one_answer(view);
}

Schema attachment_schema() {
    return object_schema({{"id", id_schema("附件的编号")},
                          {"field", or_null(text_schema("属于条目的哪一项；整条的为 null"))},
                          {"name", text_schema("文件名；个人信息的只显示类型",
                                               limits::kAttachmentNameCharactersMax + 8)},
                          {"media_type", text_schema("按内容认出的类型")},
                          {"bytes", integer_schema("多少字节", 1, limits::kAttachmentBytesMax)},
                          {"digest", or_null(text_schema("SHA-256；个人信息的为 null", 64))},
                          {"added_by", text_schema("谁添的")},
                          {"added_at", instant_schema("何时添的")},
                          {"removed_by", or_null(text_schema("谁删的"))},
                          {"removed_at", or_null(instant_schema("何时删的"))},
                          {"personal", boolean_schema("属于个人信息，要写明理由才能看")},
                          {"picture", boolean_schema("图片，可以公开")}});
}

json::value example_attachment() {
    return json::object{
        {"id", "228532545041465344"},
        {"field", "photos"},
        {"name", "整治后.jpg"},
        {"media_type", "image/jpeg"},
        {"bytes", 2'345'678},
        {"digest", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        {"added_by", "wang.fang"},
        {"added_at", "2020-05-31T00:30:05.123Z"},
        {"removed_by", nullptr},
        {"removed_at", nullptr},
        {"personal", false},
        {"picture", true}};
}

}  // namespace taizhang::api
