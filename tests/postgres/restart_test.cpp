// SPDX-License-Identifier: Apache-2.0
// The server goes away under load, as in a crash: whoever writes is told in words, or answered
// truly; when it is back, the work goes on by itself.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kDefinitions = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text, required: true}
---
indicator: visits.count
title: {zh: 次数, en: Visits}
of: visits
measure: count
unit: 次
)";

constexpr int kRestarts = 4;
constexpr std::size_t kAnswersBetween = 60;

// Threads that write until they are told to stop, and what they were told.
class Load {
  public:
    Load(TestOffice& office, service::StorePtr other) : office_(office), other_(std::move(other)) {
        definitions_ = office.definitions();
        for (int i = 0; i < 6; ++i) {
            threads_.emplace_back([this, i] { write(i, i % 2 == 0 ? office_.store() : *other_); });
        }
    }

    void wait_for_more_answers() {
        std::unique_lock lock(mutex_);
        const std::size_t before = answered_.size();
        changed_.wait(lock, [&] { return answered_.size() >= before + kAnswersBetween; });
    }

    void stop() {
        stopping_ = true;
        for (auto& thread : threads_) {
            thread.join();
        }
        other_.reset();
    }

    std::set<std::string> answered() const { return answered_; }
    std::vector<Error> errors() const { return errors_; }

  private:
    void write(int thread, store::Store& store) {
        const auto* ledger = definitions_->catalog.pack.ledger("visits");
        const auto grant =
            *access::authorize(office_.session().principal, access::Permission::WriteRecords);
        for (int i = 0; !stopping_; ++i) {
            const auto house = fmt::format("{}-{}", thread, i);
            const auto content = model::content_of(
                *ledger, {*parse_date(fmt::format("2020-01-{:02}", i % 28 + 1)), house});
            const auto written = store.write([&](store::WriteTx& tx) -> Result<void> {
                service::RecordWriter writer(tx, *definitions_, *ledger, grant, BatchId{});
                TZ_TRY(writer.create(content, ""));
                return {};
            });
            const std::lock_guard lock(mutex_);
            if (written) {
                answered_.insert(house);
            } else {
                errors_.push_back(written.error());
            }
            changed_.notify_all();
        }
    }

    TestOffice& office_;
    service::StorePtr other_;
    std::shared_ptr<const service::Definitions> definitions_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::string> answered_;
    std::vector<Error> errors_;
    std::atomic<bool> stopping_{false};
    std::vector<std::thread> threads_;
};

TEST(Restart, UnderLoadLosesNothingAndDoublesNothing) {
    const char* restart = std::getenv("TZ_POSTGRES_RESTART");
    ASSERT_NE(restart, nullptr);
    TestOffice office(kDefinitions, Adapter::Postgres);
    Load load(office, office.open_again());
    for (int i = 0; i < kRestarts; ++i) {
        load.wait_for_more_answers();
        ASSERT_EQ(std::system(restart), 0);
    }
    load.wait_for_more_answers();
    load.stop();

    std::map<std::string, int> found;
    std::set<std::string> numbers;
    for (const auto& record : office.records("visits")) {
        ++found[std::get<std::string>(record.values[1])];
        EXPECT_TRUE(numbers.insert(record.number).second) << record.number;
    }
    for (const auto& [house, times] : found) {
        EXPECT_EQ(times, 1) << house;
    }
    for (const auto& house : load.answered()) {
        EXPECT_TRUE(found.contains(house)) << house;
    }
    for (const auto& error : load.errors()) {
        EXPECT_TRUE(error.code == ErrorCode::Busy || error.code == ErrorCode::Io)
            << describe(error);
        EXPECT_NE(error.message.find("数据库"), std::string::npos) << error.message;
    }
    const auto outcome = office.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    // Nothing stays without a seal when everybody has gone.
    office.reopen();
    const auto open = office.first_row(
        "SELECT a.last_seq - s.last_seq, (SELECT count(*) FROM audit_block) "
        "FROM audit_head a JOIN seal_head s ON s.office_id = a.office_id");
    EXPECT_EQ(open, (std::vector<std::string>{"0", "0"}));
}

}  // namespace
}  // namespace taizhang::tests
