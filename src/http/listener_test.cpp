// SPDX-License-Identifier: Apache-2.0
#include "http/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::EndsWith;
using testing::StartsWith;
using namespace std::chrono_literals;

TEST(Listener, FinishesWhatIsUnderWayBeforeItStops) {
    TestApplication application;
    std::promise<Respond> asked;
    application.work = [&](const Request&, const Respond& respond) { asked.set_value(respond); };
    auto server = std::make_unique<TestServer>(application);
    TestClient idle(server->port());
    TestClient client(server->port());
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    const Respond respond = asked.get_future().get();
    server->server().stop();
    EXPECT_EQ(idle.read_all(), "");
    Response response;
    response.body = "done";
    respond(std::move(response));
    EXPECT_THAT(client.read_all(), EndsWith("Connection: close\r\n\r\ndone"));
    server.reset();
    EXPECT_EQ(application.statuses(1), std::vector<int>{200});
}

// Whatever the system had taken from a client by the time of the stop is answered.
TEST(Listener, LosesNoRequestThatHasCome) {
    constexpr int kClients = 40;
    for (int round = 0; round < 10; ++round) {
        TestApplication application;
        auto server = *Server::create({}, application);
        std::vector<std::unique_ptr<TestClient>> clients;
        for (int i = 0; i < kClients; ++i) {
            clients.push_back(std::make_unique<TestClient>(server->port()));
            clients.back()->send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        server->stop();
        std::thread thread([&] { server->run(); });
        for (auto& client : clients) {
            EXPECT_THAT(client->read_all(), EndsWith("\r\n\r\nGET "));
        }
        thread.join();
    }
}

TEST(Listener, StopsInTheEndWhateverIsUnderWay) {
    TestApplication application;
    std::promise<Respond> asked;
    application.work = [&](const Request&, Respond respond) {
        asked.set_value(std::move(respond));
    };
    auto server = std::make_unique<TestServer>(
        application, with_limits([](auto& limits) { limits.stop_max = 50ms; }));
    TestClient waits(server->port());
    waits.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    const Respond respond = asked.get_future().get();
    TestClient half(server->port());
    half.send("GET /a HTT");
    server.reset();
    respond({});  // nobody is there any longer
    EXPECT_EQ(waits.read_all(), "");
    EXPECT_EQ(half.read_all(), "");
}

TEST(Listener, TurnsAwayConnectionsBeyondTheirNumber) {
    for (const bool of_one_address : {false, true}) {
        TestApplication application;
        TestServer server(
            application, with_limits([&](auto& limits) {
                (of_one_address ? limits.connections_per_address_max : limits.connections_max) = 2;
            }));
        TestClient first(server.port());
        first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        first.read_until("GET ");
        auto second = std::make_unique<TestClient>(server.port());
        second->send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        second->read_until("GET ");
        TestClient third(server.port());
        EXPECT_THAT(third.read_all(), StartsWith("HTTP/1.1 503 "));
        first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_THAT(first.read_until("GET "), StartsWith("HTTP/1.1 200"));
        EXPECT_EQ(server.server().state().refused, 1U);
        second.reset();
        while (server.server().state().connections > 1) {
            std::this_thread::yield();
        }
        TestClient fourth(server.port());
        EXPECT_THAT(fourth.ask(get("/a")), StartsWith("HTTP/1.1 200 "));
    }
}

TEST(Listener, SaysWhyItCannotListen) {
    TestApplication application;
    TestServer server(application);
    ServerOptions options;
    options.port = server.port();
    const auto second = Server::create(options, application);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().message, testing::HasSubstr("端口可能已被占用"));
    options.address = "localhost";
    EXPECT_THAT(Server::create(options, application).error().message,
                testing::HasSubstr("不是地址"));
}

}  // namespace
}  // namespace taizhang::http
