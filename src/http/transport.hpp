// SPDX-License-Identifier: Apache-2.0
// What a connection needs of its socket, so that TCP, TLS and a test's memory look alike.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "http/asio.hpp"

namespace boost::asio::ssl {
class context;
}

namespace taizhang::http {

struct Transfer {
    SystemError error;
    std::size_t bytes = 0;
};

using Pieces = std::array<asio::const_buffer, 3>;

// Every operation may be ended by cancel(), with operation_aborted; a reading and a writing one may
// be under way at the same time.
class Transport {
  public:
    virtual ~Transport() = default;
    virtual awaitable<SystemError> open() = 0;
    virtual awaitable<Transfer> read_some(asio::mutable_buffer into) = 0;
    // What can be written without waiting; the rest, and any error, is for write().
    virtual std::size_t write_now(const Pieces& pieces) = 0;
    virtual awaitable<SystemError> write(Pieces pieces) = 0;
    virtual awaitable<void> finish() = 0;  // tells the other side that nothing more comes
    virtual bool has_input() = 0;          // bytes have come that nobody has read
    virtual void cancel() = 0;
};

std::unique_ptr<Transport> make_tcp_transport(asio::ip::tcp::socket socket);
std::unique_ptr<Transport> make_tls_transport(asio::ip::tcp::socket socket,
                                              std::shared_ptr<asio::ssl::context> context);

}  // namespace taizhang::http
