// SPDX-License-Identifier: Apache-2.0
// Search over all ledgers.
#include <boost/json/array.hpp>

#include "api/route.hpp"
#include "base/limits.hpp"
#include "service/search/search_records.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

json::array texts_json(const std::vector<service::FoundText>& texts) {
    json::array array;
    for (const auto& text : texts) {
        json::array parts;
        for (const auto& part : text.parts) {
            parts.push_back(json::object{{"text", part.text}, {"found", part.found}});
        }
        array.push_back(json::object{{"field", text.field}, {"parts", std::move(parts)}});
    }
    return array;
}

json::object record_json(const service::FoundRecord& record) {
    return {{"id", std::to_string(record.id.value)},
            {"ledger", record.ledger->name},
            {"ledger_title", record.ledger->title.zh},
            {"number", record.number},
            {"happened_on", format_date(record.happened_on)},
            {"area", record.area},
            {"texts", texts_json(record.texts)}};
}

Result<Answer> search(const Call& call) {
    service::SearchRequest request;
    request.words = call.query("q");
    request.ledger = call.query("ledger");
    request.area = call.query("area");
    if (!call.query("period").empty()) {
        request.period = TZ_TRY(parse_period(call.query("period")));
    }
    // Numbers, as the schema has seen.
    if (!call.query("before").empty()) {
        request.before = RecordId{std::stoll(std::string(call.query("before")))};
    }
    if (!call.query("limit").empty()) {
        request.results_max =
            static_cast<std::size_t>(std::stoul(std::string(call.query("limit"))));
    }
    const auto found = TZ_TRY(service::search_records(call.session, request));
    json::array records;
    for (const auto& record : found.records) {
        records.push_back(record_json(record));
    }
    const bool more = found.more && !found.records.empty();
    return Answer{
        200,
        json::object{{"records", std::move(records)},
                     {"next", more ? json::value(std::to_string(found.records.back().id.value))
                                   : json::value()}},
        {},
        {}};
}

Schema found_schema() {
    const Schema part =
        object_schema({{"text", text_schema("原文的一段", limits::kLongTextCharactersDefault)},
                       {"found", boolean_schema("是要找的词")}});
    const Schema text =
        object_schema({{"field", text_schema("在哪一项里")},
                       {"parts", array_schema(part, 2 * limits::kSearchWordsMax + 1)}});
    return object_schema({{"id", id_schema("条目")},
                          {"ledger", text_schema("台账")},
                          {"ledger_title", text_schema("台账的中文名")},
                          {"number", text_schema("受理编号")},
                          {"happened_on", date_schema("")},
                          {"area", text_schema("区域")},
                          {"texts", array_schema(text, limits::kFieldsPerLedgerMax + 1)}});
}

json::object example_found() {
    return {
        {"id", "228212068121051136"},
        {"ledger", "temporary_relief"},
        {"ledger_title", "临时救助"},
        {"number", "JZ-2020-0001"},
        {"happened_on", "2020-05-31"},
        {"area", "石桥社区第一网格"},
        {"texts", json::array{json::object{
                      {"field", "备注"},
                      {"parts", json::array{json::object{{"text", "楼道"}, {"found", true}},
                                            json::object{{"text", "堆物"}, {"found", false}}}}}}}};
}

}  // namespace

void add_search_routes(Api& api) {
    Route route;
    route.path = "/api/v1/search";
    route.name = "search_records";
    route.tag = "台账";
    route.summary = {"在看得到的全部台账里按词查找，新的在前；个人信息遮盖",
                     "Search over all ledgers within reach, the newest first"};
    route.permission = access::Permission::ReadRecords;
    route.parameters = {
        {"q", text_schema("要有的词，空格分开", limits::kSearchQueryCharactersMax)},
        {"ledger", text_schema("只查这本台账")},
        {"area", text_schema("区域的代码或名称")},
        {"period", text_schema("时期，如 2020H1")},
        {"before", id_schema("上一页给出的 next")},
        {"limit", integer_schema("一页几条，默认 20", 1, limits::kSearchResultsMax)}};
    route.response =
        object_schema({{"records", array_schema(found_schema(), limits::kSearchResultsMax)},
                       {"next", or_null(id_schema("下一页的页标；没有了为 null"))}});
    route.errors = {ErrorCode::NotFound, ErrorCode::Conflict};
    route.example = json::object{{"records", json::array{example_found()}}, {"next", nullptr}};
    route.handle = search;
    api.routes.push_back(std::move(route));
}

}  // namespace taizhang::api
