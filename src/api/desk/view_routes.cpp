// SPDX-License-Identifier: Apache-2.0
// Saved views of a ledger's list.
#include "api/conditional.hpp"
#include "api/identity/identity_json.hpp"
#include "api/json_values.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "service/desk/limits.hpp"
#include "service/desk/saved_views.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;

namespace {

constexpr std::string_view kViews = "/api/v1/ledgers/{ledger}/views";

json::array texts_json(const std::vector<std::string>& texts) {
    json::array array;
    for (const auto& text : texts) {
        array.emplace_back(text);
    }
    return array;
}

json::object view_json(const service::ViewRow& row) {
    json::array refused;
    for (const auto& error : row.refused) {
        refused.push_back(json::object{{"part", error.place ? error.place->column : ""},
                                       {"message_zh", error.message}});
    }
    return {{"id", std::to_string(row.view.id.value)},
            {"title", row.view.title},
            {"share", row.view.audience.empty() ? json::value() : json::value(row.view.audience)},
            {"opens_first", row.view.opens_first},
            {"filters", texts_json(row.content.filters)},
            {"sort", row.content.sort},
            {"columns", texts_json(row.content.columns)},
            {"q", row.content.words},
            {"area", row.content.area},
            {"period", row.content.period},
            {"bin", row.content.bin},
            {"mine", row.mine},
            {"revision", row.view.revision},
            {"changed_at", format_iso_instant(row.view.changed_at)},
            {"refused", std::move(refused)}};
}

bool truth_at(const json::object& body, std::string_view name) {
    const auto* truth = body.if_contains(name);
    return truth != nullptr && truth->as_bool();
}

service::ViewRequest view_request_of(const Call& call) {
    service::ViewRequest request;
    request.ledger = call.at("ledger");
    if (const auto* body = call.body.if_object()) {
        request.title = text_at(call, "title");
        const auto* share = body->if_contains("share");
        if (share != nullptr && share->is_string()) {
            request.audience = std::string(share->get_string());
        }
        request.opens_first = truth_at(*body, "opens_first");
        request.content = {texts_at(*body, "filters"), text_at(call, "sort"),
                           texts_at(*body, "columns"), text_at(call, "q"),
                           text_at(call, "area"),      text_at(call, "period"),
                           truth_at(*body, "bin")};
    }
    return request;
}

Answer errors_answer(std::vector<Error> errors) {
    for (auto& error : errors) {
        const auto& part = error.place->column;
        error.place->column = part == "words" ? "/q" : part == "audience" ? "/share" : "/" + part;
    }
    return problem_answer(problem_of(std::move(errors)));
}

Answer view_answer(const Call& call, const service::ViewRow& row, int status) {
    Answer answer{status, view_json(row), {}, {}};
    answer.headers.set("ETag", revision_tag(row.view.revision));
    if (status == 201) {
        answer.headers.set("Location", "/api/v1/ledgers/" + call.at("ledger") + "/views/" +
                                           std::to_string(row.view.id.value));
    }
    return answer;
}

using ViewChange = Result<service::ViewOutcome> (*)(const service::Session&, AccountId,
                                                    const service::ViewRequest&);

// Nothing: it was done.
std::optional<Answer> not_done(const Call& call, service::ViewOutcome& outcome) {
    if (outcome.outdated) {
        return outdated_answer(call, "这个视图刚被改过。请看清两个版本，合起来再保存",
                               view_json(*outcome.row), outcome.row->view.revision);
    }
    return outcome.errors.empty() ? std::nullopt
                                  : std::optional(errors_answer(std::move(outcome.errors)));
}

Result<Answer> change_view_with(const Call& call, ViewChange change, int status) {
    auto request = view_request_of(call);
    request.id = ViewId{TZ_TRY(id_at(call, "view"))};
    const auto revision = seen_version(call);
    if (!revision) {
        return version_required();
    }
    request.revision = *revision;
    auto outcome = TZ_TRY(change(call.session, call.caller.account, request));
    if (auto refused = not_done(call, outcome)) {
        return std::move(*refused);
    }
    return status == 204 ? Answer{204, {}, {}, {}} : view_answer(call, *outcome.row, status);
}

Result<Answer> list_views(const Call& call) {
    const auto found =
        TZ_TRY(service::list_views(call.session, call.caller.account, call.at("ledger")));
    json::array views;
    for (const auto& row : found.rows) {
        views.push_back(view_json(row));
    }
    return Answer{
        200,
        json::object{{"views", std::move(views)},
                     {"first", found.first ? json::value(std::to_string(found.first.value))
                                           : json::value()}},
        {},
        {}};
}

Result<Answer> create_view(const Call& call) {
    auto outcome =
        TZ_TRY(service::create_view(call.session, call.caller.account, view_request_of(call)));
    if (auto refused = not_done(call, outcome)) {
        return std::move(*refused);
    }
    return view_answer(call, *outcome.row, 201);
}

Result<Answer> created_view(const Call& call, const store::KeptRequest&) {
    return view_answer(call,
                       TZ_TRY(service::read_own_view(call.session, call.caller.account,
                                                     call.at("ledger"), text_at(call, "title"))),
                       201);
}

Result<Answer> get_view(const Call& call) {
    const ViewId id{TZ_TRY(id_at(call, "view"))};
    return view_answer(
        call, TZ_TRY(service::read_view(call.session, call.caller.account, call.at("ledger"), id)),
        200);
}

Result<Answer> change_view(const Call& call) {
    return change_view_with(call, service::change_view, 200);
}

Result<Answer> drop_view(const Call& call) {
    return change_view_with(call, service::drop_view, 204);
}

std::vector<Property> question_properties(bool required) {
    return {{"filters",
             array_schema(text_schema("同列表的 filter", limits::kFilterCharactersMax),
                          limits::kFiltersMax),
             required},
            {"sort", text_schema("同列表的 sort"), required},
            {"columns", array_schema(text_schema("字段"), limits::kFieldsPerLedgerMax), required},
            {"q", text_schema("同列表的 q", limits::kSearchQueryCharactersMax), required},
            {"area", text_schema("同列表的 area"), required},
            {"period", text_schema("同列表的 period"), required},
            {"bin", boolean_schema("看回收站"), required}};
}

Schema view_schema() {
    const Schema refused = object_schema(
        {{"part", text_schema("视图的哪一部分")}, {"message_zh", text_schema("为什么", 1'000)}});
    std::vector<Property> properties = {
        {"id", id_schema("")},
        {"title", text_schema("名称")},
        {"share", or_null(text_schema("null 自己用，* 全单位，其余是角色名"))},
        {"opens_first", boolean_schema("打开台账先看它")}};
    for (auto& property : question_properties(true)) {
        properties.push_back(std::move(property));
    }
    properties.push_back({"mine", boolean_schema("自己建的")});
    properties.push_back({"revision", integer_schema("第几版", 1, INT32_MAX)});
    properties.push_back({"changed_at", instant_schema("")});
    properties.push_back(
        {"refused", array_schema(refused, limits::kFieldsPerLedgerMax)});  // not empty: not opened
    return object_schema(properties);
}

Schema view_request_schema() {
    std::vector<Property> properties = {
        {"title", text_schema("名称", limits::kViewTitleCharactersMax)},
        {"share", or_null(text_schema("null 自己用，* 全单位，其余是角色名")), false},
        {"opens_first", boolean_schema("打开台账先看它"), false}};
    for (auto& property : question_properties(false)) {
        properties.push_back(std::move(property));
    }
    return object_schema(properties);
}

json::object example_request() {
    return {{"title", "待办的大病救助"},
            {"share", nullptr},
            {"opens_first", true},
            {"filters", json::array{"status eq applied", "cause eq illness"}},
            {"sort", "-paid_on"},
            {"columns", json::array{"applicant", "amount", "paid_on"}}};
}

json::object example_view() {
    return {{"id", "228532545041465344"},
            {"title", "待办的大病救助"},
            {"share", nullptr},
            {"opens_first", true},
            {"filters", json::array{"status eq applied", "cause eq illness"}},
            {"sort", "-paid_on"},
            {"columns", json::array{"applicant", "amount", "paid_on"}},
            {"q", ""},
            {"area", ""},
            {"period", ""},
            {"bin", false},
            {"mine", true},
            {"revision", 1},
            {"changed_at", "2020-05-31T00:30:05.123Z"},
            {"refused", json::array{}}};
}

Route view_route(Method method, std::string_view path, std::string name, model::Title summary,
                 Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(method, path, std::move(name), "视图", std::move(summary));
    route.permission = access::Permission::ReadRecords;
    route.response = reference_schema("View");
    route.example = example_view();
    route.handle = handle;
    return route;
}

}  // namespace

void add_view_routes(Api& api) {
    api.schemas.emplace_back("View", view_schema());
    const std::string one = std::string(kViews) + "/{view}";

    auto all =
        view_route(Method::Get, std::string(kViews), "list_views",
                   {"自己的和共享给自己的视图", "Views of one's own and those shared"}, list_views);
    all.response = object_schema(
        {{"views", array_schema(reference_schema("View"),
                                limits::kViewsPerAccountMax + limits::kViewsSharedMax)},
         {"first", or_null(id_schema("打开台账先看的；没有为 null"))}});
    all.example =
        json::object{{"views", json::array{example_view()}}, {"first", "228532545041465344"}};
    api.routes.push_back(std::move(all));

    auto made = view_route(Method::Post, std::string(kViews), "create_view",
                           {"存一个视图；共享要有 share_views 权限", "Save a view"}, create_view);
    made.request = view_request_schema();
    made.status = 201;
    made.errors = {ErrorCode::Conflict};
    made.example = example_request();
    made.kept = Kept::Answer;
    made.again = created_view;
    api.routes.push_back(std::move(made));

    api.routes.push_back(
        view_route(Method::Get, one, "get_view", {"一个视图", "One view"}, get_view));

    auto changed = view_route(Method::Put, one, "change_view",
                              {"换成另一个内容", "Replace what a view says"}, change_view);
    changed.request = view_request_schema();
    changed.errors = {ErrorCode::Conflict};
    changed.example = example_request();
    changed.conditional = true;
    api.routes.push_back(std::move(changed));

    auto dropped =
        view_route(Method::Delete, one, "drop_view", {"删掉一个视图", "Delete a view"}, drop_view);
    dropped.status = 204;
    dropped.response.reset();
    dropped.example = json::object();
    dropped.conditional = true;
    api.routes.push_back(std::move(dropped));
}

}  // namespace taizhang::api
