// SPDX-License-Identifier: Apache-2.0
#include "api/records/record_handlers.hpp"

#include <boost/json/array.hpp>
#include <charconv>

#include "api/precondition.hpp"
#include "api/problem.hpp"
#include "api/records/record_json.hpp"
#include "base/iso_instant.hpp"
#include "base/text.hpp"
#include "service/records/list_ledgers.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

Result<RecordId> record_id(const Call& call) {
    const std::string& text = call.at("record");
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id <= 0) {
        return fail(ErrorCode::NotFound, "没有这条记录", "not an id");
    }
    return RecordId{id};
}

Answer problem_answer(const Problem& problem) {
    Answer answer;
    answer.raw = to_response(problem);
    return answer;
}

Answer record_answer(const service::RecordOutcome& outcome, int status) {
    Answer answer;
    answer.status = status;
    answer.body =
        RecordJson(*outcome.definitions, *outcome.ledger, *outcome.sight).record(*outcome.record);
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
        RecordJson(*outcome.definitions, *outcome.ledger, *outcome.sight).record(*outcome.record);
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
    const auto revision = seen_version(call);
    if (!revision) {
        return version_required();
    }
    request.revision = *revision;
    return outcome_answer(TZ_TRY(change(call.session, request)), call, 200);
}

Result<Answer> answer_of_revision(const Call& call, const store::KeptRequest& kept, int status) {
    const auto past = TZ_TRY(
        service::record_at_revision(call.session, call.at("ledger"), kept.record, kept.revision));
    service::RecordOutcome outcome;
    outcome.definitions = past.definitions;
    outcome.ledger = past.ledger;
    outcome.sight = past.sight;
    outcome.record = past.record;
    return record_answer(outcome, status);
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

}  // namespace

Result<Answer> create_record(const Call& call) {
    const auto outcome = TZ_TRY(service::create_record(call.session, request_of(call)));
    return outcome_answer(outcome, call, 201);
}

Result<Answer> change_record(const Call& call) {
    return change_with(call, service::change_record);
}

Result<Answer> remove_record(const Call& call) {
    return change_with(call, service::remove_record);
}

Result<Answer> restore_record(const Call& call) {
    return change_with(call, service::restore_record);
}

Result<Answer> made_record(const Call& call, const store::KeptRequest& kept) {
    return answer_of_revision(call, kept, 201);
}

Result<Answer> restored_record(const Call& call, const store::KeptRequest& kept) {
    return answer_of_revision(call, kept, 200);
}

Result<Answer> list_records(const Call& call) {
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
    const RecordJson writer(*page.definitions, *page.ledger, *page.sight);
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

Result<Answer> get_record(const Call& call) {
    const RecordId id = TZ_TRY(record_id(call));
    const std::string& ledger = call.at("ledger");
    service::RecordOutcome outcome;
    if (call.query("as_of").empty()) {
        const auto page = TZ_TRY(service::get_record(call.session, ledger, id));
        outcome.definitions = page.definitions;
        outcome.ledger = page.ledger;
        outcome.sight = page.sight;
        outcome.record = page.records.front();
    } else {
        const Instant moment = TZ_TRY(parse_iso_instant(call.query("as_of")));
        const auto past = TZ_TRY(service::record_as_of(call.session, ledger, id, moment));
        outcome.definitions = past.definitions;
        outcome.ledger = past.ledger;
        outcome.sight = past.sight;
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

Result<Answer> get_record_history(const Call& call) {
    const RecordId id = TZ_TRY(record_id(call));
    const auto past = TZ_TRY(service::record_history(call.session, call.at("ledger"), id));
    const RecordJson writer(*past.definitions, *past.ledger, past.sight);
    const Date day = past.record.happened_on(*past.ledger);
    json::array revisions;
    for (const auto& revision : past.revisions) {
        json::array changes;
        for (const auto& change : revision.changes) {
            if (!past.sight.shows(past.record, change.field)) {
                continue;
            }
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
        ledgers.push_back(
            json::object{{"name", row.name},
                         {"title", row.title},
                         {"chapter", row.chapter},
                         {"records", row.records ? json::value(*row.records) : json::value()}});
    }
    return Answer{200, json::object{{"ledgers", std::move(ledgers)}}, {}, {}};
}

Result<Answer> get_ledger(const Call& call) {
    const auto definitions = TZ_TRY(service::load_definitions(call.session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(call.at("ledger")));
    TZ_TRY(access::authorize(call.session.principal, access::Permission::ReadFigures, *ledger));
    return Answer{200, ledger_json(*ledger), {}, {}};
}

}  // namespace taizhang::api
