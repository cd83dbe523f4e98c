// SPDX-License-Identifier: Apache-2.0
// For the tests: a server on a thread of its own, and a client that sends bytes as they are.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <mutex>
#include <thread>

#include "http/server.hpp"

namespace taizhang::http {

// What the application does is the test's; what it saw can be asked.
class TestApplication : public Application {
  public:
    std::function<void(Request, Respond)> work;
    std::function<BodyPlan(const RequestHead&)> plan = [](const RequestHead&) {
        return KeepInMemory{1'000};
    };

    BodyPlan admit(const RequestHead& head) override { return plan(head); }
    void handle(Request request, Respond respond) override {
        work(std::move(request), std::move(respond));
    }
    Response refuse(Refusal refusal) override {
        Response response;
        constexpr int kStatuses[] = {400, 431, 413, 408, 503};
        response.status = kStatuses[static_cast<int>(refusal)];
        return response;
    }
    void finished(const Exchange& exchange) override {
        const std::lock_guard lock(mutex_);
        statuses_.push_back(exchange.status);
    }
    std::vector<int> statuses() {
        const std::lock_guard lock(mutex_);
        return statuses_;
    }

  private:
    std::mutex mutex_;
    std::vector<int> statuses_;
};

class TestServer {
  public:
    TestServer(Application& application, ServerOptions options = {})
        : server_(std::move(*Server::create(std::move(options), application))),
          port_(server_->port()),
          thread_([this] { server_->run(); }) {}
    ~TestServer() {
        server_->stop();
        thread_.join();
    }
    Server& server() { return *server_; }
    unsigned short port() const { return port_; }

  private:
    std::unique_ptr<Server> server_;
    unsigned short port_;
    std::thread thread_;
};

class TestClient {
  public:
    explicit TestClient(unsigned short port) : socket_(context_) {
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    }
    void send(std::string_view text) {
        boost::asio::write(socket_, boost::asio::buffer(text.data(), text.size()));
    }
    // Up to `count` bytes, fewer where the server closes first.
    std::string read(std::size_t count) {
        std::string text(count, ' ');
        boost::system::error_code error;
        text.resize(boost::asio::read(socket_, boost::asio::buffer(text), error));
        return text;
    }
    std::string read_until(std::string_view end) {
        std::string text;
        while (!text.ends_with(end)) {
            const auto more = read(1);
            if (more.empty()) {
                break;
            }
            text += more;
        }
        return text;
    }
    // To the end of the connection.
    std::string read_all() {
        std::string text;
        for (auto more = read(4'096); !more.empty(); more = read(4'096)) {
            text += more;
        }
        return text;
    }
    boost::asio::ip::tcp::socket& socket() { return socket_; }

  private:
    boost::asio::io_context context_;
    boost::asio::ip::tcp::socket socket_;
};

}  // namespace taizhang::http
