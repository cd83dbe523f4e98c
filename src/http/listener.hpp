// SPDX-License-Identifier: Apache-2.0
// Takes connections in, looks after their deadlines, and stops. Only files of this folder include
// this.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/connection.hpp"

namespace taizhang::http {

class Admission;

class Listener {
  public:
    Listener(asio::io_context& context, Shared& shared);

    void use_tls(std::shared_ptr<asio::ssl::context> context) { tls_ = std::move(context); }
    Result<void> listen(const std::string& address, unsigned short port);
    unsigned short port() const { return port_; }
    void start();
    void ask_to_stop();  // from any thread or signal handler

  private:
    awaitable<void> accept_all();
    awaitable<void> watch_deadlines();
    awaitable<void> wait_for_stop();
    void admit(asio::ip::tcp::socket socket);
    void turn_away(asio::ip::tcp::socket& socket);
    void take_what_waits();
    awaitable<void> serve(asio::ip::tcp::socket socket, Peer peer,
                          std::unique_ptr<Admission> admission);

    asio::io_context& context_;
    Shared& shared_;
    std::shared_ptr<asio::ssl::context> tls_;  // nullptr: none
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer tick_;
    asio::posix::stream_descriptor stop_asked_;
    unsigned short port_ = 0;
};

}  // namespace taizhang::http
