// SPDX-License-Identifier: Apache-2.0
#include "http/transport.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace taizhang::http {
namespace {

using asio::ip::tcp;

bool has_bytes(tcp::socket& socket) {
    SystemError error;
    const std::size_t bytes = socket.available(error);
    return !error && bytes > 0;
}

class TcpTransport : public Transport {
  public:
    explicit TcpTransport(tcp::socket socket) : socket_(std::move(socket)) {
        SystemError ignored;  // a socket that cannot says so when it is read
        socket_.non_blocking(true, ignored);
    }

    awaitable<SystemError> open() override { co_return SystemError(); }

    awaitable<Transfer> read_some(asio::mutable_buffer into) override {
        const auto [error, bytes] = co_await socket_.async_read_some(into, kAwait);
        co_return Transfer{error, bytes};
    }

    std::size_t write_now(const Pieces& pieces) override {
        SystemError error;
        const std::size_t bytes = socket_.write_some(pieces, error);
        return error ? 0 : bytes;
    }

    awaitable<SystemError> write(Pieces pieces) override {
        const auto [error, bytes] = co_await asio::async_write(socket_, pieces, kAwait);
        co_return error;
    }

    awaitable<void> finish() override {
        SystemError ignored;  // gone is finished, too
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        co_return;
    }

    bool has_input() override { return has_bytes(socket_); }

    void cancel() override {
        SystemError ignored;
        socket_.cancel(ignored);
    }

  private:
    tcp::socket socket_;
};

class TlsTransport : public Transport {
  public:
    TlsTransport(tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
        : context_(std::move(context)), stream_(std::move(socket), *context_) {}

    awaitable<SystemError> open() override {
        const auto [error] =
            co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
        co_return error;
    }

    awaitable<Transfer> read_some(asio::mutable_buffer into) override {
        const auto [error, bytes] = co_await stream_.async_read_some(into, kAwait);
        co_return Transfer{error, bytes};
    }

    std::size_t write_now(const Pieces&) override { return 0; }

    awaitable<SystemError> write(Pieces pieces) override {
        const auto [error, bytes] = co_await asio::async_write(stream_, pieces, kAwait);
        co_return error;
    }

    awaitable<void> finish() override { co_await stream_.async_shutdown(kAwait); }

    bool has_input() override {
        return SSL_pending(stream_.native_handle()) > 0 || has_bytes(stream_.next_layer());
    }

    void cancel() override {
        SystemError ignored;
        stream_.next_layer().cancel(ignored);
    }

  private:
    std::shared_ptr<asio::ssl::context> context_;
    asio::ssl::stream<tcp::socket> stream_;
};

}  // namespace

std::unique_ptr<Transport> make_tcp_transport(tcp::socket socket) {
    return std::make_unique<TcpTransport>(std::move(socket));
}

std::unique_ptr<Transport> make_tls_transport(tcp::socket socket,
                                              std::shared_ptr<asio::ssl::context> context) {
    return std::make_unique<TlsTransport>(std::move(socket), std::move(context));
}

}  // namespace taizhang::http
