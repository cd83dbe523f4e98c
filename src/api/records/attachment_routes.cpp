// SPDX-License-Identifier: Apache-2.0
// Files of records.
#include <boost/json/array.hpp>

#include "api/records/attachment_handlers.hpp"
#include "api/route.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using access::Permission;
using http::Method;

namespace {

const std::string kAttachments = "/api/v1/ledgers/{ledger}/records/{record}/attachments";
const std::string kAttachment = kAttachments + "/{attachment}";
constexpr std::string_view kAnyFile = "application/octet-stream";

Route attachment_route(Method method, std::string_view path, std::string name, model::Title summary,
                       Permission permission) {
    Route route = new_route(method, path, std::move(name), "附件", std::move(summary));
    route.permission = permission;
    route.example = example_attachment();
    route.response = reference_schema("Attachment");
    return route;
}

Schema list_schema() {
    return object_schema({{"attachments", array_schema(reference_schema("Attachment"),
                                                       limits::kAttachmentRowsPerRecordMax)}});
}

Schema reason_schema(bool required) {
    return object_schema(
        {{"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), required}});
}

Schema form_schema() {
    Schema file = text_schema("文件的内容；可以有几份，类型按内容认", limits::kAttachmentBytesMax);
    file["contentMediaType"] = kAnyFile;
    return object_schema(
        {{"file", array_schema(std::move(file), limits::kAttachmentsPerRequestMax)},
         {"field", text_schema("属于条目的哪一项附件；不写为整条的"), false},
         {"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), false}});
}

// Bytes of a file in place of JSON.
void answer_file(Route& route, std::string_view media_type) {
    route.response.reset();
    route.media_type = media_type;
    route.example = "%PDF-1.7 …";
}

void add_attachment_reads(Routes& routes) {
    auto all = attachment_route(Method::Get, kAttachments, "list_attachments",
                                {"一条的附件", "Files of a record"}, Permission::ReadRecords);
    all.parameters = {{"bin", choice_schema("only：看删除了的", {"only"})}};
    all.response = list_schema();
    all.example = json::object{{"attachments", json::array{example_attachment()}}};
    all.handle = list_attachments;
    routes.push_back(std::move(all));

    auto one = attachment_route(Method::Get, kAttachment, "get_attachment",
                                {"一份附件是什么", "What a file is"}, Permission::ReadRecords);
    one.handle = get_attachment;
    routes.push_back(std::move(one));

    auto content =
        attachment_route(Method::Get, kAttachment + "/content", "read_attachment",
                         {"一份附件的内容，原样", "The file itself, in ranges where asked for"},
                         Permission::ReadRecords);
    answer_file(content, kAnyFile);
    content.statuses = {416};
    content.handle = read_attachment;
    routes.push_back(std::move(content));

    auto published =
        attachment_route(Method::Get, kAttachment + "/publication", "publish_attachment",
                         {"图片的公开版：重新编码，不带地点、时间和相机信息",
                          "A picture encoded anew, upright and without place, time and camera"},
                         Permission::ReadRecords);
    answer_file(published, "image/jpeg");
    published.work = Work::Long;
    published.handle = publish_attachment;
    routes.push_back(std::move(published));
}

void add_attachment_writes(Routes& routes) {
    auto added =
        attachment_route(Method::Post, kAttachments, "add_attachments",
                         {"添附件，可一次几份", "Add files to a record"}, Permission::WriteRecords);
    added.request = form_schema();
    added.form = true;
    added.status = 201;
    added.response = list_schema();
    added.errors = {ErrorCode::Conflict};
    added.example = json::object{
        {"file", json::array{"%PDF-1.7 …"}}, {"field", "photos"}, {"reason", "补传现场照片"}};
    added.handle = add_attachments;
    added.kept = Kept::Answer;
    added.again = added_attachments;
    routes.push_back(std::move(added));

    auto removed = attachment_route(Method::Delete, kAttachment, "remove_attachment",
                                    {"删一份附件，30 天内可恢复", "Move a file to the recycle bin"},
                                    Permission::WriteRecords);
    removed.errors = {ErrorCode::Conflict};
    removed.handle = remove_attachment;
    routes.push_back(std::move(removed));

    auto restored =
        attachment_route(Method::Post, kAttachment + "/restore", "restore_attachment",
                         {"恢复删除的附件", "Bring a removed file back"}, Permission::WriteRecords);
    restored.request = reason_schema(false);
    restored.errors = {ErrorCode::Conflict};
    restored.example = json::object{{"reason", "误删"}};
    restored.handle = restore_attachment;
    restored.kept = Kept::Answer;
    restored.again = restored_attachment;
    routes.push_back(std::move(restored));

    auto shown = attachment_route(
        Method::Post, kAttachment + "/reveal", "reveal_attachment",
        {"写明理由，看一份含个人信息的附件", "See a file of a personal field, having said why"},
        Permission::RevealPersonal);
    shown.request = reason_schema(true);
    answer_file(shown, kAnyFile);
    shown.example = json::object{{"reason", "核对身份"}};
    shown.handle = reveal_attachment;
    routes.push_back(std::move(shown));
}

}  // namespace

void add_attachment_routes(Api& api) {
    api.schemas.emplace_back("Attachment", attachment_schema());
    add_attachment_reads(api.routes);
    add_attachment_writes(api.routes);
}

}  // namespace taizhang::api
