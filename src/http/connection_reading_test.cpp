// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/connection.hpp"
#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::EndsWith;
using testing::StartsWith;
using namespace std::chrono_literals;

TEST(Reading, RefusesWhatGoesBeyondALimit) {
    TestApplication application;
    TestServer server(application, with_limits([](auto& limits) {
                          limits.header_bytes_max = 1'000;
                          limits.first_byte_max = 50ms;
                          limits.header_max = 50ms;
                          limits.body_max = 50ms;
                          limits.linger_max = 50ms;
                      }));
    const std::string post = "POST /a HTTP/1.1\r\nHost: x\r\n";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"GET /a HTTP/1.1\r\nHost: x\r\nX: " + std::string(2'100, 'x'), "HTTP/1.1 431 "},
        {"GET /a HTTP/1.1\r\nHost: x\r\nX: " + std::string(1'000, 'x') + "\r\n\r\n",
         "HTTP/1.1 431 "},
        {post + "Content-Length: 1001\r\n\r\n", "HTTP/1.1 413 "},
        {post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1'001, 'x'),
         "HTTP/1.1 413 "},
        {"GET /a HTTP/1.1\r\nX: slow", "HTTP/1.1 408 "},
        {post + "Content-Length: 5\r\n\r\nslow", "HTTP/1.1 408 "},
        {"NONSENSE\r\n\r\n", "HTTP/1.1 400 "},
        {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 "},
        {"GET / HTTP/1.1\nHost: x\n\n", "HTTP/1.1 400 "},
        {post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(3'000, 'x'), "HTTP/1.1 400 "},
        {"", ""},  // never said a word
    };
    for (const auto& [sent, wanted] : cases) {
        TestClient client(server.port());
        EXPECT_THAT(client.ask(sent), StartsWith(wanted)) << sent.substr(0, 60);
    }
}

// The limit is of the whole head: a byte now and then does not push it out.
TEST(Reading, IsNotHeldUpByDribblingHeads) {
    TestApplication application;
    TestServer server(application, with_limits([](auto& limits) {
                          limits.header_max = 100ms;
                          limits.linger_max = 20ms;
                          limits.header_bytes_max = 64U << 20U;  // more than comes in that time
                      }));
    TestClient client(server.port());
    std::atomic<bool> over = false;
    std::thread dribble([&] {
        client.send("GET /a HTTP/1.1\r\nX: ");
        while (!over) {
            client.send("x");
            std::this_thread::yield();
        }
    });
    EXPECT_THAT(client.read_until("\r\n"), EndsWith("408 Request Timeout\r\n"));
    over = true;
    dribble.join();
}

TEST(Reading, ClosesAConnectionThatIsIdle) {
    TestApplication application;
    TestServer server(application, with_limits([](auto& limits) { limits.idle_max = 40ms; }));
    TestClient client(server.port());
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client.read_all(), EndsWith("\r\n\r\nGET "));
}

TEST(Reading, AsksForABodyThatWaitsToBeAsked) {
    TestApplication application;
    TestServer server(application);
    const std::string head = "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n";
    TestClient client(server.port());
    client.send(head + "Content-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hi");
    EXPECT_THAT(client.read_until("POST hi"), StartsWith("HTTP/1.1 200 "));
    // One that is too large is refused before it is sent.
    client.send(head + "Content-Length: 2000\r\n\r\n");
    EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 413 "));
    // Nor is one asked for that is here already, or by a client that knows nothing of it.
    TestClient hasty(server.port());
    hasty.send(head + "Content-Length: 2\r\n\r\nhi");
    EXPECT_THAT(hasty.read_until("POST hi"), StartsWith("HTTP/1.1 200 "));
}

// What is refused is answered even while the client goes on sending.
TEST(Reading, IsHeardByAClientThatIsStillSending) {
    TestApplication application;
    TestServer server(application);
    TestClient client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
    client.send(std::string(3'000'000, 'x'));
    EXPECT_THAT(client.read_until("\r\n"), StartsWith("HTTP/1.1 413 "));
}

TEST(Reading, ReadsNoBodyThatTheApplicationRefuses) {
    TestApplication application;
    application.plan = [](const RequestHead& head) {
        Response refused;
        refused.status = 401;
        refused.body = head.raw_target;
        return refused;
    };
    TestServer server(application);
    TestClient client(server.port());
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client.read_until("/a"), StartsWith("HTTP/1.1 401 "));
    client.send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nGET /c HTTP/1.1");
    EXPECT_THAT(client.read_all(), EndsWith("/b"));
}

class Uploads : public testing::Test {
  protected:
    Uploads() {
        std::filesystem::create_directories(folder_);
        application_.plan = [this](const RequestHead&) { return KeepInFile{folder_, 1'000'000}; };
        application_.work = [this](const Request& request, const Respond& respond) {
            file_ = request.body_file;
            Response response;
            response.body = std::to_string(std::filesystem::file_size(file_)) + "!";
            respond(std::move(response));
        };
    }
    ~Uploads() override { std::filesystem::remove_all(folder_); }
    bool is_empty() const { return std::filesystem::is_empty(folder_); }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("taizhang-uploads-" + std::to_string(::getpid()));
    std::filesystem::path file_;
    TestApplication application_;
};

TEST_F(Uploads, GoToAFileThatIsRemovedAfterTheAnswer) {
    {
        TestServer server(application_);
        TestClient client(server.port());
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" +
                    std::string(300'000, 'x'));
        EXPECT_THAT(client.read_until("!"), EndsWith("300000!"));
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 10; ++i) {
            client.send("2710\r\n" + std::string(10'000, 'y') + "\r\n");
        }
        client.send("0\r\n\r\n");
        EXPECT_THAT(client.read_until("!"), EndsWith("100000!"));
    }
    EXPECT_FALSE(file_.empty());
    EXPECT_TRUE(is_empty());
}

TEST_F(Uploads, LeaveNothingWhenTheyAreTooLargeTooSlowOrGone) {
    TestServer server(application_, with_limits([](auto& limits) {
                          limits.chunk_max = 60ms;
                          limits.linger_max = 20ms;
                      }));
    const std::string post = "POST /a HTTP/1.1\r\nHost: x\r\n";
    TestClient large(server.port());
    EXPECT_THAT(large.ask(post + "Content-Length: 1000001\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
    TestClient slow(server.port());
    EXPECT_THAT(slow.ask(post + "Content-Length: 1000\r\n\r\nabc"), StartsWith("HTTP/1.1 408 "));
    {
        TestClient gone(server.port());
        gone.send(post + "Content-Length: 1000\r\n\r\nabc");
    }
    TestClient after(server.port());
    EXPECT_THAT(after.ask(post + "Connection: close\r\nContent-Length: 1\r\n\r\n1"),
                EndsWith("1!"));
    while (server.server().state().connections > 0) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(is_empty());
}

TEST_F(Uploads, MayBeMovedAwayByTheApplication) {
    const auto kept = folder_ / "kept";
    application_.work = [&](const Request& request, const Respond& respond) {
        std::filesystem::rename(request.body_file, kept);
        respond({});
    };
    {
        TestServer server(application_);
        TestClient client(server.port());
        client.ask(
            "PUT /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
    }
    EXPECT_EQ(std::filesystem::file_size(kept), 3U);
}

TEST_F(Uploads, ThatCannotBeWrittenEndTheirOwnConnectionAlone) {
    application_.plan = [this](const RequestHead&) {
        return KeepInFile{folder_ / "missing", 1'000'000};
    };
    TestServer server(application_);
    for (int i = 0; i < 2; ++i) {
        TestClient client(server.port());
        EXPECT_THAT(client.ask("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"),
                    StartsWith("HTTP/1.1 500 "));
    }
}

}  // namespace
}  // namespace taizhang::http
