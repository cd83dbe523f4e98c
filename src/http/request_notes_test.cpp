// SPDX-License-Identifier: Apache-2.0
// What an application keeps with a request is there until the request is over, whichever way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

using testing::HasSubstr;

class Noting : public TestApplication {
  public:
    struct Notes : RequestNotes {
        explicit Notes(std::atomic<int>& of) : alive(of) { ++alive; }
        ~Notes() override { --alive; }
        std::atomic<int>& alive;
        std::string first_word;
    };

    std::shared_ptr<RequestNotes> begin(const RequestHead& head) override {
        auto notes = std::make_shared<Notes>(alive);
        notes->first_word = head.method_text.empty() ? "unread" : head.method_text;
        ++begun;
        return notes;
    }
    void before_sending(const RequestHead& head, Response& response) override {
        response.headers.set("X-Notes", static_cast<Notes&>(*head.notes).first_word);
    }
    void finished(const Exchange& exchange) override {
        last = static_cast<Notes&>(*exchange.request->notes).first_word;
        TestApplication::finished(exchange);
    }

    std::atomic<int> alive = 0;
    std::atomic<int> begun = 0;
    std::string last;
};

TEST(RequestNotes, AreKeptToTheEndOfTheAnswer) {
    Noting application;
    application.plan = [](const RequestHead& head) -> BodyPlan {
        if (head.raw_target == "/refused") {
            return Response{404, {}, "", {}, {}, {}};
        }
        return KeepInMemory{};
    };
    {
        TestServer server(application);
        EXPECT_THAT(TestClient(server.port()).ask(get("/a")), HasSubstr("X-Notes: GET\r\n"));
        application.statuses(1);
        EXPECT_EQ(application.last, "GET");
        // Refused by the application, and by the server.
        EXPECT_THAT(TestClient(server.port()).ask(get("/refused")), HasSubstr("X-Notes: GET\r\n"));
        EXPECT_THAT(TestClient(server.port()).ask("no request\r\n\r\n"),
                    HasSubstr("X-Notes: unread\r\n"));
        application.statuses(3);
    }
    EXPECT_EQ(application.begun, 3);
    EXPECT_EQ(application.alive, 0);
}

TEST(RequestNotes, EndWithAClientThatIsGone) {
    Noting application;
    {
        TestServer server(application);
        TestClient client(server.port());
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
        while (application.alive == 0) {
            std::this_thread::yield();
        }
        client.close();
        while (application.alive != 0) {
            std::this_thread::yield();
        }
    }
    EXPECT_EQ(application.begun, 1);
}

}  // namespace
}  // namespace taizhang::http
