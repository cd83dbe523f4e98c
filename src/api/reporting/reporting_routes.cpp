// SPDX-License-Identifier: Apache-2.0
// Indicators, their figures, and the records behind each.
#include <boost/json/array.hpp>

#include "api/route.hpp"
#include "base/limits.hpp"
#include "service/reporting/figures.hpp"

namespace taizhang::api {

namespace json = boost::json;
using access::Permission;

namespace {

const std::string kFigureTag = "数字";

json::value number_json(const std::optional<model::ExactNumber>& number) {
    return number ? json::value(rollup::value_text(*number)) : json::value(nullptr);
}

json::object figure_json(const service::FigureRow& row) {
    return {{"indicator", row.indicator->name},
            {"title", row.indicator->title.zh},
            {"value", number_json(row.value.number)},
            {"unit", row.indicator->unit},
            {"printed", row.printed},
            {"records", row.value.records},
            {"numerator", number_json(row.value.numerator)},
            {"denominator", number_json(row.value.denominator)},
            {"missing", row.value.missing.empty() ? json::value() : json::value(row.value.missing)},
            {"previous", number_json(row.previous.number)},
            {"year_before", number_json(row.year_before.number)}};
}

Result<Answer> figures(const Call& call) {
    const Period period = TZ_TRY(parse_period(call.query("period")));
    const auto found = TZ_TRY(service::read_figures(
        call.session, {period, std::string(call.query("area")), call.all("indicator")}));
    json::array rows;
    for (const auto& row : found.rows) {
        rows.push_back(figure_json(row));
    }
    return Answer{200,
                  json::object{{"period", period_code(found.period)},
                               {"area", found.definitions->areas.full_name(found.area, period.to)},
                               {"figures", std::move(rows)}},
                  {},
                  {}};
}

Result<Answer> trace(const Call& call) {
    const Period period = TZ_TRY(parse_period(call.query("period")));
    const auto found = TZ_TRY(service::trace_figure(call.session, call.at("indicator"), period,
                                                    std::string(call.query("area"))));
    json::array records;
    for (const auto& record : found.records) {
        records.push_back(json::object{{"number", record.number},
                                       {"happened_on", format_date(record.happened_on)},
                                       {"area", record.area},
                                       {"part", record.part},
                                       {"amount_counted", record.amount_counted}});
    }
    const auto& pack = found.definitions->catalog.pack;
    return Answer{
        200,
        json::object{{"figure", figure_json(found.figure)},
                     {"sentence", model::definition_sentence(*found.figure.indicator, pack)},
                     {"records", std::move(records)}},
        {},
        {}};
}

Schema figure_value_schema() {
    const Schema number = or_null(text_schema("精确值，文本；缺为 null"));
    return object_schema({{"indicator", text_schema("指标")},
                          {"title", text_schema("中文名")},
                          {"value", number},
                          {"unit", text_schema("量词")},
                          {"printed", text_schema("报告里的写法")},
                          {"records", integer_schema("由几条组成", 0, INT64_MAX)},
                          {"numerator", number},
                          {"denominator", number},
                          {"missing", or_null(text_schema("为什么缺", 1'000))},
                          {"previous", number},
                          {"year_before", number}});
}

json::object example_figure() {
    return {{"indicator", "relief.temporary.people"},
            {"title", "临时困难救助人数"},
            {"value", "125"},
            {"unit", "人"},
            {"printed", "125人"},
            {"records", 125},
            {"numerator", nullptr},
            {"denominator", nullptr},
            {"missing", nullptr},
            {"previous", "101"},
            {"year_before", "98"}};
}

Route figure_route(std::string_view path, std::string name, model::Title summary,
                   Permission permission) {
    Route route =
        new_route(http::Method::Get, path, std::move(name), kFigureTag, std::move(summary));
    route.permission = permission;
    return route;
}

std::vector<QueryParameter> where_and_when() {
    return {{"period", text_schema("时期，如 2020H1、2020Q2、2020-05")},
            {"area", text_schema("区域的代码或名称；不写为整个街道")}};
}

}  // namespace

void add_reporting_routes(Api& api) {
    api.schemas.emplace_back("Figure", figure_value_schema());

    auto read = figure_route("/api/v1/figures", "list_figures",
                             {"一个时期的数字，连同上期和上年同期",
                              "Figures of a period, with the period and the year before"},
                             Permission::ReadFigures);
    read.parameters = where_and_when();
    read.parameters.push_back({"indicator", text_schema("只要这些指标"), true});
    read.response = object_schema(
        {{"period", text_schema("")},
         {"area", text_schema("")},
         {"figures", array_schema(reference_schema("Figure"), limits::kApiItemsMax)}});
    read.example = json::object{
        {"period", "2020H1"}, {"area", "云桥街道"}, {"figures", json::array{example_figure()}}};
    read.errors = {ErrorCode::NotFound};
    read.handle = figures;
    api.routes.push_back(std::move(read));

    auto traced = figure_route("/api/v1/figures/{indicator}/trace", "trace_figure",
                               {"一个数字由哪些条目组成", "The records behind a figure"},
                               Permission::ReadRecords);
    traced.parameters = where_and_when();
    const Schema record = object_schema({{"number", text_schema("")},
                                         {"happened_on", date_schema("")},
                                         {"area", text_schema("")},
                                         {"part", text_schema("比率的 numerator 或 denominator")},
                                         {"amount_counted", text_schema("计入多少")}});
    traced.response = object_schema({{"figure", reference_schema("Figure")},
                                     {"sentence", text_schema("", 2'000)},
                                     {"records", array_schema(record, limits::kTraceRecordsMax)}});
    traced.example = json::object{{"figure", example_figure()},
                                  {"sentence", "台账“临时救助”的条目，按“办理日期”计期"},
                                  {"records", json::array{}}};
    traced.work = Work::Long;
    traced.handle = trace;
    api.routes.push_back(std::move(traced));
}

}  // namespace taizhang::api
