// SPDX-License-Identifier: Apache-2.0
// Many records changed alike: a preview, the doing of exactly that, and one undo.
#include "service/desk/bulk_edit.hpp"

#include <fmt/format.h>

#include "api/conditional.hpp"
#include "api/desk/bulk_edit_schemas.hpp"
#include "api/identity/identity_json.hpp"
#include "api/records/record_json.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "service/desk/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;
using service::BulkAction;

namespace {

constexpr std::string_view kEdits = "/api/v1/ledgers/{ledger}/bulk-edits";

RecordId id_of(const json::value& text) {
    return RecordId{std::stoll(std::string(text.as_string()))};  // the schema has looked at it
}

service::BulkChange change_of(const Call& call) {
    const auto& body = call.body.as_object();
    service::BulkChange change;
    change.ledger = call.at("ledger");
    const auto action = text_at(call, "action");
    change.action = action == "remove"    ? BulkAction::Remove
                    : action == "restore" ? BulkAction::Restore
                                          : BulkAction::Change;
    if (const auto* fields = body.if_contains("fields")) {
        change.fields = read_fields(fields->as_object());
    }
    return change;
}

Result<service::ListRequest> records_of(const json::object& wanted) {
    service::ListRequest request;
    const auto text = [&](std::string_view name) {
        const auto* value = wanted.if_contains(name);
        return value == nullptr ? std::string() : std::string(value->as_string());
    };
    if (const auto* ids = wanted.if_contains("ids")) {
        request.ids.emplace();
        for (const auto& id : ids->as_array()) {
            request.ids->push_back(id_of(id));
        }
    }
    if (const auto* filters = wanted.if_contains("filters")) {
        for (const auto& filter : filters->as_array()) {
            request.filters.emplace_back(filter.as_string());
        }
    }
    request.words = text("q");
    request.area = text("area");
    if (!text("period").empty()) {
        request.period = TZ_TRY(parse_period(text("period")));
    }
    if (!request.ids && request.filters.empty() && request.words.empty() && request.area.empty() &&
        !request.period) {
        return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, "/records", "", ""},
                       "要写明改哪些：勾选的编号，或筛选的条件", "no selection");
    }
    return request;
}

json::array seen_json(const std::vector<service::RecordSeen>& records) {
    json::array array;
    for (const auto& record : records) {
        array.push_back(
            json::object{{"id", std::to_string(record.id.value)}, {"revision", record.revision}});
    }
    return array;
}

json::object refusal_json(const service::BulkRefusal& refusal) {
    const auto field = refusal.why.place ? refusal.why.place->column : std::string();
    return {{"record", std::to_string(refusal.id.value)},
            {"number", refusal.number},
            {"field", field.empty() ? json::value() : json::value(field)},
            {"message_zh", refusal.why.message}};
}

json::object preview_json(const service::BulkPreview& preview) {
    const RecordJson writer(*preview.definitions, *preview.ledger, *preview.sight);
    json::array diffs;
    for (const auto& diff : preview.diffs) {
        diffs.push_back(json::object{{"record", std::to_string(diff.record.id.value)},
                                     {"number", diff.record.number},
                                     {"revision", diff.record.revision},
                                     {"changes", writer.changes(diff.record, diff.changes)}});
    }
    json::array refusals;
    for (const auto& refusal : preview.refusals) {
        refusals.push_back(refusal_json(refusal));
    }
    return {{"will_change", preview.to_change.size()},
            {"same", preview.same},
            {"refused", preview.refused},
            {"diffs", std::move(diffs)},
            {"refusals", std::move(refusals)},
            {"records", seen_json(preview.to_change)},
            {"digest", preview.digest}};
}

Result<Answer> preview_edits(const Call& call) {
    const auto& wanted = call.body.as_object().at("records").as_object();
    auto outcome = TZ_TRY(
        service::preview_bulk_edit(call.session, change_of(call), TZ_TRY(records_of(wanted))));
    if (!outcome.errors.empty()) {
        return problem_answer(problem_of_fields(std::move(outcome.errors)));
    }
    return Answer{200, preview_json(outcome), {}, {}};
}

json::object batch_json(const store::Batch& batch) {
    return {{"batch", std::to_string(batch.id.value)},
            {"records", batch.changed},
            {"actor", batch.actor},
            {"at", format_iso_instant(batch.started_at)},
            {"undone", batch.status == store::BatchStatus::Undone}};
}

// What was previewed is no longer so: nothing was done, and this is why.
Answer differs_answer(const std::vector<service::BulkDifference>& differs) {
    Problem problem;
    problem.status = 412;
    problem.code = "outdated";
    problem.detail = fmt::format("有 {} 条与预览时不同，一条也没有改。请重新预览", differs.size());
    json::array told;
    for (const auto& one : differs) {
        if (told.size() < limits::kBulkEditRefusalsShown) {
            told.push_back(json::object{
                {"record", std::to_string(one.id.value)},
                {"number", one.number},
                {"revision", one.revision > 0 ? json::value(one.revision) : json::value()},
                {"message_zh", one.why}});
        }
    }
    problem.more["differs"] = std::move(told);
    return problem_answer(problem);
}

Result<Answer> apply_edits(const Call& call) {
    service::BulkEdit edit;
    edit.change = change_of(call);
    for (const auto& record : call.body.as_object().at("records").as_array()) {
        edit.records.push_back({id_of(record.at("id")), record.at("revision").as_int64()});
    }
    edit.digest = text_at(call, "digest");
    edit.reason = text_at(call, "reason");
    const auto outcome = TZ_TRY(service::apply_bulk_edit(call.session, edit));
    return outcome.differs.empty() ? Answer{201, batch_json(outcome.batch), {}, {}}
                                   : differs_answer(outcome.differs);
}

Result<Answer> applied_edits(const Call& call, const store::KeptRequest& kept) {
    auto body = batch_json(
        TZ_TRY(service::bulk_edit_of(call.session, call.at("ledger"), kept.record, kept.revision)));
    body["undone"] = false;  // as it was answered
    return Answer{201, std::move(body), {}, {}};
}

Result<Answer> undo(const Call& call) {
    const BatchId batch{TZ_TRY(id_at(call, "batch"))};
    const auto undone = TZ_TRY(service::undo_bulk_edit(call.session, call.at("ledger"), batch));
    return Answer{200, batch_json(undone), {}, {}};
}

Result<Answer> undone(const Call& call, const store::KeptRequest&) {
    const BatchId batch{TZ_TRY(id_at(call, "batch"))};
    return Answer{
        200,
        batch_json(TZ_TRY(service::find_bulk_edit(call.session, call.at("ledger"), batch))),
        {},
        {}};
}

Result<Answer> list_edits(const Call& call) {
    json::array edits;
    for (const auto& batch : TZ_TRY(service::list_bulk_edits(call.session, call.at("ledger")))) {
        edits.push_back(batch_json(batch));
    }
    return Answer{200, json::object{{"edits", std::move(edits)}}, {}, {}};
}

Route edit_route(Method method, std::string_view path, std::string name, model::Title summary,
                 Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(method, path, std::move(name), "批量修改", std::move(summary));
    route.permission = access::Permission::WriteRecords;
    route.handle = handle;
    return route;
}

}  // namespace

void add_bulk_edit_routes(Api& api) {
    api.schemas.emplace_back("BulkEdit", bulk_edit_schema());

    auto looked = edit_route(Method::Post, std::string(kEdits) + "/preview", "preview_bulk_edit",
                             {"批量修改的预览：会改哪些，改成什么，哪些不能改",
                              "What a bulk edit would do, without doing it"},
                             preview_edits);
    looked.request = preview_request_schema();
    looked.response = preview_schema();
    looked.errors = {ErrorCode::NotFound};
    looked.example = example_preview_request();
    looked.work = Work::Long;  // reads thousands of records and writes none
    api.routes.push_back(std::move(looked));

    auto done = edit_route(
        Method::Post, std::string(kEdits), "apply_bulk_edit",
        {"照预览批量修改，全成或全不成", "Do what was previewed, all or nothing"}, apply_edits);
    done.request = edit_request_schema();
    done.status = 201;
    done.response = reference_schema("BulkEdit");
    done.errors = {ErrorCode::Conflict};
    done.statuses = {412};
    done.example = example_edit_request();
    done.kept = Kept::Answer;
    done.again = applied_edits;
    api.routes.push_back(std::move(done));

    auto all = edit_route(Method::Get, std::string(kEdits), "list_bulk_edits",
                          {"可以撤回的批量修改，新的在前", "Bulk edits that one may take back"},
                          list_edits);
    all.response = object_schema(
        {{"edits", array_schema(reference_schema("BulkEdit"), limits::kBulkEditsListed)}});
    all.example = json::object{{"edits", json::array{example_edit()}}};
    api.routes.push_back(std::move(all));

    auto back = edit_route(Method::Post, std::string(kEdits) + "/{batch}/undo", "undo_bulk_edit",
                           {"撤回一次批量修改", "Take a bulk edit back"}, undo);
    back.request = object_schema({});
    back.response = reference_schema("BulkEdit");
    back.errors = {ErrorCode::Conflict};
    back.example = json::object();
    back.kept = Kept::Answer;
    back.again = undone;
    api.routes.push_back(std::move(back));
}

}  // namespace taizhang::api
