// SPDX-License-Identifier: Apache-2.0
// Counters of a ledger, for its first page.
#include <boost/json/array.hpp>

#include "api/route.hpp"
#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/desk/limits.hpp"
#include "service/reporting/counters.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, service::kCounterPeriods> kNames = {"today", "month",
                                                                           "half_year"};

template <typename Values, typename Show>
json::object by_period(const Values& values, const Show& show) {
    json::object object;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        object[kNames[i]] = show(values[i]);
    }
    return object;
}

json::object counts_json(const service::RecordCounts& counts) {
    return by_period(counts,
                     [](const auto& count) { return count ? json::value(*count) : json::value(); });
}

json::object area_json(const service::Counters& counters, const service::AreaCounter& counter) {
    const auto& areas = counters.definitions->areas;
    return {{"id", std::to_string(counter.area.value)},
            {"name", areas.full_name(counter.area, counters.periods.front().to)},
            {"records", counts_json(counter.records)}};
}

json::object indicator_json(const service::IndicatorCounter& counter) {
    return {{"indicator", counter.indicator->name},
            {"title", counter.indicator->title.zh},
            {"unit", counter.indicator->unit},
            {"values", by_period(counter.values, [](const auto& value) {
                 return value.number ? json::value(rollup::value_text(*value.number))
                                     : json::value();
             })}};
}

Result<Answer> counters(const Call& call) {
    const auto asked = call.query("day");
    const Date day = asked.empty() ? civil_date(system_now()) : TZ_TRY(parse_date(asked));
    const auto found = TZ_TRY(service::read_counters(call.session, call.at("ledger"),
                                                     std::string(call.query("area")), day));
    json::array parts;
    for (const auto& part : found.parts) {
        parts.push_back(area_json(found, part));
    }
    json::array indicators;
    for (const auto& indicator : found.indicators) {
        indicators.push_back(indicator_json(indicator));
    }
    return Answer{200,
                  json::object{{"periods", by_period(found.periods,
                                                     [](const Period& period) {
                                                         return json::value(period_code(period));
                                                     })},
                               {"area", area_json(found, found.whole)},
                               {"parts", std::move(parts)},
                               {"indicators", std::move(indicators)}},
                  {},
                  {}};
}

Schema by_period_schema(const Schema& one) {
    return object_schema({{"today", one}, {"month", one}, {"half_year", one}});
}

Schema area_schema() {
    return object_schema({{"id", id_schema("")},
                          {"name", text_schema("")},
                          {"records", by_period_schema(or_null(integer_schema(
                                          "几条；太少而不显示的为 null", 0, INT64_MAX)))}});
}

json::object example_counts(int today, int month, int half_year) {
    return {{"today", today}, {"month", month}, {"half_year", half_year}};
}

}  // namespace

void add_counter_routes(Api& api) {
    Route route;
    route.path = "/api/v1/ledgers/{ledger}/counters";
    route.name = "get_counters";
    route.tag = "数字";
    route.summary = {"一本台账今天、本月、本半年的条数，连同下一级区域和各指标",
                     "What came into a ledger today, this month and this half-year"};
    route.permission = access::Permission::ReadFigures;
    route.parameters = {{"area", text_schema("区域的代码或名称；不写为整个范围")},
                        {"day", date_schema("哪一天算今天；不写为今天")}};
    const Schema indicator = object_schema(
        {{"indicator", text_schema("指标")},
         {"title", text_schema("中文名")},
         {"unit", text_schema("量词")},
         {"values", by_period_schema(or_null(text_schema("精确值，文本；缺或太少为 null")))}});
    route.response =
        object_schema({{"periods", by_period_schema(text_schema("时期，如 2020H1"))},
                       {"area", area_schema()},
                       {"parts", array_schema(area_schema(), limits::kCounterAreasMax)},
                       {"indicators", array_schema(indicator, limits::kApiItemsMax)}});
    route.example = json::object{
        {"periods",
         json::object{{"today", "2020-05-31"}, {"month", "2020-05"}, {"half_year", "2020H1"}}},
        {"area",
         json::object{{"id", "1"}, {"name", "云桥街道"}, {"records", example_counts(2, 41, 279)}}},
        {"parts", json::array{}},
        {"indicators", json::array{}}};
    route.handle = counters;
    api.routes.push_back(std::move(route));
}

}  // namespace taizhang::api
