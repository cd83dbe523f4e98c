// SPDX-License-Identifier: Apache-2.0
// Signing in by a provider of identities: there, and back. Both are addresses that a browser goes
// to, so they answer with the next one.
#include <fmt/format.h>

#include "api/identity/credentials.hpp"
#include "api/identity/identity_json.hpp"
#include "api/problem.hpp"
#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/identity/password.hpp"
#include "service/identity/provider_sign_in.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

constexpr int kSeeOther = 303;

Result<oidc::Provider*> provider_of(const Call& call) {
    if (call.provider == nullptr) {
        return fail(ErrorCode::NotFound, "本系统没有接统一登录，请用账号和密码登录", "no provider");
    }
    return call.provider;
}

Answer go_to(const std::string& place) {
    Answer answer{kSeeOther, {}, {}, {}};
    answer.headers.set("Location", place);
    return answer;
}

// What the browser brought is spent, whatever came of it.
Answer turned_away(const Call& call, int status, std::string code, std::string detail) {
    Problem problem;
    problem.status = status;
    problem.code = std::move(code);
    problem.detail = std::move(detail);
    Answer answer;
    answer.raw = to_response(problem);
    answer.raw->headers.add("Set-Cookie", ended_attempt_cookie(call.encrypted));
    return answer;
}

Answer paused(const Call& call, std::int64_t seconds) {
    auto answer =
        turned_away(call, 429, "blocked", fmt::format("登录失败太多次，请过 {} 秒再试", seconds));
    answer.raw->headers.set("Retry-After", std::to_string(seconds));
    return answer;
}

Result<Answer> ways(const Call& call) {
    return Answer{
        200, json::object{{"password", true}, {"oidc", call.provider != nullptr}}, {}, {}};
}

Result<Answer> go(const Call& call) {
    auto* provider = TZ_TRY(provider_of(call));
    const std::string to = call.query("to").empty() ? "/" : std::string(call.query("to"));
    const auto attempt = TZ_TRY(oidc::Attempt::begin(service::random_secret(), to, system_now()));
    auto answer = go_to(TZ_TRY(provider->sign_in_url(attempt)));
    answer.headers.add("Set-Cookie", attempt_cookie(attempt.cookie(), call.encrypted));
    return answer;
}

// Who came back from the provider, or why he is not let in.
Result<oidc::Identity> identity_of(const Call& call, const Result<oidc::Attempt>& attempt) {
    if (!attempt) {
        return tl::unexpected(attempt.error());
    }
    oidc::Callback callback;
    callback.state = call.query("state");
    callback.code = call.query("code");
    callback.issuer = call.query("iss");
    callback.error = call.query("error");
    return call.provider->finish(*attempt, callback);
}

Result<Answer> not_let_in(const Call& call, const Error& error) {
    switch (error.code) {
        case ErrorCode::Forbidden:
            TZ_TRY(service::note_provider_refusal(call.session, call.address, error.log));
            return turned_away(call, 401, "refused", error.message);
        case ErrorCode::Conflict:
            return turned_away(call, 401, "not_finished", error.message);
        default:
            return tl::unexpected(error);
    }
}

Result<Answer> come_back(const Call& call) {
    using Kind = service::SignInOutcome::Kind;
    TZ_TRY(provider_of(call));
    const auto wait = TZ_TRY(service::provider_wait(call.session, call.address));
    if (wait > 0) {
        return paused(call, wait);
    }
    const auto attempt =
        oidc::Attempt::from_cookie(shown_attempt(call.request, call.encrypted), system_now());
    const auto identity = identity_of(call, attempt);
    if (!identity) {
        return not_let_in(call, identity.error());
    }
    const auto outcome = TZ_TRY(service::sign_in_by_provider(
        call.session, {identity->issuer, identity->subject},
        {call.address, std::string(call.request.headers.get("User-Agent")),
         std::string(shown_session(call.request))}));
    if (outcome.kind == Kind::Blocked) {
        return paused(call, outcome.wait_seconds);
    }
    if (outcome.kind != Kind::SignedIn) {
        return turned_away(call, 401, "not_linked",
                           "登录服务器认得你，但本系统里没有对应的在用账号，请管理员关联");
    }
    auto answer = go_to(attempt->to());
    answer.headers.add("Set-Cookie", session_cookie(outcome.secret, call.encrypted));
    answer.headers.add("Set-Cookie", ended_attempt_cookie(call.encrypted));
    return answer;
}

Route stranger_route(std::string_view path, std::string name, model::Title summary,
                     Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(http::Method::Get, path, std::move(name), "我", std::move(summary));
    route.for_strangers = true;
    route.handle = handle;
    return route;
}

QueryParameter text_parameter(std::string name, std::string_view description) {
    return {std::move(name), text_schema(description, limits::kOidcTextBytesMax)};
}

}  // namespace

void add_provider_routes(Api& api) {
    auto known = stranger_route("/api/v1/session/ways", "list_sign_in_ways",
                                {"可以怎样登录", "How one may sign in"}, ways);
    known.response = object_schema({{"password", boolean_schema("用账号和密码")},
                                    {"oidc", boolean_schema("用统一登录：/api/v1/session/oidc")}});
    known.example = json::object{{"password", true}, {"oidc", false}};
    api.routes.push_back(std::move(known));

    auto away = stranger_route("/api/v1/session/oidc", "go_to_provider",
                               {"去统一登录", "Go to the provider of identities"}, go);
    away.work = Work::Away;
    away.status = kSeeOther;
    away.errors = {ErrorCode::NotFound};
    away.parameters = {{"to", text_schema("登录后到哪里，本系统的路径，默认 /")}};
    away.example = json::object();
    api.routes.push_back(std::move(away));

    auto back = stranger_route(
        "/api/v1/session/oidc/callback", "come_back_from_provider",
        {"从统一登录回来，开始登录", "Come back from the provider; gives a session cookie"},
        come_back);
    back.work = Work::Away;
    back.status = kSeeOther;
    back.statuses = {401};
    back.errors = {ErrorCode::NotFound};
    back.more_parameters = true;  // RFC 6749, 4.1.2: those that are not known are ignored
    back.parameters = {
        text_parameter("code", "一次性的码"), text_parameter("state", "去时的 state"),
        text_parameter("iss", "登录服务器（RFC 9207）"), text_parameter("error", "没有成功的原因")};
    back.example = json::object();
    api.routes.push_back(std::move(back));
}

}  // namespace taizhang::api
