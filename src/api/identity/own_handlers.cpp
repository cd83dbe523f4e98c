// SPDX-License-Identifier: Apache-2.0
#include "api/identity/own_handlers.hpp"

#include <fmt/format.h>

#include "api/identity/credentials.hpp"
#include "api/identity/identity_json.hpp"
#include "api/problem.hpp"
#include "base/clock.hpp"
#include "base/iso_instant.hpp"
#include "base/text.hpp"
#include "service/identity/password.hpp"
#include "service/identity/sign_in.hpp"
#include "service/records/latest_day.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

Answer turned_away(int status, std::string code, std::string detail) {
    Problem problem;
    problem.status = status;
    problem.code = std::move(code);
    problem.detail = std::move(detail);
    Answer answer;
    answer.raw = to_response(problem);
    return answer;
}

Answer blocked(std::int64_t wait_seconds) {
    auto answer = turned_away(
        429, "blocked", fmt::format("错得太多，请过 {} 秒再试，或请管理员重设密码", wait_seconds));
    answer.raw->headers.set("Retry-After", std::to_string(wait_seconds));
    return answer;
}

// By the password, whatever `work` does with it: where it is not looked at, nothing is done.
Result<Answer> by_password(const Call& call, const std::function<Result<Answer>()>& work) {
    const auto wait =
        TZ_TRY(service::seconds_until_password(call.session, call.caller.principal.name));
    return wait > 0 ? Result<Answer>(blocked(wait)) : work();
}

// The session is that of the caller: what he may read is not that of whoever asked for it.
Result<json::object> person(const Call& call, const service::Caller& caller,
                            const store::Account& account) {
    service::Session session = call.session;
    session.principal = caller.principal;
    const auto latest = TZ_TRY(service::latest_day(session, civil_date(system_now())));
    return json::object{
        {"name", caller.principal.name},
        {"title", account.title},
        {"must_change_password", caller.must_change_password},
        {"second_step", account.second_step_confirmed},
        {"csrf_token", caller.csrf.empty() ? json::value() : json::value(caller.csrf)},
        {"latest_on", latest ? json::value(format_date(*latest)) : json::value()},
        {"holdings", holdings_json(caller.principal)}};
}

// Of whoever runs the server there is no account.
Result<store::Account> account_of(const Call& call) {
    return call.caller.account ? service::own_account(call.session, call.caller)
                               : Result<store::Account>(store::Account{});
}

json::object token_json(const store::AccessToken& token) {
    json::array permissions;
    for (const auto& name : token.permissions) {
        permissions.emplace_back(name);
    }
    return {{"id", std::to_string(token.id.value)},
            {"title", token.title},
            {"permissions", std::move(permissions)},
            {"created_at", format_iso_instant(token.created_at)},
            {"expires_at", format_iso_instant(token.expires_at)},
            {"used_at", optional_instant(token.used_at)}};
}

}  // namespace

Result<Answer> sign_in(const Call& call) {
    using Kind = service::SignInOutcome::Kind;
    const auto outcome = TZ_TRY(service::sign_in(
        call.session, {text_at(call, "name"), text_at(call, "password"), text_at(call, "code"),
                       call.address, std::string(call.request.headers.get("User-Agent")),
                       std::string(shown_session(call.request))}));
    switch (outcome.kind) {
        case Kind::Refused:
            return turned_away(401, "refused", "账号、密码或验证码不对");
        case Kind::NeedsCode:
            return turned_away(401, "code_required", "请再输入手机上的六位验证码");
        case Kind::Blocked:
            return blocked(outcome.wait_seconds);
        case Kind::SignedIn:
            break;
    }
    const auto caller =
        TZ_TRY(service::caller_of_session(call.session, outcome.secret, system_now()));
    const auto account = TZ_TRY(service::own_account(call.session, caller));
    auto body = TZ_TRY(person(call, caller, account));
    Answer answer{201, std::move(body), {}, {}};
    answer.headers.set("Set-Cookie", session_cookie(outcome.secret, call.encrypted));
    return answer;
}

Result<Answer> sign_out(const Call& call) {
    TZ_TRY(service::sign_out(call.session, call.caller));
    Answer answer{204, {}, {}, {}};
    answer.headers.set("Set-Cookie", ended_session_cookie(call.encrypted));
    return answer;
}

Result<Answer> who_am_i(const Call& call) {
    const auto account = TZ_TRY(account_of(call));
    auto body = TZ_TRY(person(call, call.caller, account));
    return Answer{200, std::move(body), {}, {}};
}

Result<Answer> change_password(const Call& call) {
    return by_password(call, [&]() -> Result<Answer> {
        const auto secret = TZ_TRY(service::change_password(
            call.session, call.caller, text_at(call, "before"), text_at(call, "password")));
        Answer answer{200, json::object{{"csrf_token", service::csrf_token(secret)}}, {}, {}};
        answer.headers.set("Set-Cookie", session_cookie(secret, call.encrypted));
        return answer;
    });
}

Result<Answer> list_sessions(const Call& call) {
    json::array sessions;
    for (const auto& one : TZ_TRY(service::own_sessions(call.session, call.caller))) {
        sessions.push_back(json::object{{"id", std::to_string(one.id.value)},
                                        {"created_at", format_iso_instant(one.created_at)},
                                        {"seen_at", format_iso_instant(one.seen_at)},
                                        {"expires_at", format_iso_instant(one.expires_at)},
                                        {"address", one.address},
                                        {"agent", one.agent},
                                        {"current", one.id == call.caller.session}});
    }
    return Answer{200, json::object{{"sessions", std::move(sessions)}}, {}, {}};
}

Result<Answer> end_session(const Call& call) {
    const SessionId id{TZ_TRY(id_at(call, "session"))};
    TZ_TRY(service::end_session(call.session, call.caller, id));
    return Answer{204, {}, {}, {}};
}

Result<Answer> list_own_tokens(const Call& call) {
    json::array tokens;
    if (call.caller.account) {
        for (const auto& token :
             TZ_TRY(service::list_tokens(call.session, call.caller.principal.name))) {
            tokens.push_back(token_json(token));
        }
    }
    return Answer{200, json::object{{"tokens", std::move(tokens)}}, {}, {}};
}

Result<Answer> create_own_token(const Call& call) {
    const auto& body = call.body.as_object();
    service::NewToken wanted;
    wanted.account = call.caller.principal.name;
    wanted.title = text_at(call, "title");
    for (const auto& name : body.at("permissions").as_array()) {
        wanted.permissions.emplace_back(name.as_string());
    }
    wanted.days = body.at("days").as_int64();
    const auto issued = TZ_TRY(service::create_token(call.session, wanted));
    return Answer{201,
                  json::object{{"id", std::to_string(issued.id.value)},
                               {"token", issued.secret},
                               {"expires_at", format_iso_instant(issued.expires_at)}},
                  {},
                  {}};
}

Result<Answer> revoke_own_token(const Call& call) {
    const TokenId id{TZ_TRY(id_at(call, "token"))};
    TZ_TRY(service::revoke_token(call.session, call.caller.principal.name, id));
    return Answer{204, {}, {}, {}};
}

Result<Answer> offer_second_step(const Call& call) {
    const auto offered = TZ_TRY(service::offer_second_step(call.session, call.caller));
    return Answer{200, json::object{{"secret", offered.secret}, {"uri", offered.uri}}, {}, {}};
}

Result<Answer> confirm_second_step(const Call& call) {
    json::array codes;
    for (const auto& code :
         TZ_TRY(service::confirm_second_step(call.session, call.caller, text_at(call, "code")))) {
        codes.emplace_back(code);
    }
    return Answer{200, json::object{{"recovery_codes", std::move(codes)}}, {}, {}};
}

Result<Answer> drop_second_step(const Call& call) {
    return by_password(call, [&]() -> Result<Answer> {
        TZ_TRY(service::drop_second_step(call.session, call.caller, text_at(call, "password")));
        return Answer{204, {}, {}, {}};
    });
}

}  // namespace taizhang::api
