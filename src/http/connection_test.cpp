// SPDX-License-Identifier: Apache-2.0
#include "http/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Connection, AnswersOneAfterAnother) {
    TestApplication application;
    TestServer server(application);
    TestClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
        EXPECT_THAT(client.read_until("POST hi"), StartsWith("HTTP/1.1 200 OK\r\n"));
    }
}

TEST(Connection, AnswersPipelinedRequestsInTheirOrder) {
    TestApplication application;
    std::vector<std::thread> threads;
    const auto echo = application.work;
    application.work = [&](const Request& request, const Respond& respond) {
        threads.emplace_back([echo, request, respond] { echo(request, respond); });
    };
    TestServer server(application);
    TestClient client(server.port());
    const std::string all = client.ask(
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1"
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n2\r\n0\r\n\r\n" +
        get("/a"));
    EXPECT_LT(all.find("POST 1"), all.find("POST 2"));
    EXPECT_THAT(all, EndsWith("GET "));
    for (auto& thread : threads) {
        thread.join();
    }
}

// A client that sends without reading fills its own socket and nothing of the server's.
TEST(Connection, HasOneRequestAtATimeInHand) {
    TestApplication application;
    std::atomic<int> asked = 0;
    std::atomic<int> at_once = 0;
    std::vector<Respond> held;
    application.work = [&](const Request&, Respond respond) {
        ++asked;
        held.push_back(std::move(respond));
        at_once = std::max(at_once.load(), static_cast<int>(held.size()));
    };
    TestServer server(application);
    TestClient client(server.port());
    constexpr int kCount = 50;
    std::string requests;
    for (int i = 0; i < kCount; ++i) {
        requests += "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    }
    client.send(requests);
    for (int i = 0; i < kCount; ++i) {
        // The answer is given once the request has come, on the server's own thread.
        while (asked <= i) {
            std::this_thread::yield();
        }
        server.server().post([&] {
            Response response;
            response.body = "ok";
            const Respond respond = std::move(held.back());
            held.pop_back();
            respond(std::move(response));
        });
        EXPECT_THAT(client.read_until("ok"), StartsWith("HTTP/1.1 200"));
    }
    EXPECT_EQ(at_once, 1);
}

TEST(Connection, SaysTheSizeButSendsNoBodyToHead) {
    TestApplication application;
    TestServer server(application);
    TestClient client(server.port());
    const std::string all = client.ask("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(all, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(all, EndsWith("\r\n\r\n"));
}

TEST(Connection, SendsNoBodyWithAnswersThatHaveNone) {
    TestApplication application;
    application.work = [&](const Request&, const Respond& respond) {
        Response response;
        response.status = 304;
        response.body = "must not be sent";
        respond(std::move(response));
    };
    TestServer server(application);
    TestClient client(server.port());
    const std::string all = client.ask(get("/a"));
    EXPECT_THAT(all, Not(HasSubstr("Content-Length")));
    EXPECT_THAT(all, EndsWith("\r\n\r\n"));
}

TEST(Connection, SpeaksHttp10) {
    TestApplication application;
    TestServer server(application);
    TestClient closed(server.port());
    EXPECT_THAT(closed.ask("GET /a HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close\r\n"));
    TestClient kept(server.port());
    for (int i = 0; i < 2; ++i) {
        kept.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_THAT(kept.read_until("GET "), HasSubstr("Connection: keep-alive\r\n"));
    }
}

TEST(Connection, TakesNoHeedOfAnUpgrade) {
    TestApplication application;
    TestServer server(application);
    TestClient client(server.port());
    client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    EXPECT_THAT(client.read_until("GET "), StartsWith("HTTP/1.1 200"));
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client.read_until("GET "), StartsWith("HTTP/1.1 200"));
}

TEST(Connection, NeverLeavesARequestWithoutAnAnswer) {
    TestApplication application;
    application.work = [](const Request& request, const Respond&) {
        if (request.raw_target == "/throw") {
            throw std::runtime_error("broken");
        }
    };
    TestServer server(application);
    for (const char* target : {"/forget", "/throw"}) {
        TestClient client(server.port());
        EXPECT_THAT(client.ask(get(target)), StartsWith("HTTP/1.1 500 ")) << target;
    }
}

TEST(Connection, TakesTheFirstOfTwoAnswers) {
    TestApplication application;
    application.work = [](const Request&, const Respond& respond) {
        for (const int status : {201, 202}) {
            Response response;
            response.status = status;
            respond(std::move(response));
        }
    };
    TestServer server(application);
    TestClient client(server.port());
    EXPECT_THAT(client.ask(get("/a") + get("/b")), StartsWith("HTTP/1.1 201 "));
}

TEST(Connection, LetsNoApplicationBreakTheFraming) {
    TestApplication application;
    application.work = [](const Request&, const Respond& respond) {
        Response response;
        response.headers = {{"X-Name", "a\r\nSet-Cookie: stolen"},
                            {"Content-Length", "999"},
                            {"Transfer-Encoding", "chunked"},
                            {"Connection", "upgrade"}};
        response.body = "ok";
        respond(std::move(response));
    };
    TestServer server(application);
    TestClient client(server.port());
    const std::string all = client.ask(get("/a"));
    EXPECT_THAT(all, HasSubstr("X-Name: a  Set-Cookie: stolen\r\n"));
    EXPECT_THAT(all, HasSubstr("Content-Length: 2\r\n"));
    EXPECT_THAT(all, Not(HasSubstr("999")));
    EXPECT_THAT(all, Not(HasSubstr("chunked")));
}

TEST(Connection, TellsWhatWasFinished) {
    TestApplication application;
    TestServer server(application);
    TestClient client(server.port());
    client.ask(get("/a"));
    TestClient wrong(server.port());
    wrong.ask("NONSENSE\r\n\r\n");
    EXPECT_EQ(application.statuses(2), (std::vector<int>{200, 400}));
}

}  // namespace
}  // namespace taizhang::http
