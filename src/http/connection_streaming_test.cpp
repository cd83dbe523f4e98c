// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/connection.hpp"
#include "http/event_stream.hpp"
#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

class Streaming : public testing::Test {
  protected:
    Streaming() {
        application_.work = [this](const Request& request, const Respond& respond) {
            last_id_ = std::string(last_event_id(request));
            respond(event_response(stream_));
        };
    }
    static constexpr std::string_view kAsk =
        "GET /a HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 41\r\nAccept-Encoding: gzip\r\n\r\n";

    std::shared_ptr<EventStream> stream_ = std::make_shared<EventStream>();
    TestApplication application_;
    std::string last_id_;
};

TEST_F(Streaming, PassesEventsOnAndKeepsTheLineWarm) {
    TestServer server(application_, with_limits([](auto& limits) { limits.heartbeat = 20ms; }));
    TestClient client(server.port());
    client.send(kAsk);
    const std::string head = client.read_until("retry: 3000\n\n\r\n");
    EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
    EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream; charset=utf-8\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("gzip")));
    EXPECT_EQ(last_id_, "41");
    EXPECT_THAT(client.read_until(": \n\n\r\n"), EndsWith(": \n\n\r\n"));
    EXPECT_TRUE(stream_->send({"42", "change", "a\nb"}));
    const std::string_view event = "id: 42\nevent: change\ndata: a\ndata: b\n\n\r\n";
    EXPECT_THAT(client.read_until(event), EndsWith(event));
    stream_->end();
    EXPECT_THAT(client.read_all(), EndsWith("0\r\n\r\n"));
    EXPECT_FALSE(stream_->send({"43", "", "late"}));
}

TEST_F(Streaming, GivesHttp10ThePlainBytes) {
    TestServer server(application_);
    TestClient client(server.port());
    client.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_THAT(client.read_until("retry: 3000\n\n"), EndsWith("\r\n\r\nretry: 3000\n\n"));
    stream_->send({"1", "", "x"});
    stream_->end();
    EXPECT_EQ(client.read_all(), "id: 1\ndata: x\n\n");
}

TEST_F(Streaming, NoticesAtOnceThatTheClientHasGone) {
    TestServer server(application_);
    {
        TestClient client(server.port());
        client.send(kAsk);
        client.read_until("retry: 3000\n\n");
        EXPECT_TRUE(stream_->is_open());
    }
    EXPECT_EQ(application_.statuses(1), std::vector<int>{200});
    EXPECT_FALSE(stream_->is_open());
}

TEST_F(Streaming, EndsWhenTheServerStops) {
    auto server = std::make_unique<TestServer>(application_);
    TestClient client(server->port());
    client.send(kAsk);
    client.read_until("retry: 3000\n\n\r\n");
    server->server().stop();
    EXPECT_THAT(client.read_all(), "0\r\n\r\n");
    server.reset();
    EXPECT_FALSE(stream_->is_open());
    stream_->end();  // after the server has gone
}

TEST_F(Streaming, LetsASlowReaderGoAndOthersOn) {
    EventStreamOptions small;
    small.events_max = 3;
    stream_ = std::make_shared<EventStream>(small);
    TestServer server(application_, with_limits([](auto& limits) { limits.chunk_max = 100ms; }));
    TestClient slow(server.port());
    slow.send(kAsk);
    slow.read_until("retry: 3000\n\n\r\n");
    const std::string large(100'000, 'x');
    int sent = 0;
    while (stream_->send({std::to_string(sent), "", large})) {
        ++sent;
    }
    EXPECT_LT(sent, 1'000);
    const std::string all = slow.read_all();
    EXPECT_THAT(all, HasSubstr("id: 0\n"));
    TestClient other(server.port());
    stream_ = std::make_shared<EventStream>();
    other.send(kAsk);
    EXPECT_THAT(other.read_until("retry: 3000\n\n"), StartsWith("HTTP/1.1 200"));
    stream_->end();
}

class ThrowingStream : public ByteStream {
  public:
    std::optional<std::string> take() override { throw std::runtime_error("broken"); }
    void on_bytes(std::function<void()>) override {}
};

TEST_F(Streaming, OutlivesAStreamThatThrows) {
    application_.work = [](const Request&, const Respond& respond) {
        Response response;
        response.stream = std::make_shared<ThrowingStream>();
        respond(std::move(response));
    };
    TestServer server(application_);
    for (int i = 0; i < 2; ++i) {
        TestClient client(server.port());
        EXPECT_THAT(client.ask(kAsk), Not(EndsWith("0\r\n\r\n")));
    }
}

}  // namespace
}  // namespace taizhang::http
