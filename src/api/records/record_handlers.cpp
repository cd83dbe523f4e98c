// SPDX-License-Identifier: Apache-2.0
#include "api/records/record_handlers.hpp"

#include <boost/json/array.hpp>
#include <charconv>

#include "api/conditional.hpp"
#include "api/records/record_json.hpp"
#include "base/iso_instant.hpp"
#include "base/text.hpp"
#include "service/desk/saved_views.hpp"
#include "service/records/list_ledgers.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"

namespace taizhang::api {

namespace json = boost::json;

Result<std::int64_t> id_in_path(const Call& call, std::string_view name,
                                const std::string& message) {
    const std::string& text = call.at(name);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id <= 0) {
        return fail(ErrorCode::NotFound, message, "not an id");
    }
    return id;
}

Result<RecordId> record_id(const Call& call) {
    return RecordId{TZ_TRY(id_in_path(call, "record", "没有这条记录"))};
}

namespace {

Answer record_answer(const service::RecordOutcome& outcome, int status) {
    Answer answer;
    answer.status = status;
    auto body =
        RecordJson(*outcome.definitions, *outcome.ledger, *outcome.sight).record(*outcome.record);
    const std::string ledger = "/api/v1/ledgers/" + outcome.ledger->name;
    const std::string self = ledger + "/records/" + std::to_string(outcome.record->id.value);
    body["links"] =
        json::object{{"self", self}, {"history", self + "/history"}, {"ledger", ledger}};
    answer.body = std::move(body);
    answer.headers.set("ETag", record_tag(*outcome.record));
    if (status == 201) {
        answer.headers.set("Location", self);
    }
    return answer;
}

Answer record_outdated(const service::RecordOutcome& outcome, const Call& call) {
    return outdated_answer(
        call, "这条记录刚被别人改过。请看清两个版本，合起来再保存",
        RecordJson(*outcome.definitions, *outcome.ledger, *outcome.sight).record(*outcome.record),
        outcome.record->revision);
}

Answer outcome_answer(const service::RecordOutcome& outcome, const Call& call, int status) {
    if (outcome.outdated) {
        return record_outdated(outcome, call);
    }
    return outcome.errors.empty() ? record_answer(outcome, status)
                                  : problem_answer(problem_of_fields(outcome.errors));
}

service::RecordRequest record_request_of(const Call& call) {
    service::RecordRequest request;
    request.ledger = call.at("ledger");
    if (const auto* body = call.body.if_object()) {
        if (const auto* fields = body->if_contains("fields")) {
            request.fields = read_fields(fields->as_object());
        }
        if (const auto* reason = body->if_contains("reason")) {
            request.reason = std::string(reason->as_string());
        }
        if (const auto* draft = body->if_contains("from_draft"); draft && draft->as_bool()) {
            request.draft_of = call.caller.account;
        }
    }
    return request;
}

using Change = Result<service::RecordOutcome> (*)(const service::Session&,
                                                  const service::RecordRequest&);

Result<Answer> change_with(const Call& call, Change change) {
    auto request = record_request_of(call);
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
        case store::AuditAction::AttachmentAdded:
            return "attachment_added";
        case store::AuditAction::AttachmentRemoved:
            return "attachment_removed";
        case store::AuditAction::AttachmentRestored:
            return "attachment_restored";
        default:
            return "purged";
    }
}

json::array attachment_ids(const std::vector<AttachmentId>& attachments) {
    json::array ids;
    for (const auto id : attachments) {
        ids.emplace_back(std::to_string(id.value));
    }
    return ids;
}

}  // namespace

Result<Answer> create_record(const Call& call) {
    const auto outcome = TZ_TRY(service::create_record(call.session, record_request_of(call)));
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
    request.words = call.query("q");
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
    auto fields = call.query("fields").empty() ? std::vector<std::string>()
                                               : split(call.query("fields"), ",");
    if (!call.query("view").empty()) {
        const ViewId view{std::stoll(std::string(call.query("view")))};
        request =
            TZ_TRY(service::through_view(call.session, call.caller.account, view, request, fields));
    }
    const auto page = TZ_TRY(service::list_records(call.session, request));
    const RecordJson writer(*page.definitions, *page.ledger, *page.sight);
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
    json::array revisions;
    for (const auto& revision : past.revisions) {
        revisions.push_back(json::object{
            {"revision", revision.revision},
            {"at", format_iso_instant(revision.at)},
            {"actor", revision.actor},
            {"action", action_name(revision.action)},
            {"reason", revision.reason},
            {"batch",
             revision.batch ? json::value(std::to_string(revision.batch.value)) : json::value()},
            {"attachments", attachment_ids(revision.attachments)},
            {"changes", writer.changes(past.record, revision.changes)}});
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
                         {"records", row.records ? json::value(*row.records) : json::value()},
                         {"writable", row.writable}});
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
