// SPDX-License-Identifier: Apache-2.0
// The own drafts: forms half filled, for records that are yet to be made or changed.
#include "api/identity/identity_json.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "service/desk/drafts.hpp"
#include "service/desk/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;

namespace {

constexpr std::string_view kDrafts = "/api/v1/me/drafts";
constexpr std::string_view kNew = "new";  // in place of a record's id

Result<RecordId> record_of(const Call& call) {
    return call.at("record") == kNew ? RecordId{} : RecordId{TZ_TRY(id_at(call, "record"))};
}

json::object head_json(const service::DraftRow& row) {
    return {{"ledger", row.ledger},
            {"record", row.record ? json::value(std::to_string(row.record.value)) : json::value()},
            {"revision", row.revision > 0 ? json::value(row.revision) : json::value()},
            {"saved_at", format_iso_instant(row.saved_at)}};
}

Answer draft_answer(const service::DraftRow& row) {
    auto body = head_json(row);
    body["fields"] = row.fields;
    return Answer{200, std::move(body), {}, {}};
}

Result<Answer> list_drafts(const Call& call) {
    json::array drafts;
    for (const auto& row : TZ_TRY(service::list_drafts(call.session, call.caller.account))) {
        drafts.push_back(head_json(row));
    }
    return Answer{200, json::object{{"drafts", std::move(drafts)}}, {}, {}};
}

Result<Answer> get_draft(const Call& call) {
    return draft_answer(TZ_TRY(service::read_draft(call.session, call.caller.account,
                                                   call.at("ledger"), TZ_TRY(record_of(call)))));
}

Result<Answer> put(const Call& call) {
    const auto& body = call.body.as_object();
    service::DraftRequest request;
    request.ledger = call.at("ledger");
    request.record = TZ_TRY(record_of(call));
    request.fields = body.at("fields").as_object();
    if (const auto* revision = body.if_contains("revision")) {
        request.revision = revision->as_int64();
    }
    return draft_answer(TZ_TRY(service::save_draft(call.session, call.caller.account, request)));
}

Result<Answer> drop_draft(const Call& call) {
    TZ_TRY(service::drop_draft(call.session, call.caller.account, call.at("ledger"),
                               TZ_TRY(record_of(call))));
    return Answer{204, {}, {}, {}};
}

std::vector<Property> head_properties() {
    return {{"ledger", text_schema("台账；已停用的为空")},
            {"record", or_null(id_schema("要改的条目；新录的为 null"))},
            {"revision", or_null(integer_schema("填的时候条目的版本", 1, INT32_MAX))},
            {"saved_at", instant_schema("最后一次存的时刻；三十天后删除")}};
}

Schema fields_schema() {
    return map_schema("填了一半的各项，原样存、原样给，不检查", field_value_schema());
}

Route draft_route(Method method, std::string_view path, std::string name, model::Title summary,
                  Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(method, path, std::move(name), "我", std::move(summary));
    route.response = reference_schema("Draft");
    route.handle = handle;
    return route;
}

}  // namespace

void add_draft_routes(Api& api) {
    auto properties = head_properties();
    properties.push_back({"fields", fields_schema()});
    api.schemas.emplace_back("Draft", object_schema(properties));
    const json::object head{{"ledger", "temporary_relief"},
                            {"record", nullptr},
                            {"revision", nullptr},
                            {"saved_at", "2020-05-31T00:30:05.123Z"}};
    auto whole = head;
    whole["fields"] = json::object{{"amount", "50"}, {"cause", nullptr}};
    const std::string one = std::string(kDrafts) + "/{ledger}/{record}";

    auto all = draft_route(
        Method::Get, std::string(kDrafts), "list_drafts",
        {"自己的草稿；别人的谁也看不到", "One's own drafts, which nobody else sees"}, list_drafts);
    all.response = object_schema(
        {{"drafts", array_schema(object_schema(head_properties()), limits::kDraftsPerAccountMax)}});
    all.example = json::object{{"drafts", json::array{head}}};
    api.routes.push_back(std::move(all));

    auto read = draft_route(Method::Get, one, "get_draft",
                            {"一份草稿；新录的 record 写 new", "One draft; of a new record: new"},
                            get_draft);
    read.example = whole;
    api.routes.push_back(std::move(read));

    auto saved = draft_route(Method::Put, one, "save_draft",
                             {"存草稿，不检查内容", "Save a draft, whatever it says"}, put);
    saved.permission = access::Permission::WriteRecords;
    saved.request =
        object_schema({{"fields", fields_schema()},
                       {"revision", integer_schema("填的时候条目的版本", 1, INT32_MAX), false}});
    saved.example = json::object{{"fields", whole.at("fields")}};
    api.routes.push_back(std::move(saved));

    auto dropped =
        draft_route(Method::Delete, one, "drop_draft", {"删掉草稿", "Delete a draft"}, drop_draft);
    dropped.status = 204;
    dropped.response.reset();
    dropped.example = json::object();
    api.routes.push_back(std::move(dropped));
}

}  // namespace taizhang::api
