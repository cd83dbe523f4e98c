// SPDX-License-Identifier: Apache-2.0
#include "api/operations/request_counts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RequestCounts, TellEachRouteByHowItEnded) {
    RequestCounts counts({{"GET", "/a/{x}"}, {"POST", "/b"}});
    counts.note(0, 200, 1'400, 10);
    counts.note(0, 200, 9'000'000, 20);
    counts.note(0, 404, 100, 5);
    counts.note(0, 999, -1, 0);  // of no class
    counts.in_progress = 3;
    Exposition text;
    counts.write(text);
    const auto written = text.take();
    const std::string bucket =
        "taizhang_http_request_duration_seconds_bucket{method=\"GET\","
        "route=\"/a/{x}\",status=";
    EXPECT_THAT(written, HasSubstr(bucket + "\"2xx\",le=\"0.001\"} 0\n"));
    EXPECT_THAT(written, HasSubstr(bucket + "\"2xx\",le=\"0.0015\"} 1\n"));
    EXPECT_THAT(written, HasSubstr(bucket + "\"2xx\",le=\"10\"} 2\n"));
    EXPECT_THAT(written, HasSubstr(bucket + "\"4xx\",le=\"0.00025\"} 1\n"));
    EXPECT_THAT(written, HasSubstr(bucket + "\"5xx\",le=\"+Inf\"} 1\n"));
    EXPECT_THAT(written, HasSubstr("taizhang_http_requests_total{code=\"200\"} 2\n"));
    EXPECT_THAT(written, HasSubstr("taizhang_http_sent_bytes_total 35\n"));
    EXPECT_THAT(written, HasSubstr("taizhang_http_requests_in_progress 3\n"));
    EXPECT_THAT(written, Not(HasSubstr("POST")));  // nobody has asked for it
}

}  // namespace
}  // namespace taizhang::api
