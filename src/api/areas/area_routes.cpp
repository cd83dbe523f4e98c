// SPDX-License-Identifier: Apache-2.0
// Where, and who is responsible.
#include <boost/json/array.hpp>

#include "api/route.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

// A day from which every area of today's office can be seen.
Result<Date> day_of(const Call& call) {
    const auto text = call.query("day");
    return text.empty() ? Result<Date>(Date::from_civil(9999, 12, 31)) : parse_date(text);
}

Result<Answer> areas(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    json::array rows;
    for (const auto* area : definitions->areas.in_force(TZ_TRY(day_of(call)))) {
        rows.push_back(
            json::object{{"id", std::to_string(area->id.value)},
                         {"code", area->code},
                         {"name", area->name},
                         {"level", static_cast<int>(area->level)},
                         {"parent", area->parent ? json::value(std::to_string(area->parent.value))
                                                 : json::value()},
                         {"person_in_charge", area->person_in_charge}});
    }
    return Answer{200, json::object{{"areas", std::move(rows)}}, {}, {}};
}

Result<Answer> units(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    json::array rows;
    for (const auto& unit : definitions->units) {
        rows.push_back(json::object{
            {"id", std::to_string(unit.id.value)}, {"code", unit.code}, {"name", unit.name}});
    }
    return Answer{200, json::object{{"units", std::move(rows)}}, {}, {}};
}

}  // namespace

void add_area_routes(Api& api) {
    Route route;
    route.path = "/api/v1/areas";
    route.name = "list_areas";
    route.tag = "区域";
    route.summary = {"街道、社区、网格", "Subdistrict, communities, grid cells"};
    route.parameters = {{"day", date_schema("那一天的区划；不写为最新")}};
    const Schema area = object_schema({{"id", id_schema("")},
                                       {"code", text_schema("")},
                                       {"name", text_schema("")},
                                       {"level", integer_schema("1 街道 2 社区 3 网格", 1, 3)},
                                       {"parent", or_null(id_schema(""))},
                                       {"person_in_charge", text_schema("负责人")}});
    route.response = object_schema({{"areas", array_schema(area, limits::kAreasMax)}});
    route.example = json::object{{"areas", json::array{}}};
    route.handle = areas;
    api.routes.push_back(route);

    route.path = "/api/v1/units";
    route.name = "list_units";
    route.summary = {"科室、居委会、外部单位", "Units that are responsible"};
    route.parameters = {};
    const Schema unit = object_schema(
        {{"id", id_schema("")}, {"code", text_schema("")}, {"name", text_schema("")}});
    route.response = object_schema({{"units", array_schema(unit, limits::kAreasMax)}});
    route.example = json::object{{"units", json::array{}}};
    route.handle = units;
    api.routes.push_back(std::move(route));
}

}  // namespace taizhang::api
