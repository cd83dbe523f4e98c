// SPDX-License-Identifier: Apache-2.0
#include "api/application.hpp"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <typeinfo>

#include "api/check_request.hpp"
#include "api/identity/credentials.hpp"
#include "api/openapi.hpp"
#include "api/problem.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/attachments/attachment_files.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/password.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

constexpr std::string_view kOpenApiPath = "/api/openapi.json";

http::Response busy_problem(std::string detail) {
    auto busy = problem_response(503, "busy", std::move(detail));
    busy.headers.set("Retry-After", "1");
    return busy;
}

http::Response no_route(const Router::Match& match) {
    if (match.allowed.empty()) {
        return problem_response(404, "not_found", "没有这个地址");
    }
    std::vector<std::string> names;
    for (const auto method : match.allowed) {
        names.emplace_back(http::method_name(method));
    }
    auto response = problem_response(405, "method_not_allowed", "这个地址不能这样用");
    response.headers.set("Allow", join(names, ", "));
    return response;
}

http::Response unauthenticated(const std::string& detail) {
    auto response = problem_response(401, "unauthenticated", detail);
    response.headers.set("WWW-Authenticate", "Bearer");
    return response;
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

std::size_t read_threads(const ApiOptions& options) {
    return options.read_threads > 0 ? options.read_threads
                                    : std::clamp<std::size_t>(std::thread::hardware_concurrency(),
                                                              2, limits::kApiReadThreadsMax);
}

// Its text may quote a stored value; its type does not.
std::string type_name(const std::exception& thrown) {
    const char* mangled = typeid(thrown).name();
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> name(
        abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free);
    return name ? name.get() : mangled;
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
      pages_(options_.web),
      readers_(read_threads(options_), options_.queue_max),
      writers_(options_.write_threads, options_.queue_max),
      long_work_(options_.long_threads, options_.queue_max),
      hashes_(limits::kSignInThreads, limits::kSignInQueueMax),
      away_(limits::kOidcThreads, limits::kOidcQueueMax),
      operations_(store, authenticator, api_.routes,
                  {options_.version, options_.log, options_.behind_proxy, options_.commits,
                   options_.jobs, options_.changes}) {
    operations_.watch_pool("read", readers_);
    operations_.watch_pool("write", writers_);
    operations_.watch_pool("long", long_work_);
    operations_.watch_pool("hash", hashes_);
    operations_.watch_pool("away", away_);
}

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

// Before anybody is asked who it is: so that a stranger cannot fill the disk, they are few at once.
http::BodyPlan ApiApplication::admit_upload(const http::RequestHead& head) {
    if (shown_session(head).empty() && shown_token(head).empty()) {
        return unauthenticated("请先登录");
    }
    if (options_.jobs == nullptr) {
        return http::KeepInMemory{0};
    }
    notes_of(head).upload = upload_turns_.take();
    if (!notes_of(head).upload) {
        auto busy = problem_response(503, "busy", "同时上传的文件太多，请稍后再试");
        busy.headers.set("Retry-After", "5");
        return busy;
    }
    return http::KeepInFile{options_.jobs->files().folder(), limits::kJobUploadBytesMax};
}

http::BodyPlan ApiApplication::admit(const http::RequestHead& head) {
    if (Operations::owns(head)) {
        return operations_.admit(head);
    }
    if (documentation_.serves(head) || pages_.serves(head)) {
        return http::KeepInMemory{0};
    }
    const auto match = router_.find(head.method, head.target.segments);
    if (match.route == nullptr && head.raw_target != kOpenApiPath) {
        return no_route(match);
    }
    if (match.route == nullptr) {
        operations_.note_openapi(head);
        return http::KeepInMemory{0};
    }
    operations_.note_route(head, *match.route);
    if (match.route->form) {
        return admit_form(head);
    }
    if (match.route->upload) {
        return admit_upload(head);
    }
    if (match.route->request && !is_json(head)) {
        return problem_response(415, "unsupported_media_type", "请求要用 application/json");
    }
    return http::KeepInMemory{match.route->request ? limits::kApiBodyBytesMax : 0};
}

http::BodyPlan ApiApplication::admit_form(const http::RequestHead& head) {
    const bool stranger = shown_session(head).empty() && shown_token(head).empty();
    // answer() says what is wrong with these; nothing of theirs goes to the disk.
    if (stranger || !http::multipart_boundary(head.headers.get("Content-Type"))) {
        return http::KeepInMemory{limits::kApiBodyBytesMax};
    }
    if (options_.files == nullptr) {
        return problem_response(503, "no_attachments",
                                "没有设置附件文件夹，请管理员用 attachments 设置它");
    }
    if (const auto ready = options_.files->prepare(); !ready) {
        return to_response(problem_of(ready.error()));
    }
    if (!options_.files->has_room()) {
        return problem_response(503, "disk_full", "磁盘快满了，暂时不能上传，请告诉管理员");
    }
    auto& notes = notes_of(head);
    notes.upload = form_turns_.take();
    if (notes.upload == nullptr) {
        return busy_problem("同时上传的人太多，请稍后再试");
    }
    return http::KeepInFile{options_.files->incoming(), limits::kAttachmentRequestBytesMax};
}

Result<std::unique_ptr<Form>> ApiApplication::form_of(const Route& route,
                                                      const http::Request& request) const {
    if (!route.form) {
        return std::unique_ptr<Form>();
    }
    std::vector<std::string> names;
    for (const auto& property : route.request->at("properties").as_object()) {
        names.emplace_back(property.key());
    }
    return read_form(request, options_.files->incoming(), names);
}

void ApiApplication::handle(http::Request request, http::Respond respond) {
    if (request.raw_target == kOpenApiPath) {
        http::Response response;
        response.headers.set("Content-Type", "application/json");
        response.body = openapi_;
        respond(std::move(response));
        return;
    }
    if (Operations::owns(request)) {
        operations_.handle(std::move(request), std::move(respond));
        return;
    }
    if (auto page = documentation_.find(request)) {
        respond(std::move(*page));
        return;
    }
    if (auto page = pages_.find(request)) {
        respond(std::move(*page));
        return;
    }
    auto match = router_.find(request.method, request.target.segments);
    const Route& route = *match.route;
    auto held = std::make_shared<http::Request>(std::move(request));
    const bool taken =
        pool_of(route.work).submit([this, &route, held, match = std::move(match), respond] {
            auto response = answer(route, match, *held);
            name_request(response, notes_of(*held));
            respond(std::move(response));
        });
    if (!taken) {
        respond(busy_problem("同时办事的人太多，请稍后再试"));
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
        return problem_response(403, "csrf", "请求头里缺少 X-CSRF-Token，请从系统页面操作");
    }
    if (caller.must_change_password && !route.before_change) {
        return problem_response(403, "password_change_required", "第一次登录，请先改密码");
    }
    if (route.in_person && !caller.in_person()) {
        return problem_response(403, "in_person", "这件事要本人登录后做，不能用令牌");
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
    notes_of(request).account = caller.account;
    const service::Session session{store_, caller.principal, definitions_, options_.files};
    if (auto refused = turned_away(route, request, caller)) {
        return std::move(*refused);
    }
    if (route.form && request.body_file.empty()) {
        return problem_response(415, "unsupported_media_type", "文件要用 multipart/form-data 上传");
    }
    auto errors = check_query(route, request, api_.schemas);
    const auto body = read_body(route, request);
    if (!body) {
        return problem_response(400, "malformed_json", body.error().message);
    }
    const auto form = form_of(route, request);
    if (!form) {
        return to_response(problem_of(form.error()));
    }
    if (route.request && !route.form && errors.empty()) {
        errors = check_json(*body, *route.request, api_.schemas);
    }
    if (!errors.empty()) {
        return to_response(problem_of(std::move(errors)));
    }
    auto outcome = repeated_.answer(
        route, Call{request, session, caller, address_of(request, options_.behind_proxy),
                    is_encrypted(request, options_.behind_proxy), options_.provider, options_.jobs,
                    options_.changes, match.path, *body, form->get()});
    if (!outcome && outcome.error().code == ErrorCode::Forbidden) {
        note_denial(route, caller);
    }
    return outcome ? to_response(std::move(*outcome), route)
                   : to_response(problem_of(outcome.error()));
} catch (const std::exception& thrown) {
    notes_of(request).failure = type_name(thrown);
    // The environment is broken, or a programmer was wrong; the one who asks cannot mend either.
    return problem_response(500, "internal", "程序出错了，已记入日志，请把请求编号告诉管理员");
}

http::Response ApiApplication::refuse(http::Refusal refusal) {
    switch (refusal) {
        case http::Refusal::BadRequest:
            return problem_response(400, "bad_request", "请求写得不对");
        case http::Refusal::HeaderTooLarge:
            return problem_response(431, "header_too_large", "请求头太大");
        case http::Refusal::BodyTooLarge:
            return problem_response(413, "body_too_large", "请求太大");
        case http::Refusal::TooSlow:
            return problem_response(408, "too_slow", "等得太久");
        case http::Refusal::TooManyRequests:
            return problem_response(429, "too_many_requests", "请求太频繁，请稍后再试");
        case http::Refusal::NoAnswer:
            return problem_response(500, "internal", "程序出错了");
        default:
            return problem_response(503, "busy", "连接太多，请稍后再试");
    }
}

}  // namespace taizhang::api
