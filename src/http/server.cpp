// SPDX-License-Identifier: Apache-2.0
#include "http/server.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/connection.hpp"

namespace taizhang::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // when there are no descriptors left

Result<void> load_certificate(asio::ssl::context& context, const ServerOptions& options) {
    boost::system::error_code error;
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1);
    context.use_certificate_chain_file(options.certificate_file, error);
    if (!error) {
        context.use_private_key_file(options.key_file, asio::ssl::context::pem, error);
    }
    if (error) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("读不了证书 {} 或私钥 {}，应是一对 PEM 文件",
                                options.certificate_file, options.key_file),
                    "bad certificate: " + error.message());
    }
    return {};
}

}  // namespace

struct Server::Parts {
    explicit Parts(Application& application) { shared.application = &application; }

    asio::io_context context{1};
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor{context};
    asio::steady_timer deadline{context};
    Shared shared;

    asio::awaitable<void> accept_all();
    void admit(tcp::socket socket);
    asio::awaitable<void> serve(tcp::socket socket, std::string address);
    void begin_stop();
    void end_if_done() {
        if (shared.stopping && shared.connections == 0) {
            context.stop();
        }
    }
};

asio::awaitable<void> Server::Parts::accept_all() {
    while (!shared.stopping) {
        auto [error, socket] = co_await acceptor.async_accept(kAwait);
        if (!error) {
            admit(std::move(socket));
        } else if (!shared.stopping) {
            asio::steady_timer pause(context, kAcceptPause);
            co_await pause.async_wait(kAwait);
        }
    }
}

void Server::Parts::admit(tcp::socket socket) {
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) {
        return;
    }
    std::string address = endpoint.address().to_string();
    auto& of_address = shared.by_address[address];
    if (shared.connections >= shared.limits.connections_max ||
        of_address >= shared.limits.connections_per_address_max) {
        ++shared.refused;
        return;
    }
    ++of_address;
    ++shared.connections;
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(context, serve(std::move(socket), std::move(address)), asio::detached);
}

asio::awaitable<void> Server::Parts::serve(tcp::socket socket, std::string address) {
    try {
        co_await serve_connection(std::move(socket), address, shared);
    } catch (const std::exception&) {
        // The connection is closed by then; the application has told its log of what it threw.
        ++shared.refused;
    }
    const auto known = shared.by_address.find(address);
    if (--known->second == 0) {
        shared.by_address.erase(known);
    }
    --shared.connections;
    end_if_done();
}

void Server::Parts::begin_stop() {
    if (shared.stopping) {
        return;
    }
    shared.stopping = true;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    const auto idle = shared.idle;
    for (auto* connection : idle) {
        connection->close_now();
    }
    deadline.expires_after(shared.limits.stop_max);
    deadline.async_wait([this](const auto& error) {
        if (!error) {
            context.stop();
        }
    });
    end_if_done();
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(ServerOptions options, Application& application) {
    auto parts = std::make_unique<Parts>(application);
    parts->shared.limits = options.limits;
    if (!options.certificate_file.empty()) {
        TZ_TRY(load_certificate(parts->tls, options));
        parts->shared.tls = &parts->tls;
    }
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("“{}”不是地址，应为 127.0.0.1 或 0.0.0.0 一类", options.address),
                    "bad address");
    }
    const tcp::endpoint endpoint(address, options.port);
    auto& acceptor = parts->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(ErrorCode::Io,
                    fmt::format("不能在 {}:{} 上提供服务，端口可能已被占用，换一个 --listen",
                                options.address, options.port),
                    "cannot listen: " + error.message());
    }
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

unsigned short Server::port() const {
    return parts_->acceptor.local_endpoint().port();
}

void Server::run() {
    asio::co_spawn(parts_->context, parts_->accept_all(), asio::detached);
    parts_->context.run();
}

void Server::stop() {
    asio::post(parts_->context, [parts = parts_.get()] { parts->begin_stop(); });
}

ServerState Server::state() const {
    return {parts_->shared.connections, parts_->shared.refused};
}

void Server::post(std::function<void()> work) {
    asio::post(parts_->context, std::move(work));
}

}  // namespace taizhang::http
