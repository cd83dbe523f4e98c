// SPDX-License-Identifier: Apache-2.0
// The audit log, and what is written into it before it is shown: a masked field of one record.
#include <boost/json/parse.hpp>
#include <charconv>

#include "api/identity/identity_json.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "service/records/reveal_field.hpp"

namespace taizhang::api {

namespace json = boost::json;
using access::Permission;
using http::Method;

namespace {

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Result<std::optional<Instant>> moment(const Call& call, std::string_view name) {
    const auto text = call.query(name);
    return text.empty() ? Result<std::optional<Instant>>(std::nullopt)
                        : Result<std::optional<Instant>>(TZ_TRY(parse_iso_instant(text)));
}

// What an event notes is JSON of this program's own; an old one may be plain text.
json::value note_of(const store::AuditEvent& event) {
    boost::system::error_code error;
    auto note = json::parse(event.diff, error);
    return error ? json::value(json::object{}) : note;
}

json::object event_json(const service::AuditPage& page, const store::AuditEvent& event) {
    const auto* ledger = page.definitions->ledger(event.ledger);
    return {
        {"seq", std::to_string(event.seq)},
        {"at", format_iso_instant(event.at)},
        {"actor", event.actor},
        {"action", service::audit_action_name(event.action)},
        {"ledger", ledger == nullptr ? json::value() : json::value(ledger->name)},
        {"record", event.record ? json::value(std::to_string(event.record.value)) : json::value()},
        {"note", note_of(event)}};
}

Result<Answer> audit(const Call& call) {
    service::AuditRequest request;
    request.actor = call.query("actor");
    request.actions = call.all("action");
    request.ledger = call.query("ledger");
    request.record = RecordId{number_of(call.query("record"))};
    request.from = TZ_TRY(moment(call, "from"));
    request.until = TZ_TRY(moment(call, "until"));
    request.before = number_of(call.query("before"));
    if (!call.query("limit").empty()) {
        request.events_max = static_cast<std::size_t>(number_of(call.query("limit")));
    }
    const auto page = TZ_TRY(service::read_audit(call.session, request));
    json::array events;
    for (const auto& event : page.events) {
        events.push_back(event_json(page, event));
    }
    return Answer{200,
                  json::object{{"events", std::move(events)},
                               {"next", page.next > 0 ? json::value(std::to_string(page.next))
                                                      : json::value()}},
                  {},
                  {}};
}

Result<Answer> reveal(const Call& call) {
    const RecordId record{TZ_TRY(id_at(call, "record"))};
    const auto text = TZ_TRY(service::reveal_field(
        call.session,
        {call.at("ledger"), record, text_at(call, "field"), text_at(call, "reason")}));
    return Answer{200, json::object{{"value", text}}, {}, {}};
}

Schema event_schema() {
    return object_schema({{"seq", id_schema("")},
                          {"at", instant_schema("")},
                          {"actor", text_schema("谁")},
                          {"action", choice_schema("做了什么", service::audit_action_names())},
                          {"ledger", or_null(text_schema("台账"))},
                          {"record", or_null(id_schema("条目"))},
                          {"note", Schema{{"type", "object"}, {"description", "其他说明"}}}});
}

}  // namespace

void add_audit_routes(Api& api) {
    Route log;
    log.path = "/api/v1/audit";
    log.name = "list_audit";
    log.tag = "留痕";
    log.summary = {"留痕，新的在前：登录、拒绝、查看、导出、改动", "The audit log, newest first"};
    log.permission = Permission::ReadAudit;
    log.work = Work::Long;
    log.parameters = {
        {"actor", text_schema("谁")},
        {"action", choice_schema("做了什么", service::audit_action_names()), true},
        {"ledger", text_schema("台账")},
        {"record", id_schema("条目")},
        {"from", instant_schema("从这一刻起")},
        {"until", instant_schema("到这一刻之前")},
        {"before", id_schema("上一页给出的 next")},
        {"limit", integer_schema("一页几条，默认 50", 1,
                                 static_cast<std::int64_t>(limits::kAuditPageEventsMax))}};
    log.response =
        object_schema({{"events", array_schema(event_schema(), limits::kAuditPageEventsMax)},
                       {"next", or_null(id_schema("还有更早的；没有了为 null"))}});
    log.example = json::object{{"events", json::array{}}, {"next", nullptr}};
    log.errors = {ErrorCode::NotFound};
    log.handle = audit;
    api.routes.push_back(std::move(log));

    Route shown;
    shown.method = Method::Post;
    shown.path = "/api/v1/ledgers/{ledger}/records/{record}/reveal";
    shown.name = "reveal_field";
    shown.tag = "台账";
    shown.summary = {"写明理由，看一项遮盖的个人信息",
                     "See one masked personal field, having said why"};
    shown.permission = Permission::RevealPersonal;
    shown.work = Work::Write;
    shown.request = object_schema(
        {{"field", text_schema("字段")},
         {"reason", text_schema("为什么要看，写进留痕", limits::kReasonCharactersMax)}});
    shown.response =
        object_schema({{"value", text_schema("原样", limits::kLongTextCharactersDefault)}});
    shown.example = json::object{{"field", "phone"}, {"reason", "电话回访"}};
    shown.handle = reveal;
    api.routes.push_back(std::move(shown));
}

}  // namespace taizhang::api
