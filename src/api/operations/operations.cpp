// SPDX-License-Identifier: Apache-2.0
#include "api/operations/operations.hpp"

#include <arpa/inet.h>

#include <array>

#include "api/identity/credentials.hpp"
#include "api/operations/request_identity.hpp"
#include "api/problem.hpp"
#include "base/clock.hpp"

namespace taizhang::api {
namespace {

constexpr std::string_view kHealthPath = "/healthz";
constexpr std::string_view kReadyPath = "/readyz";
constexpr std::string_view kMetricsPath = "/metrics";

// Behind the routes, in this order.
enum Unrouted : std::size_t { kOpenApi, kHealth, kReady, kMetrics, kNone };
constexpr std::array<RouteName, 5> kUnrouted = {{{"GET", "/api/openapi.json"},
                                                 {"GET", kHealthPath},
                                                 {"GET", kReadyPath},
                                                 {"GET", kMetricsPath},
                                                 {"any", "none"}}};

std::vector<RouteName> names_of(const Routes& routes) {
    std::vector<RouteName> names;
    for (const auto& route : routes) {
        names.push_back({http::method_name(route.method), route.path});
    }
    names.insert(names.end(), kUnrouted.begin(), kUnrouted.end());
    return names;
}

// Without its query.
std::string_view path_of(const http::RequestHead& head) {
    return std::string_view(head.raw_target).substr(0, head.raw_target.find('?'));
}

Unrouted unrouted(std::string_view path) {
    if (path == kHealthPath) {
        return kHealth;
    }
    if (path == kReadyPath) {
        return kReady;
    }
    return path == kMetricsPath ? kMetrics : kNone;
}

bool is_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

// Straight: what a proxy on this machine passes on has come from elsewhere.
bool comes_from_this_machine(const http::RequestHead& head) {
    const bool here =
        head.peer.starts_with("127.") || head.peer == "::1" || head.peer.starts_with("::ffff:127.");
    return here && head.headers.find("X-Forwarded-For") == nullptr &&
           head.headers.find("Forwarded") == nullptr;
}

http::Response plain(int status, std::string_view type, std::string body) {
    http::Response response;
    response.status = status;
    response.headers.set("Content-Type", std::string(type));
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

}  // namespace

Notes::~Notes() {
    --counts_->in_progress;
    if (!answered) {
        ++counts_->abandoned;
    }
}

// begin() gives every request its own, so there is no other kind.
Notes& notes_of(const http::RequestHead& head) {
    return static_cast<Notes&>(*head.notes);
}

void name_request(http::Response& response, const Notes& notes) {
    if (response.headers.find(kRequestIdHeader) != nullptr) {
        return;
    }
    response.headers.set(std::string(kRequestIdHeader), notes.request_id);
    const bool is_problem =
        response.headers.get("Content-Type") == std::string_view("application/problem+json") &&
        response.headers.find("Content-Encoding") == nullptr && response.body.starts_with("{\"");
    if (is_problem) {
        response.body.insert(1, "\"instance\":\"/requests/" + notes.request_id + "\",");
    }
}

Operations::Operations(store::Store& store, Authenticator& authenticator, const Routes& routes,
                       OperationsOptions options)
    : authenticator_(authenticator),
      routes_(routes),
      options_(std::move(options)),
      started_at_(system_now()),
      names_(names_of(routes)),
      counts_(std::make_shared<RequestCounts>(names_)),
      log_(options_.log),
      probe_(store),
      workers_(
          std::make_unique<WorkerPool>(limits::kOperationThreads, limits::kOperationQueueMax)) {}

std::shared_ptr<http::RequestNotes> Operations::begin(const http::RequestHead& head) {
    auto notes = std::make_shared<Notes>(counts_);
    notes->request_id = request_id_of(head.headers);
    notes->trace_id = trace_id_of(head.headers);
    notes->route = routes_.size() + unrouted(path_of(head));
    return notes;
}

void Operations::note_route(const http::RequestHead& head, const Route& route) const {
    notes_of(head).route = static_cast<std::size_t>(&route - routes_.data());
}

void Operations::note_openapi(const http::RequestHead& head) const {
    notes_of(head).route = routes_.size() + kOpenApi;
}

void Operations::finished(const http::Exchange& exchange) {
    auto& notes = notes_of(*exchange.request);
    notes.answered = true;
    counts_->note(notes.route, exchange.status, exchange.duration.count(), exchange.bytes);
    const bool read = !exchange.request->method_text.empty();
    LogEntry entry;
    entry.at = system_now();
    entry.request_id = notes.request_id;
    entry.trace_id = notes.trace_id;
    entry.method = read ? http::method_name(exchange.request->method) : "unread";
    entry.route = names_[notes.route].path;
    entry.status = exchange.status;
    entry.duration_microseconds = exchange.duration.count();
    entry.bytes = exchange.bytes;
    entry.account = notes.account.value;
    entry.address = address_in_log(*exchange.request);
    entry.failure = notes.failure;
    log_.put(std::move(entry));
}

// A proxy that is trusted may still pass on any text.
std::string Operations::address_in_log(const http::RequestHead& head) const {
    auto address = address_of(head, options_.behind_proxy);
    return is_address(address) ? address : head.peer;
}

void Operations::log_event(LogEntry::Event event, std::string address) {
    LogEntry entry;
    entry.at = system_now();
    entry.event = event;
    entry.address = std::move(address);
    log_.put(std::move(entry));
}

bool Operations::owns(const http::RequestHead& head) {
    return unrouted(path_of(head)) != kNone;
}

http::BodyPlan Operations::admit(const http::RequestHead& head) const {
    if (head.method == http::Method::Get || head.method == http::Method::Head) {
        return http::KeepInMemory{0};
    }
    auto response = problem_response(405, "method_not_allowed", "这个地址不能这样用");
    response.headers.set("Allow", "GET, HEAD");
    return response;
}

void Operations::handle(http::Request request, http::Respond respond) {
    const auto which = unrouted(path_of(request));
    if (which == kHealth) {
        respond(plain(200, "application/json", R"({"status":"ok"})"));
        return;
    }
    auto held = std::make_shared<http::Request>(std::move(request));
    const bool taken = workers_->submit([this, which, held, respond] {
        auto response = which == kReady ? ready() : metrics(*held);
        name_request(response, notes_of(*held));
        respond(std::move(response));
    });
    if (!taken) {
        respond(problem_response(503, "busy", "同时查看的人太多，请稍后再试"));
    }
}

http::Response Operations::ready() {
    if (stopping_) {
        return problem_response(503, "stopping", "服务正在停下");
    }
    auto missing = probe_.ask();
    if (missing.empty()) {
        return plain(200, "application/json", R"({"status":"ready"})");
    }
    auto detail = missing.front().message;
    auto response = problem_response(503, "not_ready", std::move(detail), std::move(missing));
    response.headers.set("Retry-After", "1");
    return response;
}

std::optional<http::Response> Operations::turned_away(const http::RequestHead& head) {
    if (comes_from_this_machine(head)) {
        return std::nullopt;
    }
    const auto caller = authenticator_.who(head);
    if (!caller || !*caller) {
        auto response = problem_response(
            401, "unauthenticated",
            caller ? "从别处看要登录，或用有“管理系统”权限的令牌" : caller.error().message);
        response.headers.set("WWW-Authenticate", "Bearer");
        return response;
    }
    notes_of(head).account = (*caller)->account;
    const auto allowed = access::authorize((*caller)->principal, access::Permission::Administer);
    if (!allowed || (*caller)->must_change_password) {
        return problem_response(403, "forbidden", "没有权限查看运行情况");
    }
    return std::nullopt;
}

http::Response Operations::metrics(const http::RequestHead& head) try {
    if (auto refused = turned_away(head)) {
        return std::move(*refused);
    }
    return plain(200, Exposition::kContentType, metrics_text());
} catch (const std::exception&) {
    return problem_response(500, "internal", "程序出错了，请把请求编号告诉管理员");
}

}  // namespace taizhang::api
