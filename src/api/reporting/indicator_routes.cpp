// SPDX-License-Identifier: Apache-2.0
// What there is to count and to report: indicators and report templates.
#include <boost/json/array.hpp>

#include "api/conditional.hpp"
#include "api/json_values.hpp"
#include "api/route.hpp"
#include "base/limits.hpp"
#include "service/reporting/list_indicators.hpp"

namespace taizhang::api {

namespace json = boost::json;
using model::IndicatorDefinition;
using model::Measure;

namespace {

std::string_view measure_name(Measure measure) {
    switch (measure) {
        case Measure::Count:
            return "count";
        case Measure::Sum:
            return "sum";
        case Measure::Distinct:
            return "distinct";
        case Measure::Last:
            return "last";
        default:
            return "ratio";
    }
}

json::object indicator_json(const IndicatorDefinition& indicator, const model::Pack& pack) {
    const auto* ledger = pack.ledger(indicator.ledger);
    return {{"name", indicator.name},
            {"title", indicator.title.zh},
            {"ledger", indicator.ledger},
            {"unit", indicator.unit},
            {"sentence", model::definition_sentence(indicator, pack)},
            {"measure", measure_name(indicator.measure)},
            {"field", indicator.field && ledger != nullptr
                          ? json::value(ledger->fields[*indicator.field].name)
                          : json::value()},
            {"where", indicator.where ? json::value(indicator.where->source()) : json::value()},
            {"to_date", indicator.span == model::Span::ToDate},
            {"numerator", text_or_null(indicator.numerator)},
            {"denominator", text_or_null(indicator.denominator)}};
}

Result<Answer> list_indicators(const Call& call) {
    const auto found = TZ_TRY(service::list_indicators(call.session));
    const auto& pack = found.definitions->catalog.pack;
    const auto most = static_cast<std::size_t>(call.number("limit", limits::kPageRecordsMax));
    const auto after = call.query("after");
    const auto ledger = call.query("ledger");
    json::array rows;
    json::value next;
    bool begun = after.empty();
    for (const auto* indicator : found.indicators) {
        const bool wanted = begun && (ledger.empty() || indicator->ledger == ledger);
        begun = begun || indicator->name == after;
        if (wanted && rows.size() == most) {
            next = rows.back().at("name");
            break;
        }
        if (wanted) {
            rows.push_back(indicator_json(*indicator, pack));
        }
    }
    return tagged(
        call,
        Answer{
            200, json::object{{"indicators", std::move(rows)}, {"next", std::move(next)}}, {}, {}});
}

Result<Answer> get_indicator(const Call& call) {
    const auto found = TZ_TRY(service::get_indicator(call.session, call.at("indicator")));
    return tagged(call,
                  Answer{200,
                         indicator_json(*found.indicators.front(), found.definitions->catalog.pack),
                         {},
                         {}});
}

Result<Answer> reports(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    json::array rows;
    for (const auto& source : definitions->catalog.pack.reports) {
        rows.push_back(json::object{{"name", source.name}, {"title", source.title.zh}});
    }
    return tagged(call, Answer{200, json::object{{"reports", std::move(rows)}}, {}, {}});
}

Schema indicator_schema() {
    return object_schema(
        {{"name", text_schema("英文名")},
         {"title", text_schema("中文名")},
         {"ledger", text_schema("数哪本台账；比率为空")},
         {"unit", text_schema("量词")},
         {"sentence", text_schema("一句话说明", 2'000)},
         {"measure", choice_schema("怎样数", {"count", "sum", "distinct", "last", "ratio"})},
         {"field", or_null(text_schema("按哪个字段"))},
         {"where", or_null(text_schema("只数哪些条目", limits::kExpressionBytesMax))},
         {"to_date", boolean_schema("到期末为止的全部，不只是本期")},
         {"numerator", or_null(text_schema("比率的分子"))},
         {"denominator", or_null(text_schema("比率的分母"))}});
}

json::object example_indicator() {
    return {{"name", "relief.temporary.people"},
            {"title", "临时困难救助人数"},
            {"ledger", "temporary_relief"},
            {"unit", "人"},
            {"sentence", "台账“临时救助”的条目数，按“办理日期”计期，不含作废"},
            {"measure", "count"},
            {"field", nullptr},
            {"where", "status = 'paid'"},
            {"to_date", false},
            {"numerator", nullptr},
            {"denominator", nullptr}};
}

Route indicator_route(std::string_view path, std::string name, model::Title summary,
                      Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(http::Method::Get, path, std::move(name), "数字", std::move(summary));
    route.permission = access::Permission::ReadFigures;
    route.handle = handle;
    return route;
}

}  // namespace

void add_indicator_routes(Api& api) {
    api.schemas.emplace_back("Indicator", indicator_schema());

    auto all = indicator_route("/api/v1/indicators", "list_indicators",
                               {"全部指标，各数的是什么", "Indicators and what each counts"},
                               list_indicators);
    all.parameters = {{"ledger", text_schema("只要数这本台账的")},
                      {"after", text_schema("上一页给出的 next")},
                      {"limit", integer_schema("一页几个", 1, limits::kPageRecordsMax)}};
    all.response = object_schema(
        {{"indicators", array_schema(reference_schema("Indicator"), limits::kPageRecordsMax)},
         {"next", or_null(text_schema("下一页的页标；没有了为 null"))}});
    all.example = json::object{{"indicators", json::array{example_indicator()}}, {"next", nullptr}};
    api.routes.push_back(std::move(all));

    auto one = indicator_route("/api/v1/indicators/{indicator}", "get_indicator",
                               {"一个指标数的是什么", "What one indicator counts"}, get_indicator);
    one.response = reference_schema("Indicator");
    one.example = example_indicator();
    api.routes.push_back(std::move(one));

    auto templates = indicator_route("/api/v1/reports", "list_reports",
                                     {"有哪些报告模板", "The report templates there are"}, reports);
    const Schema row =
        object_schema({{"name", text_schema("英文名")}, {"title", text_schema("中文名")}});
    templates.response = object_schema({{"reports", array_schema(row, limits::kPackFilesMax)}});
    templates.example = json::object{
        {"reports", json::array{json::object{{"name", "half-year"}, {"title", "半年工作总结"}}}}};
    api.routes.push_back(std::move(templates));
}

}  // namespace taizhang::api
