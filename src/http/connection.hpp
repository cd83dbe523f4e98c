// SPDX-License-Identifier: Apache-2.0
// One connection from its first byte to its last, as a coroutine on the server's thread. Only
// files of this folder include this.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <set>
#include <unordered_map>

#include "http/server.hpp"

namespace boost::asio::ssl {
class context;
}

namespace taizhang::http {

// A connection that waits for its next request: it is what a stopping server may close at once.
class IdleConnection {
  public:
    virtual ~IdleConnection() = default;
    virtual void close_now() = 0;
};

// Of the server's thread alone.
struct Shared {
    Application* application = nullptr;
    ServerLimits limits;
    boost::asio::ssl::context* tls = nullptr;  // nullptr: none
    bool stopping = false;
    std::size_t connections = 0;
    std::size_t refused = 0;
    std::unordered_map<std::string, std::size_t> by_address;
    std::set<IdleConnection*> idle;
};

// Takes the connection to its end. `shared` outlives it.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              std::string address, Shared& shared);

}  // namespace taizhang::http
