// SPDX-License-Identifier: Apache-2.0
// Ledgers and their records.
#include <boost/json/array.hpp>
#include "api/records/record_handlers.hpp"
#include "api/records/record_json.hpp"
#include "api/route.hpp"
#include "base/limits.hpp"
#include "service/desk/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using access::Permission;
using http::Method;

namespace {

constexpr std::string_view kRecords = "/api/v1/ledgers/{ledger}/records";
constexpr std::string_view kRecord = "/api/v1/ledgers/{ledger}/records/{record}";
const std::string kTag = "台账";

Schema change_schema(bool required) {
    return object_schema(
        {{"fields", map_schema("字段名 → 值；没写的不变", field_value_schema()), required},
         {"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), false},
         {"from_draft", boolean_schema("由草稿填成：存下后草稿就没有了"), false}});
}

const json::value& record_example() {
    static const json::value kExample =
        json::object{{"fields", json::object{{"cause", "illness"},
                                             {"amount", "500.00"},
                                             {"paid_on", "2020-05-31"},
                                             {"area", "石桥社区第一网格"}}},
                     {"reason", "按 5 月发放表补录"}};
    return kExample;
}

const json::value& example_record() {
    static const json::value kExample =
        json::object{{"id", "228212068121051136"},
                     {"number", "JZ-2020-0001"},
                     {"revision", 1},
                     {"area", json::object{{"id", "5"}, {"name", "石桥社区第一网格"}}},
                     {"recorded_at", "2020-05-31T00:30:05.123Z"},
                     {"deleted", false},
                     {"purged", false},
                     {"fields", json::object{{"amount", "500.00"}, {"applicant", "张**"}}},
                     {"masked", json::array{"applicant"}},
                     {"hidden", json::array{}}};
    return kExample;
}

Schema revisions_schema() {
    const Schema revision = object_schema(
        {{"revision", integer_schema("", 1, INT32_MAX)},
         {"at", instant_schema("")},
         {"actor", text_schema("谁")},
         {"action", choice_schema("做了什么", {"created", "changed", "deleted", "restored",
                                               "purged", "attachment_added", "attachment_removed",
                                               "attachment_restored"})},
         {"reason", text_schema("事由", limits::kReasonCharactersMax)},
         {"batch", or_null(id_schema("导入或批量修改的批次"))},
         {"attachments", array_schema(id_schema("这一版添加、删除或恢复的附件"),
                                      limits::kAttachmentsPerRequestMax)},
         {"changes", array_schema(field_change_schema(), limits::kFieldsPerLedgerMax)}});
    return object_schema({{"revisions", array_schema(revision, limits::kHistoryRevisionsMax)}});
}

Schema page_schema() {
    return object_schema(
        {{"records", array_schema(reference_schema("Record"), limits::kPageRecordsMax)},
         {"next", or_null(text_schema("下一页的页标；没有了为 null", 2'000))}});
}

std::vector<QueryParameter> list_parameters() {
    return {{"filter", text_schema("字段 比较 值，如 amount ge 500", limits::kFilterCharactersMax),
             true},
            {"q", text_schema("要有这些词", limits::kSearchQueryCharactersMax)},
            {"view", id_schema("按这个视图看；另写的条件叠加在上面")},
            {"sort", text_schema("如 -paid_on,amount")},
            {"fields", text_schema("只要这些字段，逗号分开", 4'000)},
            {"area", text_schema("区域的代码或名称")},
            {"period", text_schema("时期，如 2020H1")},
            {"bin", choice_schema("only：看回收站", {"only"})},
            {"after", text_schema("上一页给出的 next", 2'000)},
            {"limit", integer_schema("一页几条，默认 50", 1, limits::kPageRecordsMax)}};
}

Route record_route(Method method, std::string_view path, std::string name, model::Title summary,
                   Permission permission) {
    Route route = new_route(method, path, std::move(name), kTag, std::move(summary));
    route.permission = permission;
    route.example = example_record();
    route.response = reference_schema("Record");
    return route;
}

void add_record_writes(Routes& routes) {
    auto made = record_route(Method::Post, kRecords, "create_record",
                             {"录入一条", "Create a record"}, Permission::WriteRecords);
    made.request = change_schema(true);
    made.status = 201;
    made.errors = {ErrorCode::Conflict};
    made.example = record_example();
    made.handle = create_record;
    made.kept = Kept::Answer;
    made.again = made_record;
    routes.push_back(std::move(made));

    auto changed = record_route(Method::Patch, kRecord, "change_record",
                                {"改一条", "Change fields of a record"}, Permission::WriteRecords);
    changed.request = change_schema(true);
    changed.errors = {ErrorCode::Conflict};
    changed.example = record_example();
    changed.conditional = true;
    changed.handle = change_record;
    routes.push_back(std::move(changed));

    auto removed = record_route(Method::Delete, kRecord, "remove_record",
                                {"作废一条，放进回收站", "Move a record to the recycle bin"},
                                Permission::WriteRecords);
    removed.conditional = true;
    removed.handle = remove_record;
    routes.push_back(std::move(removed));

    auto restored = record_route(Method::Post, std::string(kRecord) + "/restore", "restore_record",
                                 {"从回收站恢复", "Restore a record from the recycle bin"},
                                 Permission::WriteRecords);
    restored.request = object_schema(
        {{"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), false}});
    restored.errors = {ErrorCode::Conflict};
    restored.example = json::object{{"reason", "误删"}};
    restored.conditional = true;
    restored.handle = restore_record;
    restored.kept = Kept::Answer;
    restored.again = restored_record;
    routes.push_back(std::move(restored));
}

}  // namespace

void add_record_routes(Api& api) {
    api.schemas.emplace_back("Record", record_schema());
    api.schemas.emplace_back("Ledger", ledger_schema());
    auto& routes = api.routes;

    auto ledgers = record_route(Method::Get, "/api/v1/ledgers", "list_ledgers",
                                {"台账和条数", "Ledgers and how many records each has"},
                                Permission::ReadFigures);
    const Schema row =
        object_schema({{"name", text_schema("")},
                       {"title", text_schema("")},
                       {"chapter", text_schema("")},
                       {"records", or_null(integer_schema("太少而不显示的为 null", 0, INT64_MAX))},
                       {"writable", boolean_schema("可以新增条目")}});
    ledgers.response = object_schema({{"ledgers", array_schema(row, limits::kPackFilesMax)}});
    ledgers.example =
        json::object{{"ledgers", json::array{json::object{{"name", "temporary_relief"},
                                                          {"title", "临时救助"},
                                                          {"chapter", "民生保障"},
                                                          {"records", 279},
                                                          {"writable", true}}}}};
    ledgers.handle = list_ledgers;
    routes.push_back(std::move(ledgers));

    auto ledger =
        record_route(Method::Get, "/api/v1/ledgers/{ledger}", "get_ledger",
                     {"一本台账的定义", "Definition of a ledger"}, Permission::ReadFigures);
    ledger.response = reference_schema("Ledger");
    ledger.example = json::object{{"name", "temporary_relief"},
                                  {"title", "临时救助"},
                                  {"chapter", "livelihood"},
                                  {"purpose", "登记临时救助"},
                                  {"fields", json::array{}}};
    ledger.handle = get_ledger;
    routes.push_back(std::move(ledger));

    auto page = record_route(Method::Get, kRecords, "list_records",
                             {"一页条目", "A page of records, filtered and sorted"},
                             Permission::ReadRecords);
    page.parameters = list_parameters();
    page.response = page_schema();
    page.example = json::object{{"records", json::array{example_record()}}, {"next", nullptr}};
    page.handle = list_records;
    routes.push_back(std::move(page));

    auto one = record_route(Method::Get, kRecord, "get_record", {"一条", "One record"},
                            Permission::ReadRecords);
    one.parameters = {{"as_of", instant_schema("那一时刻的样子")}};
    one.handle = get_record;
    routes.push_back(std::move(one));

    auto past = record_route(
        Method::Get, std::string(kRecord) + "/history", "get_record_history",
        {"留痕：谁、何时、由什么改成什么、为什么", "History of a record, field by field"},
        Permission::ReadRecords);
    past.response = revisions_schema();
    past.errors = {ErrorCode::LimitExceeded};
    past.example = json::object{{"revisions", json::array{}}};
    past.handle = get_record_history;
    routes.push_back(std::move(past));

    add_record_writes(routes);
}

}  // namespace taizhang::api
