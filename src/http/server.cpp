// SPDX-License-Identifier: Apache-2.0
#include "http/server.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "http/listener.hpp"
#include "http/tls_context.hpp"

namespace taizhang::http {

struct Server::Parts {
    Parts(ServerOptions given, Application& application)
        : options(std::move(given)), shared(options.limits, application) {
        shared.mailbox = std::make_shared<Mailbox>(context);
        shared.encrypted = !options.certificate_file.empty();
    }

    ServerOptions options;
    Shared shared;  // outlives the coroutines that the context holds
    asio::io_context context{1};
    Listener listener{context, shared};
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
    parts_->shared.mailbox->close();
}

Result<std::unique_ptr<Server>> Server::create(ServerOptions options, Application& application) {
    auto parts = std::make_unique<Parts>(std::move(options), application);
    const auto& given = parts->options;
    if (parts->shared.encrypted) {
        parts->listener.use_tls(TZ_TRY(make_tls_context(given.certificate_file, given.key_file)));
    }
    TZ_TRY(parts->listener.listen(given.address, given.port));
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

unsigned short Server::port() const {
    return parts_->listener.port();
}

void Server::run() {
    parts_->shared.mailbox->take_over();
    parts_->listener.start();
    parts_->context.run();
    parts_->shared.mailbox->close();
}

void Server::stop() {
    parts_->listener.ask_to_stop();
}

ServerState Server::state() const {
    const auto& shared = parts_->shared;
    return {shared.connection_count, shared.refused, shared.requests};
}

void Server::post(std::function<void()> work) {
    parts_->shared.mailbox->post(std::move(work));
}

Result<void> Server::reload_certificate() {
    const auto& options = parts_->options;
    if (!parts_->shared.encrypted) {
        return fail(ErrorCode::Unsupported, "服务没有用证书，没有可换的", "no TLS here");
    }
    auto context = TZ_TRY(make_tls_context(options.certificate_file, options.key_file));
    post([parts = parts_.get(), context] { parts->listener.use_tls(context); });
    return {};
}

}  // namespace taizhang::http
