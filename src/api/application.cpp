// SPDX-License-Identifier: Apache-2.0
#include "api/application.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "api/identity/credentials.hpp"
#include "api/openapi.hpp"
#include "api/problem.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/password.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

constexpr std::string_view kOpenApiPath = "/api/openapi.json";

http::Response problem(int status, std::string code, std::string detail) {
    Problem told;
    told.status = status;
    told.code = std::move(code);
    told.detail = std::move(detail);
    return to_response(told);
}

http::Response no_route(const Router::Match& match) {
    if (match.allowed.empty()) {
        return problem(404, "not_found", "没有这个地址");
    }
    std::vector<std::string> names;
    for (const auto method : match.allowed) {
        names.emplace_back(http::method_name(method));
    }
    auto response = problem(405, "method_not_allowed", "这个地址不能这样用");
    response.headers.set("Allow", join(names, ", "));
    return response;
}

http::Response unauthenticated(const std::string& detail) {
    auto response = problem(401, "unauthenticated", detail);
    response.headers.set("WWW-Authenticate", "Bearer");
    return response;
}

Result<json::value> read_body(const Route& route, const http::Request& request) {
    if (!route.request) {
        return json::value();
    }
    json::parse_options options;
    options.max_depth = limits::kApiJsonDepthMax;
    boost::system::error_code error;
    auto value = json::parse(request.body, error, {}, options);
    if (error) {
        return fail(ErrorCode::InvalidInput, "请求不是完整的 JSON", error.message());
    }
    return value;
}

bool is_json(const http::RequestHead& head) {
    const auto type = head.headers.get("Content-Type");
    return type.substr(0, type.find(';')) == "application/json";
}

// A parameter nobody knows is a mistake that would otherwise pass unnoticed: more rows than asked.
std::vector<Error> check_query(const Route& route, const http::Request& request,
                               const SchemaBook& book) {
    std::vector<Error> errors;
    for (const auto& given : request.target.parameters) {
        const auto known =
            std::find_if(route.parameters.begin(), route.parameters.end(),
                         [&](const auto& parameter) { return parameter.name == given.name; });
        const auto note = [&](std::string message, std::string expected) {
            errors.push_back(
                Error{ErrorCode::InvalidInput, std::move(message), "query",
                      SourcePlace{"", "", 0, "?" + given.name, given.value, std::move(expected)}});
        };
        if (known == route.parameters.end() && route.more_parameters) {
            continue;
        }
        if (known == route.parameters.end()) {
            std::vector<std::string> names;
            for (const auto& parameter : route.parameters) {
                names.push_back(parameter.name);
            }
            note("没有这个参数", join(names, "、"));
            continue;
        }
        const auto* type = known->schema.if_contains("type");
        json::value value = json::string(given.value);
        if (type != nullptr && type->is_string() && type->get_string() == "integer") {
            boost::system::error_code error;
            value = json::parse(given.value, error);
            value = error ? json::string(given.value) : value;
        }
        for (auto& error : check_json(value, known->schema, book)) {
            error.place->column = "?" + given.name;
            errors.push_back(std::move(error));
        }
    }
    return errors;
}

http::Response to_response(Answer answer, const Route& route) {
    if (answer.raw) {
        return std::move(*answer.raw);
    }
    http::Response response;
    response.status = answer.status;
    response.headers = std::move(answer.headers);
    if (!answer.body.is_null()) {
        response.headers.set("Content-Type", route.media_type);
        response.body = json::serialize(answer.body);
    }
    if (response.headers.find("Cache-Control") == nullptr) {
        response.headers.set("Cache-Control", "no-store");
    }
    return response;
}

std::size_t read_threads() {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2,
                                   limits::kApiReadThreadsMax);
}

}  // namespace

ApiApplication::ApiApplication(store::Store& store, Authenticator& authenticator,
                               ApiOptions options)
    : store_(store),
      authenticator_(authenticator),
      options_(std::move(options)),
      definitions_(std::make_shared<service::DefinitionsCache>()),
      denials_({limits::kDenialsLoggedPerSecond, limits::kDenialsLoggedBurst}),
      api_(make_api()),
      router_(api_.routes),
      openapi_(json::serialize(openapi_document(api_))),
      documentation_(options_.documentation),
      readers_(read_threads(), limits::kApiQueueMax),
      writers_(limits::kApiWriteThreads, limits::kApiQueueMax),
      long_work_(limits::kApiLongThreads, limits::kApiQueueMax),
      hashes_(limits::kSignInThreads, limits::kSignInQueueMax),
      away_(limits::kOidcThreads, limits::kOidcQueueMax) {}

WorkerPool& ApiApplication::pool_of(Work work) {
    switch (work) {
        case Work::Read:
            return readers_;
        case Work::Write:
            return writers_;
        case Work::Hash:
            return hashes_;
        case Work::Away:
            return away_;
        default:
            return long_work_;
    }
}

http::BodyPlan ApiApplication::admit(const http::RequestHead& head) {
    if (documentation_.serves(head)) {
        return http::KeepInMemory{0};
    }
    const auto match = router_.find(head.method, head.target.segments);
    if (match.route == nullptr && head.raw_target != kOpenApiPath) {
        return no_route(match);
    }
    if (match.route == nullptr) {
        return http::KeepInMemory{0};
    }
    if (match.route->request && !is_json(head)) {
        return problem(415, "unsupported_media_type", "请求要用 application/json");
    }
    return http::KeepInMemory{match.route->request ? limits::kApiBodyBytesMax : 0};
}

void ApiApplication::handle(http::Request request, http::Respond respond) {
    if (request.raw_target == kOpenApiPath) {
        http::Response response;
        response.headers.set("Content-Type", "application/json");
        response.body = openapi_;
        respond(std::move(response));
        return;
    }
    if (auto page = documentation_.find(request)) {
        respond(std::move(*page));
        return;
    }
    auto match = router_.find(request.method, request.target.segments);
    const Route& route = *match.route;
    auto held = std::make_shared<http::Request>(std::move(request));
    const bool taken =
        pool_of(route.work).submit([this, &route, held, match = std::move(match), respond] {
            respond(answer(route, match, *held));
        });
    if (!taken) {
        auto busy = problem(503, "busy", "同时办事的人太多，请稍后再试");
        busy.headers.set("Retry-After", "1");
        respond(std::move(busy));
    }
}

void ApiApplication::note_denial(const Route& route, const service::Caller& caller) {
    const auto& name = caller.principal.name;
    if (!name.empty() && !denials_.take(name)) {
        // What could not be written down is denied all the same.
        (void)service::log_denial(store_, name, route.name);
    }
}

std::optional<http::Response> ApiApplication::turned_away(const Route& route,
                                                          const http::Request& request,
                                                          const service::Caller& caller) {
    const bool changes = request.method != http::Method::Get;
    if (changes && caller.in_person() && !route.for_strangers &&
        !service::same_secret(request.headers.get(kCsrfHeader), caller.csrf)) {
        return problem(403, "csrf", "请求头里缺少 X-CSRF-Token，请从系统页面操作");
    }
    if (caller.must_change_password && !route.before_change) {
        return problem(403, "password_change_required", "第一次登录，请先改密码");
    }
    if (route.in_person && !caller.in_person()) {
        return problem(403, "in_person", "这件事要本人登录后做，不能用令牌");
    }
    if (route.permission) {
        if (auto allowed = access::authorize(caller.principal, *route.permission); !allowed) {
            note_denial(route, caller);
            return to_response(problem_of(allowed.error()));
        }
    }
    return std::nullopt;
}

http::Response ApiApplication::answer(const Route& route, const Router::Match& match,
                                      const http::Request& request) try {
    // Who signs in may show what is no longer valid.
    const auto known = route.for_strangers ? Result<std::optional<service::Caller>>(std::nullopt)
                                           : authenticator_.who(request);
    if (!known) {
        return unauthenticated(known.error().message);
    }
    if (!*known && !route.for_strangers) {
        return unauthenticated("请先登录");
    }
    const auto caller = known->value_or(service::Caller{});
    const service::Session session{store_, caller.principal, definitions_};
    if (auto refused = turned_away(route, request, caller)) {
        return std::move(*refused);
    }
    auto errors = check_query(route, request, api_.schemas);
    const auto body = read_body(route, request);
    if (!body) {
        return problem(400, "malformed_json", body.error().message);
    }
    if (route.request && errors.empty()) {
        errors = check_json(*body, *route.request, api_.schemas);
    }
    if (!errors.empty()) {
        return to_response(problem_of(std::move(errors)));
    }
    auto outcome = route.handle(
        Call{request, session, caller, address_of(request, options_.behind_proxy),
             is_encrypted(request, options_.behind_proxy), options_.provider, match.path, *body});
    if (!outcome && outcome.error().code == ErrorCode::Forbidden) {
        note_denial(route, caller);
    }
    return outcome ? to_response(std::move(*outcome), route)
                   : to_response(problem_of(outcome.error()));
} catch (const std::exception&) {
    // The environment is broken, or a programmer was wrong; the one who asks cannot mend either.
    return problem(500, "internal", "程序出错了，已记入日志，请把请求编号告诉管理员");
}

http::Response ApiApplication::refuse(http::Refusal refusal) {
    switch (refusal) {
        case http::Refusal::BadRequest:
            return problem(400, "bad_request", "请求写得不对");
        case http::Refusal::HeaderTooLarge:
            return problem(431, "header_too_large", "请求头太大");
        case http::Refusal::BodyTooLarge:
            return problem(413, "body_too_large", "请求太大");
        case http::Refusal::TooSlow:
            return problem(408, "too_slow", "等得太久");
        case http::Refusal::TooManyRequests:
            return problem(429, "too_many_requests", "请求太频繁，请稍后再试");
        case http::Refusal::NoAnswer:
            return problem(500, "internal", "程序出错了");
        default:
            return problem(503, "busy", "连接太多，请稍后再试");
    }
}

void ApiApplication::finished(const http::Exchange&) {}

}  // namespace taizhang::api
