// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "http/connection.hpp"
#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

void answer_with(TestApplication& application, Response response) {
    application.work = [response](const Request&, const Respond& respond) { respond(response); };
}

TEST(Answering, SendsAPartOfAFile) {
    const auto file =
        std::filesystem::temp_directory_path() / ("taizhang-part-" + std::to_string(::getpid()));
    std::ofstream(file) << std::string(200'000, 'a') << std::string(200'000, 'b');
    TestApplication application;
    Response response;
    response.status = 206;
    response.file = FileBody{file, 199'999, 100'000};
    answer_with(application, response);
    TestServer server(application);
    TestClient client(server.port());
    const std::string all = client.ask(get("/a"));
    EXPECT_THAT(all, HasSubstr("Content-Length: 100000\r\n"));
    EXPECT_EQ(all.substr(all.find("\r\n\r\n") + 4), "a" + std::string(99'999, 'b'));
    std::filesystem::remove(file);
}

TEST(Answering, ClosesWhereAFileIsShorterThanPromisedAndSaysWhereItIsMissing) {
    const auto file =
        std::filesystem::temp_directory_path() / ("taizhang-short-" + std::to_string(::getpid()));
    std::ofstream(file) << "short";
    TestApplication application;
    Response response;
    response.file = FileBody{file, 0, 10};
    answer_with(application, response);
    TestServer server(application);
    TestClient cut(server.port());
    cut.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(cut.read_all(), EndsWith("\r\n\r\n"));
    std::filesystem::remove(file);
    TestClient missing(server.port());
    EXPECT_THAT(missing.ask(get("/a")), StartsWith("HTTP/1.1 500 "));
}

TEST(Answering, SendsBorrowedAndLargeBodiesWhole) {
    static const std::string kLarge(3'000'000, 'z');
    TestApplication application;
    Response response;
    response.borrowed = kLarge;
    answer_with(application, response);
    TestServer server(application);
    TestClient client(server.port());
    const std::string all = client.ask(get("/a"));
    EXPECT_THAT(all, HasSubstr("Content-Length: 3000000\r\n"));
    EXPECT_THAT(all, EndsWith("\r\n\r\n" + kLarge));
}

TEST(Answering, LetsAReaderGoThatDoesNotRead) {
    TestApplication application;
    Response response;
    response.body = std::string(50'000'000, 'z');
    answer_with(application, response);
    TestServer server(application, with_limits([](auto& limits) { limits.chunk_max = 50ms; }));
    TestClient slow(server.port());
    slow.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(application.statuses(1), std::vector<int>{200});
    EXPECT_LT(slow.read_all().size(), 50'000'000U);
}

TEST(Answering, CompressesTextsForThoseWhoTakeIt) {
    TestApplication application;
    Response response;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = "[" + std::string(100'000, ' ') + "]";
    answer_with(application, response);
    TestServer server(application);
    TestClient takes(server.port());
    const std::string small = takes.ask(get("/a", "Accept-Encoding: br, gzip\r\n"));
    EXPECT_THAT(small, HasSubstr("Content-Encoding: gzip\r\n"));
    EXPECT_THAT(small, HasSubstr("Vary: Accept-Encoding\r\n"));
    EXPECT_LT(small.size(), 1'000U);
    TestClient refuses(server.port());
    const std::string plain = refuses.ask(get("/a", "Accept-Encoding: gzip;q=0\r\n"));
    EXPECT_THAT(plain, HasSubstr("Vary: Accept-Encoding\r\n"));
    EXPECT_THAT(plain, EndsWith("\r\n\r\n" + response.body));
}

TEST(Answering, TellsAnAddressThatAsksTooOftenWhenToComeBack) {
    TestApplication application;
    TestServer server(application, with_limits([](auto& limits) {
                          limits.requests_per_address = {.per_second = 0.01, .burst = 2};
                      }));
    TestClient client(server.port());
    const std::string request = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(request);
    client.read_until("GET ");
    client.send(request);
    client.read_until("GET ");
    const std::string refused = client.ask(request + get("/a"));
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 429 "));
    EXPECT_THAT(refused, HasSubstr("Retry-After: 100\r\n"));
    EXPECT_EQ(application.statuses(4), (std::vector<int>{200, 200, 429, 429}));
}

}  // namespace
}  // namespace taizhang::http
