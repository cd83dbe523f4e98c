// SPDX-License-Identifier: Apache-2.0
#include "http/outbound.hpp"

#include <gtest/gtest.h>

#include <future>

#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

class OutboundTo : public testing::Test {
  protected:
    OutboundTo() : server_(application_) {}
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + path;
    }

    TestApplication application_;
    TestServer server_;
};

TEST_F(OutboundTo, GetsAndPosts) {
    application_.work = [](const Request& request, const Respond& respond) {
        Response response;
        response.body = request.method_text + " " + request.body + " " +
                        std::string(request.headers.get("Authorization"));
        respond(std::move(response));
    };
    const Outbound outbound({});
    const auto got = outbound.ask({url("/"), "", ""});
    ASSERT_TRUE(got) << got.error().log;
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->body, "GET  ");
    EXPECT_EQ(outbound.ask({url("/"), "a=1", "Basic eA=="})->body, "POST a=1 Basic eA==");
}

TEST_F(OutboundTo, FollowsNothing) {
    application_.work = [](const Request& request, const Respond& respond) {
        Response response;
        response.status = request.raw_target == "/elsewhere" ? 302 : 200;
        response.headers.set("Location", "/");
        respond(std::move(response));
    };
    const Outbound outbound({});
    EXPECT_EQ(outbound.ask({url("/elsewhere"), "", ""})->status, 302);
    EXPECT_EQ(outbound.ask({"file:///etc/hostname", "", ""}).error().code, ErrorCode::Busy);
}

TEST_F(OutboundTo, TakesNoMoreAndWaitsNoLongerThanItSays) {
    std::promise<Respond> never;
    application_.work = [&](const Request& request, Respond respond) {
        if (request.raw_target == "/never") {
            never.set_value(std::move(respond));
            return;
        }
        Response response;
        response.body = std::string(50'000, 'x');
        respond(std::move(response));
    };
    OutboundOptions options;
    options.bytes_max = 40'000;
    options.whole_ms_max = 300;
    const Outbound outbound(options);
    EXPECT_EQ(outbound.ask({url("/large"), "", ""}).error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(outbound.ask({url("/never"), "", ""}).error().code, ErrorCode::Busy);
    EXPECT_TRUE(never.get_future().get());
}

}  // namespace
}  // namespace taizhang::http
