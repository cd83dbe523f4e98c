// SPDX-License-Identifier: Apache-2.0
// Ledgers and their records.
#include <boost/json/array.hpp>
#include <charconv>

#include "api/problem.hpp"
#include "api/records/record_json.hpp"
#include "api/route.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/records/list_ledgers.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"

namespace taizhang::api {

namespace json = boost::json;
using access::Permission;
using http::Method;

namespace {

constexpr std::string_view kRecords = "/api/v1/ledgers/{ledger}/records";
constexpr std::string_view kRecord = "/api/v1/ledgers/{ledger}/records/{record}";
const std::string kTag = "台账";

Result<RecordId> record_id(const Call& call) {
    const std::string& text = call.at("record");
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id <= 0) {
        return fail(ErrorCode::NotFound, "没有这条记录", "not an id");
    }
    return RecordId{id};
}

// If-Match: "3". What it was given for must not have changed meanwhile.
std::optional<std::int64_t> expected_revision(const Call& call) {
    const auto tag = call.request.headers.get("If-Match");
    std::int64_t revision = 0;
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
        return std::nullopt;
    }
    const auto [end, error] =
        std::from_chars(tag.data() + 1, tag.data() + tag.size() - 1, revision);
    return error == std::errc{} && end == tag.data() + tag.size() - 1 ? std::optional(revision)
                                                                      : std::nullopt;
}

Answer problem_answer(const Problem& problem) {
    Answer answer;
    answer.raw = to_response(problem);
    return answer;
}

Answer record_answer(const service::RecordOutcome& outcome, int status) {
    Answer answer;
    answer.status = status;
    answer.body = RecordJson(*outcome.definitions, *outcome.ledger).record(*outcome.record);
    answer.headers.set("ETag", record_tag(*outcome.record));
    if (status == 201) {
        answer.headers.set("Location", "/api/v1/ledgers/" + outcome.ledger->name + "/records/" +
                                           std::to_string(outcome.record->id.value));
    }
    return answer;
}

Answer errors_answer(std::vector<Error> errors) {
    for (auto& error : errors) {
        error.place = error.place.value_or(SourcePlace{});
        error.place->column = "/fields/" + error.place->column;
    }
    return problem_answer(problem_of(std::move(errors)));
}

// Both versions, so that whoever asked can put them together.
Answer outdated_answer(const service::RecordOutcome& outcome, const Call& call) {
    Problem problem;
    problem.status = 412;
    problem.code = "outdated";
    problem.detail = "这条记录刚被别人改过。请看清两个版本，合起来再保存";
    problem.more["current"] =
        RecordJson(*outcome.definitions, *outcome.ledger).record(*outcome.record);
    problem.more["yours"] = call.body.is_null() ? json::value(json::object()) : call.body;
    auto answer = problem_answer(problem);
    answer.raw->headers.set("ETag", record_tag(*outcome.record));
    return answer;
}

Answer outcome_answer(const service::RecordOutcome& outcome, const Call& call, int status) {
    if (outcome.outdated) {
        return outdated_answer(outcome, call);
    }
    return outcome.errors.empty() ? record_answer(outcome, status) : errors_answer(outcome.errors);
}

service::RecordRequest request_of(const Call& call) {
    service::RecordRequest request;
    request.ledger = call.at("ledger");
    if (const auto* body = call.body.if_object()) {
        if (const auto* fields = body->if_contains("fields")) {
            request.fields = read_fields(fields->as_object());
        }
        if (const auto* reason = body->if_contains("reason")) {
            request.reason = std::string(reason->as_string());
        }
    }
    return request;
}

using Change = Result<service::RecordOutcome> (*)(const service::Session&,
                                                  const service::RecordRequest&);

Result<Answer> change_with(const Call& call, Change change) {
    auto request = request_of(call);
    request.id = TZ_TRY(record_id(call));
    const auto revision = expected_revision(call);
    if (!revision) {
        Problem problem;
        problem.status = 428;
        problem.code = "precondition_required";
        problem.detail = "要用 If-Match 写明看到的是哪一版，即读取时的 ETag";
        return problem_answer(problem);
    }
    request.revision = *revision;
    return outcome_answer(TZ_TRY(change(call.session, request)), call, 200);
}

Result<Answer> create(const Call& call) {
    const auto outcome = TZ_TRY(service::create_record(call.session, request_of(call)));
    return outcome_answer(outcome, call, 201);
}

Result<Answer> list(const Call& call) {
    service::ListRequest request;
    request.ledger = call.at("ledger");
    request.filters = call.all("filter");
    request.sort = call.query("sort");
    request.area = call.query("area");
    request.after = call.query("after");
    if (!call.query("period").empty()) {
        request.period = TZ_TRY(parse_period(call.query("period")));
    }
    if (call.query("bin") == "only") {
        request.deleted = store::Deleted::Only;
    }
    if (!call.query("limit").empty()) {
        request.records_max =
            static_cast<std::size_t>(std::stoul(std::string(call.query("limit"))));
    }
    const auto page = TZ_TRY(service::list_records(call.session, request));
    const RecordJson writer(*page.definitions, *page.ledger);
    const auto fields = call.query("fields").empty() ? std::vector<std::string>()
                                                     : split(call.query("fields"), ",");
    json::array records;
    for (const auto& record : page.records) {
        records.push_back(writer.record(record, fields));
    }
    json::object body{{"records", std::move(records)}};
    body["next"] = page.next_page.empty() ? json::value() : json::value(page.next_page);
    return Answer{200, std::move(body), {}, {}};
}

Result<Answer> get(const Call& call) {
    const RecordId id = TZ_TRY(record_id(call));
    const std::string& ledger = call.at("ledger");
    service::RecordOutcome outcome;
    if (call.query("as_of").empty()) {
        const auto page = TZ_TRY(service::get_record(call.session, ledger, id));
        outcome.definitions = page.definitions;
        outcome.ledger = page.ledger;
        outcome.record = page.records.front();
    } else {
        const Instant moment = TZ_TRY(parse_iso_instant(call.query("as_of")));
        const auto past = TZ_TRY(service::record_as_of(call.session, ledger, id, moment));
        outcome.definitions = past.definitions;
        outcome.ledger = past.ledger;
        outcome.record = past.record;
    }
    const auto known = call.request.headers.get("If-None-Match");
    if (!known.empty() && known == record_tag(*outcome.record)) {
        Answer answer{304, {}, {}, {}};
        answer.headers.set("ETag", std::string(known));
        return answer;
    }
    return record_answer(outcome, 200);
}

std::string_view action_name(store::AuditAction action) {
    switch (action) {
        case store::AuditAction::RecordCreated:
            return "created";
        case store::AuditAction::RecordChanged:
            return "changed";
        case store::AuditAction::RecordDeleted:
            return "deleted";
        case store::AuditAction::RecordRestored:
            return "restored";
        default:
            return "purged";
    }
}

Result<Answer> history(const Call& call) {
    const RecordId id = TZ_TRY(record_id(call));
    const auto past = TZ_TRY(service::record_history(call.session, call.at("ledger"), id));
    const RecordJson writer(*past.definitions, *past.ledger);
    const Date day = past.record.happened_on(*past.ledger);
    json::array revisions;
    for (const auto& revision : past.revisions) {
        json::array changes;
        for (const auto& change : revision.changes) {
            const auto& field = past.ledger->fields[change.field];
            changes.push_back(json::object{{"field", field.name},
                                           {"title", field.title.zh},
                                           {"before", writer.value(change.before, field, day)},
                                           {"after", writer.value(change.after, field, day)}});
        }
        revisions.push_back(json::object{
            {"revision", revision.revision},
            {"at", format_iso_instant(revision.at)},
            {"actor", revision.actor},
            {"action", action_name(revision.action)},
            {"reason", revision.reason},
            {"batch",
             revision.batch ? json::value(std::to_string(revision.batch.value)) : json::value()},
            {"changes", std::move(changes)}});
    }
    return Answer{200, json::object{{"revisions", std::move(revisions)}}, {}, {}};
}

Result<Answer> list_ledgers(const Call& call) {
    json::array ledgers;
    for (const auto& row : TZ_TRY(service::list_ledgers(call.session))) {
        ledgers.push_back(json::object{{"name", row.name},
                                       {"title", row.title},
                                       {"chapter", row.chapter},
                                       {"records", row.records}});
    }
    return Answer{200, json::object{{"ledgers", std::move(ledgers)}}, {}, {}};
}

Result<Answer> get_ledger(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(call.at("ledger")));
    return Answer{200, ledger_json(*ledger), {}, {}};
}

Schema change_schema(bool required) {
    return object_schema(
        {{"fields", map_schema("字段名 → 值；没写的不变", field_value_schema()), required},
         {"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), false}});
}

const json::value& example_change() {
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
                     {"masked", json::array{"applicant"}}};
    return kExample;
}

Schema revisions_schema() {
    const Schema value{{"description", "同条目里的值"}};
    const Schema change = object_schema({{"field", text_schema("")},
                                         {"title", text_schema("")},
                                         {"before", value},
                                         {"after", value}});
    const Schema revision = object_schema(
        {{"revision", integer_schema("", 1, INT32_MAX)},
         {"at", instant_schema("")},
         {"actor", text_schema("谁")},
         {"action",
          choice_schema("做了什么", {"created", "changed", "deleted", "restored", "purged"})},
         {"reason", text_schema("事由", limits::kReasonCharactersMax)},
         {"batch", or_null(id_schema("导入或批量修改的批次"))},
         {"changes", array_schema(change, limits::kFieldsPerLedgerMax)}});
    return object_schema({{"revisions", array_schema(revision, limits::kHistoryRevisionsMax)}});
}

Schema page_schema() {
    return object_schema(
        {{"records", array_schema(reference_schema("Record"), limits::kPageRecordsMax)},
         {"next", or_null(text_schema("下一页的页标；没有了为 null", 2'000))}});
}

std::vector<QueryParameter> list_parameters() {
    return {{"filter", text_schema("字段 比较 值，如 amount ge 500", 1'000), true},
            {"sort", text_schema("如 -paid_on,amount")},
            {"fields", text_schema("只要这些字段，逗号分开", 4'000)},
            {"area", text_schema("区域的代码或名称")},
            {"period", text_schema("时期，如 2020H1")},
            {"bin", choice_schema("only：看回收站", {"only"})},
            {"after", text_schema("上一页给出的 next", 2'000)},
            {"limit", integer_schema("一页几条，默认 50", 1, limits::kPageRecordsMax)}};
}

Route base_route(Method method, std::string_view path, std::string name, model::Title summary,
                 Permission permission) {
    Route route;
    route.method = method;
    route.path = path;
    route.name = std::move(name);
    route.tag = kTag;
    route.summary = std::move(summary);
    route.permission = permission;
    route.example = example_record();
    route.response = reference_schema("Record");
    route.work = permission == Permission::WriteRecords ? Work::Write : Work::Read;
    return route;
}

void add_writes(Routes& routes) {
    auto made = base_route(Method::Post, kRecords, "create_record", {"录入一条", "Create a record"},
                           Permission::WriteRecords);
    made.request = change_schema(true);
    made.status = 201;
    made.errors = {ErrorCode::Conflict};
    made.example = example_change();
    made.handle = create;
    routes.push_back(std::move(made));

    auto changed = base_route(Method::Patch, kRecord, "change_record",
                              {"改一条", "Change fields of a record"}, Permission::WriteRecords);
    changed.request = change_schema(true);
    changed.errors = {ErrorCode::Conflict};
    changed.example = example_change();
    changed.handle = [](const Call& call) { return change_with(call, service::change_record); };
    routes.push_back(std::move(changed));

    auto removed = base_route(Method::Delete, kRecord, "remove_record",
                              {"作废一条，放进回收站", "Move a record to the recycle bin"},
                              Permission::WriteRecords);
    removed.handle = [](const Call& call) { return change_with(call, service::remove_record); };
    routes.push_back(std::move(removed));

    auto restored = base_route(Method::Post, std::string(kRecord) + "/restore", "restore_record",
                               {"从回收站恢复", "Restore a record from the recycle bin"},
                               Permission::WriteRecords);
    restored.request = object_schema(
        {{"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), false}});
    restored.errors = {ErrorCode::Conflict};
    restored.example = json::object{{"reason", "误删"}};
    restored.handle = [](const Call& call) { return change_with(call, service::restore_record); };
    routes.push_back(std::move(restored));
}

}  // namespace

void add_record_routes(Api& api) {
    api.schemas.emplace_back("Record", record_schema());
    api.schemas.emplace_back("Ledger", ledger_schema());
    auto& routes = api.routes;

    auto ledgers = base_route(Method::Get, "/api/v1/ledgers", "list_ledgers",
                              {"台账和条数", "Ledgers and how many records each has"},
                              Permission::ReadFigures);
    const Schema row = object_schema({{"name", text_schema("")},
                                      {"title", text_schema("")},
                                      {"chapter", text_schema("")},
                                      {"records", integer_schema("", 0, INT64_MAX)}});
    ledgers.response = object_schema({{"ledgers", array_schema(row, limits::kPackFilesMax)}});
    ledgers.example =
        json::object{{"ledgers", json::array{json::object{{"name", "temporary_relief"},
                                                          {"title", "临时救助"},
                                                          {"chapter", "民生保障"},
                                                          {"records", 279}}}}};
    ledgers.handle = list_ledgers;
    routes.push_back(std::move(ledgers));

    auto ledger = base_route(Method::Get, "/api/v1/ledgers/{ledger}", "get_ledger",
                             {"一本台账的定义", "Definition of a ledger"}, Permission::ReadFigures);
    ledger.response = reference_schema("Ledger");
    ledger.example = json::object{{"name", "temporary_relief"},
                                  {"title", "临时救助"},
                                  {"chapter", "livelihood"},
                                  {"purpose", "登记临时救助"},
                                  {"fields", json::array{}}};
    ledger.handle = get_ledger;
    routes.push_back(std::move(ledger));

    auto page =
        base_route(Method::Get, kRecords, "list_records",
                   {"一页条目", "A page of records, filtered and sorted"}, Permission::ReadRecords);
    page.parameters = list_parameters();
    page.response = page_schema();
    page.example = json::object{{"records", json::array{example_record()}}, {"next", nullptr}};
    page.handle = list;
    routes.push_back(std::move(page));

    auto one = base_route(Method::Get, kRecord, "get_record", {"一条", "One record"},
                          Permission::ReadRecords);
    one.parameters = {{"as_of", instant_schema("那一时刻的样子")}};
    one.handle = get;
    routes.push_back(std::move(one));

    auto past = base_route(
        Method::Get, std::string(kRecord) + "/history", "get_record_history",
        {"留痕：谁、何时、由什么改成什么、为什么", "History of a record, field by field"},
        Permission::ReadRecords);
    past.response = revisions_schema();
    past.errors = {ErrorCode::LimitExceeded};
    past.example = json::object{{"revisions", json::array{}}};
    past.handle = history;
    routes.push_back(std::move(past));

    add_writes(routes);
}

}  // namespace taizhang::api
