// SPDX-License-Identifier: Apache-2.0
#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <future>

#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

void echo(const Request& request, const Respond& respond) {
    Response response;
    response.headers.add("Content-Type", "text/plain");
    response.body = std::string(method_name(request.method)) + " " + request.body;
    respond(std::move(response));
}

ServerOptions with_limits(const std::function<void(ServerLimits&)>& change) {
    ServerOptions options;
    change(options.limits);
    return options;
}

TEST(Server, AnswersOneAfterAnotherOnOneConnection) {
    TestApplication application;
    application.work = echo;
    TestServer server(application);
    TestClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
        EXPECT_THAT(client.read_until("POST hi"), StartsWith("HTTP/1.1 200 OK\r\n"));
    }
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
    TestApplication application;
    std::vector<std::thread> threads;
    application.work = [&](const Request& request, const Respond& respond) {
        threads.emplace_back([request, respond] { echo(request, respond); });
    };
    TestServer server(application);
    TestClient client(server.port());
    client.send(
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1"
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n2\r\n0\r\n\r\n"
        "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string all = client.read_all();
    EXPECT_LT(all.find("POST 1"), all.find("POST 2"));
    EXPECT_THAT(all, EndsWith("GET "));
    for (auto& thread : threads) {
        thread.join();
    }
}

TEST(Server, SaysTheSizeButSendsNoBodyToHead) {
    TestApplication application;
    application.work = echo;
    TestServer server(application);
    TestClient client(server.port());
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string all = client.read_all();
    EXPECT_THAT(all, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(all, EndsWith("\r\n\r\n"));
}

TEST(Server, RefusesWhatGoesBeyondItsLimits) {
    TestApplication application;
    application.work = echo;
    TestServer server(application, with_limits([](auto& limits) {
                          limits.header_bytes_max = 1'000;
                          limits.first_byte_max = 50ms;
                          limits.header_max = 50ms;
                          limits.body_max = 50ms;
                      }));
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"GET /a HTTP/1.1\r\nX: " + std::string(1'100, 'x') + "\r\n\r\n", "HTTP/1.1 431 "},
        {"POST /a HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413 "},
        {"GET /a HTTP/1.1\r\nX: slow", "HTTP/1.1 408 "},
        {"POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nslow", "HTTP/1.1 408 "},
        {"NONSENSE\r\n\r\n", "HTTP/1.1 400 "},
        {"GET /%zz HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
        {"GET /%00 HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
        {"", ""},  // never said a word
    };
    for (const auto& [sent, wanted] : cases) {
        TestClient client(server.port());
        client.send(sent);
        EXPECT_THAT(client.read_all(), StartsWith(wanted)) << sent.substr(0, 60);
    }
}

TEST(Server, TakesAnUploadToAFileAndRemovesItAfterwards) {
    TestApplication application;
    const auto folder = std::filesystem::temp_directory_path();
    application.plan = [&](const RequestHead&) { return KeepInFile{folder, 1'000'000}; };
    std::filesystem::path file;
    application.work = [&](const Request& request, const Respond& respond) {
        file = request.body_file;
        Response response;
        response.body = std::to_string(std::filesystem::file_size(file)) + ".";
        respond(std::move(response));
    };
    {
        TestServer server(application);
        TestClient client(server.port());
        const std::string body(300'000, 'x');
        client.send("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n");
        EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
        client.send(body);
        EXPECT_THAT(client.read_until("."), EndsWith("300000."));
    }
    EXPECT_FALSE(file.empty());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(Server, SendsAPartOfAFile) {
    TestApplication application;
    const auto file =
        std::filesystem::temp_directory_path() / ("taizhang-part-" + std::to_string(::getpid()));
    std::ofstream(file) << std::string(200'000, 'a') << std::string(200'000, 'b');
    application.work = [&](const Request&, const Respond& respond) {
        Response response;
        response.status = 206;
        response.file = FileBody{file, 199'999, 100'000};
        respond(std::move(response));
    };
    TestServer server(application);
    TestClient client(server.port());
    client.send("GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
    const std::string all = client.read_all();
    EXPECT_THAT(all, HasSubstr("Content-Length: 100000\r\n"));
    EXPECT_THAT(all, HasSubstr("\r\n\r\nabbb"));
    std::filesystem::remove(file);
}

TEST(Server, NeverLeavesARequestWithoutAnAnswer) {
    TestApplication application;
    application.work = [](const Request&, const Respond&) {};  // forgets it
    TestServer server(application);
    TestClient client(server.port());
    client.send("GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 500 "));
}

// A stream of one piece, then nothing, then the end.
class OnePiece : public ByteStream {
  public:
    std::optional<std::string> take() override {
        const std::lock_guard lock(mutex_);
        return ended_ ? std::nullopt : std::optional(std::exchange(text_, ""));
    }
    void on_bytes(std::function<void()> wake) override {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
    }
    void say(const std::string& text, bool ended) {
        const std::lock_guard lock(mutex_);
        text_ += text;
        ended_ = ended;
        if (wake_) {
            wake_();
        }
    }

  private:
    std::mutex mutex_;
    std::string text_ = "data: 1\n\n";
    bool ended_ = false;
    std::function<void()> wake_;
};

TEST(Server, StreamsWhatComesWhenItComesAndKeepsTheLineWarm) {
    TestApplication application;
    const auto stream = std::make_shared<OnePiece>();
    application.work = [&](const Request&, const Respond& respond) {
        Response response;
        response.stream = stream;
        respond(std::move(response));
    };
    TestServer server(application, with_limits([](auto& limits) { limits.heartbeat = 20ms; }));
    TestClient client(server.port());
    client.send("GET /a HTTP/1.1\r\n\r\n");
    EXPECT_THAT(client.read_until("data: 1\n\n\r\n"), HasSubstr("Transfer-Encoding: chunked"));
    EXPECT_THAT(client.read_until(": \n\n\r\n"), EndsWith(": \n\n\r\n"));
    stream->say("data: 2\n\n", false);
    EXPECT_THAT(client.read_until("data: 2\n\n\r\n"), EndsWith("data: 2\n\n\r\n"));
    stream->say("", true);
    EXPECT_THAT(client.read_all(), EndsWith("0\r\n\r\n"));
}

TEST(Server, AnswersWhatIsUnderWayBeforeItStops) {
    TestApplication application;
    std::promise<Respond> asked;
    application.work = [&](const Request&, const Respond& respond) { asked.set_value(respond); };
    auto server = std::make_unique<TestServer>(application);
    TestClient idle(server->port());
    TestClient client(server->port());
    client.send("GET /a HTTP/1.1\r\n\r\n");
    const Respond respond = asked.get_future().get();
    server->server().stop();
    EXPECT_EQ(idle.read_all(), "");
    Response response;
    response.body = "done";
    respond(std::move(response));
    EXPECT_THAT(client.read_all(), EndsWith("\r\n\r\ndone"));
    server.reset();
    EXPECT_EQ(application.statuses(), std::vector<int>{200});
}

TEST(Server, ClosesConnectionsBeyondTheirNumber) {
    TestApplication application;
    application.work = echo;
    TestServer server(application, with_limits([](auto& limits) { limits.connections_max = 1; }));
    TestClient first(server.port());
    first.send("GET /a HTTP/1.1\r\n\r\n");
    first.read_until("GET ");
    TestClient second(server.port());
    EXPECT_EQ(second.read_all(), "");
    first.send("GET /a HTTP/1.1\r\n\r\n");
    EXPECT_THAT(first.read_until("GET "), StartsWith("HTTP/1.1 200"));
}

TEST(Server, SaysWhyItCannotListen) {
    TestApplication application;
    TestServer server(application);
    ServerOptions options;
    options.port = server.port();
    const auto second = Server::create(options, application);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().message, HasSubstr("端口可能已被占用"));
    options.address = "localhost";
    EXPECT_THAT(Server::create(options, application).error().message, HasSubstr("不是地址"));
}

TEST(Target, IsDecodedPartByPart) {
    const auto target = parse_target("/api/%E5%8F%B0%E8%B4%A6/a%2Fb/?q=%E4%B8%80+%E4%BA%8C&q=&x");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "台账", "a/b"}));
    ASSERT_EQ(target->parameters.size(), 3U);
    EXPECT_EQ(*target->parameter("q"), "一 二");
    for (const char* wrong : {"", "a", "/%", "/%ff", "/?a=%00", "http://x/", "*"}) {
        EXPECT_FALSE(parse_target(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace taizhang::http
