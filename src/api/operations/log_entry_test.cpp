// SPDX-License-Identifier: Apache-2.0
#include "api/operations/log_entry.hpp"

#include <gtest/gtest.h>

namespace taizhang::api {
namespace {

LogEntry entry() {
    LogEntry entry;
    entry.at = Instant{1'590'885'005'123};
    entry.request_id = "3f2b8a5093c14e8e9d510a6a5f0f4e55";
    entry.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
    entry.method = "GET";
    entry.route = "/api/v1/ledgers/{ledger}";
    entry.status = 200;
    entry.duration_microseconds = 1'250;
    entry.bytes = 532;
    entry.account = 123'456'789'012'345'678;
    entry.address = "192.0.2.7";
    return entry;
}

TEST(LogEntry, IsOneLineOfJson) {
    EXPECT_EQ(log_line(entry(), LogForm::Json),
              R"({"time":"2020-05-31T00:30:05.123Z","level":"info","event":"request",)"
              R"("request_id":"3f2b8a5093c14e8e9d510a6a5f0f4e55",)"
              R"("trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","method":"GET",)"
              R"("route":"/api/v1/ledgers/{ledger}","status":200,"duration_ms":1.25E0,)"
              R"("bytes":532,"account":"123456789012345678","address":"192.0.2.7"})"
              "\n");
}

TEST(LogEntry, IsOneLineForPeople) {
    auto failed = entry();
    failed.trace_id.clear();
    failed.account = 0;
    failed.status = 500;
    failed.failure = "std::runtime_error";
    EXPECT_EQ(log_line(failed, LogForm::Text),
              "2020-05-31T00:30:05.123Z error request GET /api/v1/ledgers/{ledger} 500 1.250ms "
              "532B id=3f2b8a5093c14e8e9d510a6a5f0f4e55 address=192.0.2.7 "
              "failure=std::runtime_error\n");
    EXPECT_EQ(log_line(failed, LogForm::Off), "");
}

TEST(LogEntry, SaysWhereTheServerBeganAndThatItEnded) {
    LogEntry started;
    started.at = Instant{1'590'885'005'123};
    started.event = LogEntry::Event::Started;
    started.address = "http://127.0.0.1:8080";
    EXPECT_EQ(log_line(started, LogForm::Json),
              R"({"time":"2020-05-31T00:30:05.123Z","level":"info","event":"started",)"
              R"("address":"http://127.0.0.1:8080"})"
              "\n");
}

}  // namespace
}  // namespace taizhang::api
