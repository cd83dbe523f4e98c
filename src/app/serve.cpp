// SPDX-License-Identifier: Apache-2.0
// The server of one machine: until there are accounts, whoever started it is the one who may ask.
// He shows the token that was printed at the start; it is new each time and stands nowhere else.
#include "app/serve.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <stdexcept>

#include "api/application.hpp"
#include "base/base64.hpp"
#include "base/digest.hpp"
#include "http/server.hpp"

namespace taizhang::app {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::string_view kBearer = "Bearer ";

std::string new_token() {
    std::string bytes(kTokenBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), kTokenBytes) != 1) {
        throw std::runtime_error("no random bytes");
    }
    return to_base64url(bytes);
}

class OperatorOnly : public api::Authenticator {
  public:
    OperatorOnly(std::string token, const std::string& login_name)
        : digest_(sha256(token)), operator_(access::local_operator(login_name)) {}

    Result<std::optional<access::Principal>> who(const http::RequestHead& head) override {
        const auto shown = head.headers.get("Authorization");
        if (shown.empty()) {
            return std::optional<access::Principal>();
        }
        // Digests are compared, so that the time taken tells nothing of the token.
        if (!shown.starts_with(kBearer) || sha256(shown.substr(kBearer.size())) != digest_) {
            return fail(ErrorCode::Forbidden, "令牌不对，请用启动时显示的那一个", "wrong token");
        }
        return std::optional(operator_);
    }

  private:
    Digest digest_;
    access::Principal operator_;
};

std::atomic<http::Server*> running{nullptr};

extern "C" void stop_running(int) {
    if (auto* server = running.load()) {
        server->stop();
    }
}

// While it lives, SIGINT and SIGTERM end the server, which finishes what is under way.
class StopSignals {
  public:
    explicit StopSignals(http::Server& server) {
        running = &server;
        std::signal(SIGINT, stop_running);
        std::signal(SIGTERM, stop_running);
    }
    ~StopSignals() {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        running = nullptr;
    }
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
};

Result<http::ServerOptions> options_of(const std::string& listen) {
    const auto wrong = [&] {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "--listen", listen, "127.0.0.1:8080"},
                       "还没有用户账号，只能在本机使用", "not a loopback address and port");
    };
    http::ServerOptions options;
    const auto colon = listen.rfind(':');
    options.address = listen.substr(0, colon);
    if (colon == std::string::npos ||
        (options.address != "127.0.0.1" && options.address != "::1")) {
        return wrong();
    }
    const char* end = listen.data() + listen.size();
    const auto [read, error] = std::from_chars(listen.data() + colon + 1, end, options.port);
    return error == std::errc{} && read == end ? Result<http::ServerOptions>(options) : wrong();
}

}  // namespace

Result<void> serve(store::Store& store, const cli::ServeRequest& request) {
    auto options = TZ_TRY(options_of(request.listen));
    const std::string token = new_token();
    OperatorOnly authenticator(token, request.login_name);
    api::ApiApplication application(store, authenticator);
    const auto server = TZ_TRY(http::Server::create(options, application));
    const StopSignals signals(*server);
    request.started(fmt::format("http://{}:{}", options.address, server->port()), token);
    server->run();
    return {};
}

}  // namespace taizhang::app
