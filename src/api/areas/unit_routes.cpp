// SPDX-License-Identifier: Apache-2.0
// Who is responsible: departments, residents' committees, outside bodies.
#include <boost/json/array.hpp>

#include "api/conditional.hpp"
#include "api/json_values.hpp"
#include "api/problem.hpp"
#include "api/route.hpp"
#include "base/limits.hpp"
#include "service/areas/units.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;

namespace {

constexpr std::string_view kUnits = "/api/v1/units";
constexpr std::string_view kUnit = "/api/v1/units/{unit}";

json::object unit_json(const model::Unit& unit) {
    json::array names;
    for (const auto& named : unit.names) {
        names.push_back(json::object{{"from", format_date(named.from)}, {"name", named.name}});
    }
    return {{"id", std::to_string(unit.id.value)},
            {"code", unit.code},
            {"name", unit.name},
            {"closed_on", date_or_null(unit.closed_on)},
            {"names", std::move(names)}};
}

std::string tag_of(const model::Unit& unit) {
    return "\"" + service::unit_version(unit) + "\"";
}

Answer unit_answer(const model::Unit& unit, int status) {
    Answer answer{status, unit_json(unit), {}, {}};
    answer.headers.set("ETag", tag_of(unit));
    if (status == 201) {
        answer.headers.set("Location", std::string(kUnits) + "/" + std::to_string(unit.id.value));
    }
    return answer;
}

Result<Answer> list_units(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const bool dated = !call.query("day").empty();
    const Date day = dated ? TZ_TRY(parse_date(call.query("day"))) : Date{};
    const UnitId after{call.number("after", 0)};
    const auto most = static_cast<std::size_t>(call.number("limit", limits::kPageRecordsMax));
    json::array rows;
    json::value next;
    for (const auto& unit : definitions->units) {
        if (unit.id <= after || (dated && unit.is_closed_on(day))) {
            continue;
        }
        if (rows.size() == most) {
            next = rows.back().at("id");
            break;
        }
        rows.push_back(unit_json(unit));
        if (dated) {
            rows.back().as_object()["name"] = unit.name_on(day);
        }
    }
    return tagged(
        call,
        Answer{200, json::object{{"units", std::move(rows)}, {"next", std::move(next)}}, {}, {}});
}

// By its id or its code.
Result<model::Unit> unit_at(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    for (const auto& unit : definitions->units) {
        if (unit.code == call.at("unit") || std::to_string(unit.id.value) == call.at("unit")) {
            return unit;
        }
    }
    return fail(ErrorCode::NotFound, "没有这个单位", "no such unit");
}

Result<Answer> get_unit(const Call& call) {
    const auto unit = TZ_TRY(unit_at(call));
    return tagged(call, unit_answer(unit, 200), tag_of(unit));
}

Result<service::UnitRequest> unit_request_of(const Call& call) {
    const auto& body = call.body.as_object();
    service::UnitRequest request;
    if (const auto* code = body.if_contains("code")) {
        request.code = std::string(code->as_string());
    }
    if (const auto* name = body.if_contains("name")) {
        request.name = std::string(name->as_string());
    }
    if (const auto* from = body.if_contains("from")) {
        request.from = TZ_TRY(parse_date(from->as_string()));
    }
    if (const auto* closed = body.if_contains("closed_on")) {
        request.closed_on = closed->is_null()
                                ? std::optional<Date>()
                                : std::optional(TZ_TRY(parse_date(closed->as_string())));
    }
    return request;
}

Result<Answer> create_unit(const Call& call) {
    const auto outcome = TZ_TRY(service::create_unit(call.session, TZ_TRY(unit_request_of(call))));
    return unit_answer(outcome.unit, 201);
}

Result<Answer> created_unit(const Call& call, const store::KeptRequest& kept) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto* unit = model::unit_of_id(definitions->units, UnitId{kept.revision});
    return unit == nullptr
               ? Result<Answer>(fail(ErrorCode::NotFound, "没有这个单位", "no such unit"))
               : Result<Answer>(unit_answer(*unit, 201));
}

Result<Answer> change_unit(const Call& call) {
    const std::string seen(call.request.headers.get("If-Match"));
    if (seen.size() < 2 || seen.front() != '"' || seen.back() != '"') {
        return version_required();
    }
    auto request = TZ_TRY(unit_request_of(call));
    request.code = TZ_TRY(unit_at(call)).code;
    request.seen = seen.substr(1, seen.size() - 2);
    const auto outcome = TZ_TRY(service::change_unit(call.session, request));
    if (!outcome.outdated) {
        return unit_answer(outcome.unit, 200);
    }
    Problem problem;
    problem.status = 412;
    problem.code = "outdated";
    problem.detail = "这个单位刚被别人改过。请看清两个版本，再保存";
    problem.more["current"] = unit_json(outcome.unit);
    problem.more["yours"] = call.body;
    Answer answer;
    answer.raw = to_response(problem);
    answer.raw->headers.set("ETag", tag_of(outcome.unit));
    return answer;
}

json::object example_unit() {
    return {{"id", "3"},
            {"code", "MZ"},
            {"name", "民生服务办公室"},
            {"closed_on", nullptr},
            {"names", json::array{}}};
}

Schema unit_schema() {
    const Schema named =
        object_schema({{"from", date_schema("从这一天起")}, {"name", text_schema("叫什么")}});
    return object_schema({{"id", id_schema("")},
                          {"code", text_schema("代码")},
                          {"name", text_schema("现在的名称；写了 day 为那一天的")},
                          {"closed_on", or_null(date_schema("从这一天起撤销"))},
                          {"names", array_schema(named, limits::kApiItemsMax)}});
}

Route unit_route(Method method, std::string_view path, std::string name, model::Title summary,
                 Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(method, path, std::move(name), "区域", std::move(summary));
    if (method != Method::Get) {
        route.permission = access::Permission::Administer;
        route.errors = {ErrorCode::Conflict};
    }
    route.response = reference_schema("Unit");
    route.example = example_unit();
    route.handle = handle;
    return route;
}

void add_unit_changes(Routes& routes) {
    const Property from{"from", date_schema("从这一天起这样叫；不写则更正名称"), false};
    auto made = unit_route(Method::Post, kUnits, "create_unit", {"新设一个单位", "Make a unit"},
                           create_unit);
    made.request = object_schema({{"code", text_schema("代码")}, {"name", text_schema("名称")}});
    made.status = 201;
    made.example = json::object{{"code", "MZ"}, {"name", "民生服务办公室"}};
    made.kept = Kept::Answer;
    made.again = created_unit;
    routes.push_back(std::move(made));

    auto changed = unit_route(Method::Patch, kUnit, "change_unit",
                              {"改名、撤销一个单位", "Rename or close a unit"}, change_unit);
    changed.request = object_schema(
        {{"name", text_schema("名称"), false},
         from,
         {"closed_on", or_null(date_schema("从这一天起撤销；null 为没有撤销")), false}});
    changed.example = json::object{{"name", "民生和社会事务办公室"}, {"from", "2020-07-01"}};
    changed.conditional = true;
    routes.push_back(std::move(changed));
}

}  // namespace

void add_unit_routes(Api& api) {
    api.schemas.emplace_back("Unit", unit_schema());
    auto all = unit_route(Method::Get, kUnits, "list_units",
                          {"科室、居委会、外部单位", "Units that are responsible"}, list_units);
    all.parameters = {{"day", date_schema("那一天有的单位，叫那时的名称；不写为全部")},
                      {"after", id_schema("上一页给出的 next")},
                      {"limit", integer_schema("一页几个", 1, limits::kPageRecordsMax)}};
    all.response =
        object_schema({{"units", array_schema(reference_schema("Unit"), limits::kPageRecordsMax)},
                       {"next", or_null(id_schema("下一页的页标；没有了为 null"))}});
    all.example = json::object{{"units", json::array{example_unit()}}, {"next", nullptr}};
    api.routes.push_back(std::move(all));

    api.routes.push_back(
        unit_route(Method::Get, kUnit, "get_unit", {"一个单位", "One unit"}, get_unit));
    add_unit_changes(api.routes);
}

}  // namespace taizhang::api
