// SPDX-License-Identifier: Apache-2.0
// Until a store has accounts, whoever started the server is the one who may ask. He shows the token
// that was printed at the start; it is new each time and stands nowhere else.
#include "app/serve.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <chrono>
#include <csignal>

#include "api/application.hpp"
#include "api/openapi.hpp"
#include "app/embedded.hpp"
#include "http/outbound.hpp"
#include "http/server.hpp"
#include "jobs/job_runner.hpp"
#include "oidc/provider.hpp"
#include "store_postgres/postgres_store.hpp"

namespace taizhang::app {
namespace {

Result<bool> has_accounts(store::Store& store) {
    bool found = false;
    TZ_TRY(store.read([&](store::ReadTx& tx) -> Result<void> {
        found = tx.identity().has_accounts();
        return {};
    }));
    return found;
}

std::atomic<http::Server*> running{nullptr};
std::atomic<api::Operations*> running_operations{nullptr};

extern "C" void stop_running(int) {
    if (auto* operations = running_operations.load()) {
        operations->stop_begins();
    }
    if (auto* server = running.load()) {
        server->stop();
    }
}

// While it lives, SIGINT and SIGTERM end the server, which finishes what is under way.
class StopSignals {
  public:
    StopSignals(http::Server& server, api::Operations& operations) {
        running = &server;
        running_operations = &operations;
        std::signal(SIGINT, stop_running);
        std::signal(SIGTERM, stop_running);
    }
    ~StopSignals() {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        running = nullptr;
        running_operations = nullptr;
    }
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
};

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1";
}

// Passwords do not cross a network in the clear.
Result<void> check_reach(const http::ServerOptions& options, const cli::ServeRequest& request,
                         bool accounts) {
    if (is_loopback(options.address)) {
        return {};
    }
    const auto refuse = [&](std::string message, std::string expected) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "--listen", request.listen, std::move(expected)},
                       std::move(message), "not for others yet");
    };
    if (!accounts) {
        return refuse("还没有用户账号，只能在本机使用",
                      "127.0.0.1:8080，或先用 taizhang user add 建账号");
    }
    if (options.certificate_file.empty() && !request.behind_proxy) {
        return refuse("不加密就不能给别的机器用",
                      "--tls-cert 和 --tls-key；前面有加密的代理时写 --behind-proxy");
    }
    return {};
}

Result<http::ServerOptions> options_of(const cli::ServeRequest& request) {
    http::ServerOptions options;
    const std::string& listen = request.listen;
    const auto colon = listen.rfind(':');
    const char* end = listen.data() + listen.size();
    const auto [read, error] =
        std::from_chars(listen.data() + (colon == std::string::npos ? listen.size() : colon + 1),
                        end, options.port);
    if (colon == std::string::npos || error != std::errc{} || read != end) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "--listen", listen, "127.0.0.1:8080"},
                       "要写地址和端口", "not an address and port");
    }
    options.address = listen.substr(0, colon);
    if (options.address.starts_with('[') && options.address.ends_with(']')) {
        options.address = options.address.substr(1, options.address.size() - 2);
    }
    options.certificate_file = request.certificate_file;
    options.key_file = request.key_file;
    const auto& limits = request.limits;
    options.limits.connections_max = limits.connections_max;
    options.limits.connections_per_address_max = limits.connections_per_address_max;
    options.limits.stop_max = std::chrono::seconds(limits.stop_seconds_max);
    options.limits.requests_per_address = {limits.requests_per_second, limits.requests_burst};
    return options;
}

api::LogForm log_form(cli::ServeLog log) {
    switch (log) {
        case cli::ServeLog::Off:
            return api::LogForm::Off;
        case cli::ServeLog::Json:
            return api::LogForm::Json;
        case cli::ServeLog::Text:
            return api::LogForm::Text;
    }
    return api::LogForm::Off;
}

api::ApiOptions api_options_of(const cli::ServeRequest& request,
                               const service::CommitCounts& commits) {
    api::ApiOptions options;
    options.behind_proxy = request.behind_proxy;
    options.read_threads = request.limits.read_threads;
    options.write_threads = request.limits.write_threads;
    options.long_threads = request.limits.long_threads;
    options.queue_max = request.limits.queue_max;
    options.version = TAIZHANG_VERSION;
    options.log.form = log_form(request.log);
    options.commits = &commits;
    options.files = request.files;
    return options;
}

std::string address_text(const http::ServerOptions& options, unsigned short port) {
    const bool six = options.address.find(':') != std::string::npos;
    return fmt::format("{}://{}:{}", options.certificate_file.empty() ? "http" : "https",
                       six ? "[" + options.address + "]" : options.address, port);
}

Instant now() {
    using namespace std::chrono;
    return Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

// nullptr: nobody signs in by one. It asks nobody yet, so that the server starts without it.
Result<std::unique_ptr<oidc::Provider>> provider_of(const cli::OidcSettings& settings) {
    if (settings.issuer.empty()) {
        return std::unique_ptr<oidc::Provider>();
    }
    const auto outbound = std::make_shared<const http::Outbound>(
        http::OutboundOptions{.authority_file = settings.authority_file});
    return oidc::Provider::create(
        {settings.issuer, settings.client_id, settings.client_secret, settings.redirect},
        [outbound](const http::OutboundRequest& request) { return outbound->ask(request); }, now);
}

// As was said, or in the data folder; a database has none, and then it is this machine's own.
std::filesystem::path jobs_folder(const cli::ServeRequest& request) {
    namespace fs = std::filesystem;
    if (!request.jobs_folder.empty()) {
        return request.jobs_folder;
    }
    return store_postgres::is_postgres_url(request.place)
               ? fs::temp_directory_path() / fmt::format("taizhang-jobs-{}", ::geteuid())
               : fs::path(request.place) / "jobs";
}

std::vector<http::Asset> assets_of(std::initializer_list<std::vector<EmbeddedFile>> sets) {
    std::vector<http::Asset> assets;
    for (const auto& files : sets) {
        for (const auto& file : files) {
            assets.push_back({file.name, file.content});
        }
    }
    return assets;
}

}  // namespace

std::string openapi_text() {
    return boost::json::serialize(api::openapi_document(api::make_api())) + "\n";
}

Result<void> serve(store::Store& store, const service::CommitCounts& commits,
                   const cli::ServeRequest& request) {
    auto options = TZ_TRY(options_of(request));
    const bool accounts = TZ_TRY(has_accounts(store));
    TZ_TRY(check_reach(options, request, accounts));
    const std::string token = accounts ? "" : api::new_operator_token();
    api::AccountAuthenticator authenticator(store, {token, request.login_name});
    const auto provider = TZ_TRY(provider_of(request.oidc));
    auto api_options = api_options_of(request, commits);
    api_options.provider = provider.get();
    api_options.documentation = assets_of({api_page_files(), swagger_ui_files()});
    api_options.web = assets_of({web_files()});
    service::JobDesk desk(TZ_TRY(service::JobFiles::open(jobs_folder(request))));
    service::ChangeFeed changes(store);
    api_options.jobs = &desk;
    api_options.changes = &changes;
    api::ApiApplication application(store, authenticator, std::move(api_options));
    const auto server = TZ_TRY(http::Server::create(options, application));
    auto& operations = application.operations();
    operations.watch_server([&server] { return server->state(); });
    const jobs::JobRunner runner(store, desk, request.limits.job_threads);
    const StopSignals signals(*server, operations);
    const auto address = address_text(options, server->port());
    operations.log_event(api::LogEntry::Event::Started, address);
    request.started(address, token);
    server->run();
    operations.end();
    operations.log_event(api::LogEntry::Event::Stopped, address);
    return {};
}

}  // namespace taizhang::app
