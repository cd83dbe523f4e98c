// SPDX-License-Identifier: Apache-2.0
// Where things happen: the tree of areas as it was on any day.
#include <algorithm>
#include <boost/json/array.hpp>

#include "api/conditional.hpp"
#include "api/json_values.hpp"
#include "api/route.hpp"
#include "base/clock.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using model::AreaVersion;

namespace {

// A day from which every area of today's office can be seen.
Result<Date> day_of(const Call& call) {
    const auto text = call.query("day");
    return text.empty() ? Result<Date>(Date::from_civil(9999, 12, 31)) : parse_date(text);
}

json::value id_or_null(AreaId area) {
    return area ? json::value(std::to_string(area.value)) : json::value();
}

json::object version_json(const AreaVersion& version) {
    return {{"valid_from", format_date(version.valid_from)},
            {"abolished_on", date_or_null(version.abolished_on)},
            {"name", version.name},
            {"parent", id_or_null(version.parent)},
            {"person_in_charge", version.person_in_charge},
            {"has_boundary", !version.boundary.empty()}};
}

json::object area_json(const AreaVersion& version) {
    auto area = version_json(version);
    area["id"] = std::to_string(version.id.value);
    area["code"] = version.code;
    area["level"] = static_cast<int>(version.level);
    return area;
}

Result<Answer> list_areas(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto& tree = definitions->areas;
    const auto parent =
        call.query("parent").empty() ? AreaId{} : TZ_TRY(tree.find(call.query("parent")));
    const AreaId after{call.number("after", 0)};
    const auto level = call.number("level", 0);
    const auto most = static_cast<std::size_t>(call.number("limit", limits::kPageRecordsMax));
    json::array rows;
    json::value next;
    for (const auto* area : tree.in_force(TZ_TRY(day_of(call)))) {
        const bool wanted = area->id > after && (!parent || area->parent == parent) &&
                            (level == 0 || static_cast<std::int64_t>(area->level) == level);
        if (wanted && rows.size() == most) {
            next = rows.back().at("id");
            break;
        }
        if (wanted) {
            rows.push_back(area_json(*area));
        }
    }
    return tagged(
        call,
        Answer{200, json::object{{"areas", std::move(rows)}, {"next", std::move(next)}}, {}, {}});
}

Result<Answer> get_area(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto& tree = definitions->areas;
    const AreaId id = TZ_TRY(tree.find(call.at("area")));
    auto area = area_json(*tree.latest(id));
    json::array versions;
    for (const auto& version : tree.versions(id)) {
        versions.push_back(version_json(version));
    }
    area["versions"] = std::move(versions);
    return tagged(call, Answer{200, std::move(area), {}, {}});
}

// With the day from which it held, which is that of the first version that says the same.
Result<Answer> boundary(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto& tree = definitions->areas;
    const AreaId id = TZ_TRY(tree.find(call.at("area")));
    const auto* version = tree.at(id, TZ_TRY(day_of(call)));
    if (version->boundary.empty()) {
        return fail(ErrorCode::NotFound, "这个区域那一天没有边界", "no boundary on that day");
    }
    Date from = version->valid_from;
    for (const auto& earlier : tree.versions(id)) {
        if (earlier.valid_from < version->valid_from) {
            from = earlier.boundary == version->boundary ? std::min(from, earlier.valid_from)
                                                         : version->valid_from;
        }
    }
    return tagged(call, Answer{200,
                               json::object{{"code", version->code},
                                            {"valid_from", format_date(from)},
                                            {"wkt", version->boundary}},
                               {},
                               {}});
}

Result<Answer> locate(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto point = TZ_TRY(model::parse_point_text(call.query("point")));
    const Date day = call.query("day").empty() ? civil_date(system_now())
                                               : TZ_TRY(parse_date(call.query("day")));
    const auto located = TZ_TRY(definitions->areas.locate(point, day));
    const auto* area = definitions->areas.at(located.area, day);
    return Answer{
        200,
        json::object{{"area", area == nullptr ? json::value() : json::value(area_json(*area))},
                     {"bounded", located.bounded}},
        {},
        {}};
}

std::vector<Property> version_properties() {
    return {{"valid_from", date_schema("从这一天起")},
            {"abolished_on", or_null(date_schema("从这一天起不再有"))},
            {"name", text_schema("名称")},
            {"parent", or_null(id_schema("上级"))},
            {"person_in_charge", text_schema("负责人")},
            {"has_boundary", boolean_schema("有边界")}};
}

std::vector<Property> area_properties() {
    auto properties = version_properties();
    properties.push_back({"id", id_schema("")});
    properties.push_back({"code", text_schema("代码")});
    properties.push_back({"level", integer_schema("1 街道 2 社区 3 网格", 1, 3)});
    return properties;
}

json::object example_area() {
    return {{"valid_from", "2020-01-01"},
            {"abolished_on", nullptr},
            {"name", "石桥社区"},
            {"parent", "1"},
            {"person_in_charge", ""},
            {"has_boundary", true},
            {"id", "2"},
            {"code", "11"},
            {"level", 2}};
}

Route area_route(std::string_view path, std::string name, model::Title summary,
                 Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(http::Method::Get, path, std::move(name), "区域", std::move(summary));
    route.handle = handle;
    return route;
}

}  // namespace

void add_area_routes(Api& api) {
    api.schemas.emplace_back("Area", object_schema(area_properties()));
    const QueryParameter day{"day", date_schema("那一天的区划；不写为最新")};

    auto all = area_route("/api/v1/areas", "list_areas",
                          {"街道、社区、网格", "Subdistrict, communities, grid cells"}, list_areas);
    all.parameters = {day,
                      {"parent", text_schema("只要它的下级：代码或名称")},
                      {"level", integer_schema("1 街道 2 社区 3 网格", 1, 3)},
                      {"after", id_schema("上一页给出的 next")},
                      {"limit", integer_schema("一页几个", 1, limits::kPageRecordsMax)}};
    all.response =
        object_schema({{"areas", array_schema(reference_schema("Area"), limits::kPageRecordsMax)},
                       {"next", or_null(id_schema("下一页的页标；没有了为 null"))}});
    all.errors = {ErrorCode::NotFound};
    all.example = json::object{{"areas", json::array{example_area()}}, {"next", nullptr}};
    api.routes.push_back(std::move(all));

    auto one = area_route("/api/v1/areas/{area}", "get_area",
                          {"一个区域和它历次的样子", "One area with all its versions"}, get_area);
    auto properties = area_properties();
    properties.push_back(
        {"versions", array_schema(object_schema(version_properties()), limits::kApiItemsMax)});
    one.response = object_schema(properties);
    auto example = example_area();
    example["versions"] = json::array{};
    one.example = std::move(example);
    api.routes.push_back(std::move(one));

    auto shape = area_route("/api/v1/areas/{area}/boundary", "get_area_boundary",
                            {"一个区域那一天的边界", "Boundary of an area on a day"}, boundary);
    shape.parameters = {day};
    shape.response = object_schema({{"code", text_schema("代码")},
                                    {"valid_from", date_schema("这条边界从哪天起")},
                                    {"wkt", text_schema("MULTIPOLYGON，经度在前，CGCS2000",
                                                        limits::kBoundaryPointsMax * 24)}});
    shape.example = json::object{{"code", "11"},
                                 {"valid_from", "2020-01-01"},
                                 {"wkt", "MULTIPOLYGON(((105 30,106 30,106 31,105 30)))"}};
    api.routes.push_back(std::move(shape));

    auto place = area_route("/api/v1/locate", "locate_point",
                            {"一个点在哪个网格", "The grid cell that a point lies in"}, locate);
    place.parameters = {{"point", text_schema("经度,纬度，CGCS2000，如 105.57,30.51")},
                        {"day", date_schema("那一天的边界；不写为今天")}};
    place.response = object_schema({{"area", or_null(object_schema(area_properties()))},
                                    {"bounded", boolean_schema("那一天有边界；否则无从查找")}});
    place.example = json::object{{"area", example_area()}, {"bounded", true}};
    api.routes.push_back(std::move(place));
}

}  // namespace taizhang::api
