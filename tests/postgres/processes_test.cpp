// SPDX-License-Identifier: Apache-2.0
// Several programs at one database: they see each other's work, give out nothing twice, and need
// not wait for one another.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include "service/reporting/rebuild_rollups.hpp"
#include "service/search/search_records.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kProcessesDefinitions = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
key: [house]
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text, required: true}
  - {name: place, title: 网格, type: area, role: area}
---
indicator: visits.count
title: {zh: 次数, en: Visits}
of: visits
measure: count
unit: 次
)";

std::vector<std::pair<std::string, std::string>> row(const std::string& house) {
    return {{"visited_on", "2020-03-09"}, {"house", house}, {"place", "111"}};
}

class Processes : public ::testing::Test {
  protected:
    std::string write_table(const std::string& name, int from, int to) {
        const auto file = office_.folder() / (name + ".csv");
        std::ofstream stream(file);
        stream << "日期,户,网格\n";
        for (int i = from; i < to; ++i) {
            stream << fmt::format("2020-0{}-{:02},{} 号,{}\n", i % 6 + 1, i % 28 + 1, i,
                                  i % 2 == 0 ? 111 : 122);
        }
        return file.string();
    }

    // The program itself, in a process of its own.
    std::future<int> start(const std::string& arguments) const {
        const auto command = fmt::format("'{}' {} --database '{}' > /dev/null 2>&1",
                                         TAIZHANG_PROGRAM, arguments, office_.url());
        return std::async(std::launch::async, [command] { return std::system(command.c_str()); });
    }

    Result<void> add(store::Store& store, const std::string& house) {
        const auto definitions = office_.definitions();
        const auto* ledger = definitions->catalog.pack.ledger("visits");
        const auto grant =
            *access::authorize(office_.session().principal, access::Permission::WriteRecords);
        const auto content = model::content_of(
            *ledger, {*parse_date("2020-03-09"), house, definitions->areas.find("111")->value});
        return store.write([&](store::WriteTx& tx) -> Result<void> {
            service::RecordWriter writer(tx, *definitions, *ledger, grant, BatchId{});
            TZ_TRY(writer.create(content, ""));
            return {};
        });
    }

    void expect_records(std::size_t count) {
        std::set<std::string> numbers;
        std::set<std::string> houses;
        const auto records = office_.records("visits");
        for (const auto& record : records) {
            EXPECT_TRUE(numbers.insert(record.number).second) << record.number;
            houses.insert(std::get<std::string>(record.values[1]));
        }
        EXPECT_EQ(records.size(), count);
        EXPECT_EQ(houses.size(), count);
        const auto outcome = office_.verify();
        EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
        EXPECT_EQ(outcome.records, static_cast<std::int64_t>(count));
    }

    TestOffice office_{kProcessesDefinitions, Adapter::Postgres};
};

TEST_F(Processes, ProgramsAndThreadsWriteAtOnce) {
    // Two of the files hold the same rows: whoever comes second finds them.
    std::vector<std::future<int>> programs;
    programs.push_back(start("import visits " + write_table("one", 0, 3'000)));
    programs.push_back(start("import visits " + write_table("two", 2'000, 5'000)));
    programs.push_back(start("verify"));
    const auto other = office_.open_again();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 50; ++k) {
                EXPECT_TRUE(add(i % 2 == 0 ? office_.store() : *other, fmt::format("{}/{}", i, k)));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (auto& program : programs) {
        EXPECT_EQ(program.get(), 0);
    }
    expect_records(5'200);
}

// Under writers of several processes, of which one is always at work.
TEST_F(Processes, CountingAnewHasItsTurnAndMissesNobodysRecord) {
    std::vector<service::StorePtr> others;
    std::vector<std::thread> writers;
    std::atomic<bool> counting{true};
    std::atomic<std::size_t> records{0};
    for (int i = 0; i < 3; ++i) {
        others.push_back(office_.open_again());
        writers.emplace_back([&, i, other = others.back().get()] {
            for (int k = 0; counting; ++k) {
                EXPECT_TRUE(add(*other, fmt::format("{}/{}", i, k)));
                ++records;
            }
        });
    }
    for (int i = 0; i < 5; ++i) {
        const auto rebuilt = service::rebuild_rollups(office_.session());
        EXPECT_TRUE(rebuilt) << describe(rebuilt.error());
    }
    counting = false;
    for (auto& writer : writers) {
        writer.join();
    }
    expect_records(records);
}

TEST_F(Processes, SearchFindsAtOnceWhatAnotherWrote) {
    const auto other = office_.open_again();
    service::SearchRequest request;
    for (int i = 0; i < 20; ++i) {
        request.words = fmt::format("门牌{}号", i);
        ASSERT_TRUE(add(*other, request.words));
        const auto found = service::search_records(office_.session(), request);
        ASSERT_TRUE(found) << describe(found.error());
        EXPECT_EQ(found->records.size(), 1U) << request.words;
    }
    expect_records(20);
}

// A closure that has not come to its end holds nobody up who writes something else, and nobody's
// seal covers what it may still write.
TEST_F(Processes, AWriterAtWorkHoldsNobodyUp) {
    const auto other = office_.open_again();
    std::promise<void> begun;
    std::promise<void> released;
    auto release = released.get_future();
    std::thread slow([&] {
        const auto written = other->write([&](store::WriteTx& tx) -> Result<void> {
            store::AuditEvent event;
            event.actor = "slow";
            event.action = store::AuditAction::AreasChanged;
            tx.append_event(event);
            // Takes its place in the log now.
            tx.scan_audit({}, [](const store::AuditEvent&) { return false; });
            begun.set_value();
            release.wait();
            return {};
        });
        EXPECT_TRUE(written);
    });
    begun.get_future().wait();
    ASSERT_TRUE(office_.add("visits", row("1 号")));
    const auto outcome = office_.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    std::int64_t settled = 0;
    std::int64_t last = 0;
    const auto look = [&] {
        return office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            settled = tx.settled_to();
            last = tx.search().last_event();
            return {};
        });
    };
    ASSERT_TRUE(office_.store().sync());
    ASSERT_TRUE(look());
    EXPECT_EQ(settled, last - 2);  // its place, and the one behind it
    released.set_value();
    slow.join();
    ASSERT_TRUE(office_.store().sync());
    ASSERT_TRUE(look());
    EXPECT_EQ(settled, last);
    EXPECT_TRUE(office_.verify().sound());
}

// Before the commit nothing is done, so the work runs again on a new connection. What it had drawn
// the server may have forgotten, so the number may be the next one.
TEST_F(Processes, AWriterWhoseConnectionIsCutBeginsAgain) {
    const auto definitions = office_.definitions();
    const auto* ledger = definitions->catalog.pack.ledger("visits");
    const auto grant =
        *access::authorize(office_.session().principal, access::Permission::WriteRecords);
    const auto content = model::content_of(*ledger, {*parse_date("2020-03-09"), std::string("1 号"),
                                                     definitions->areas.find("111")->value});
    int runs = 0;
    const auto written = office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        service::RecordWriter writer(tx, *definitions, *ledger, grant, BatchId{});
        TZ_TRY(writer.create(content, ""));
        if (++runs == 1) {
            const auto cut = office_.first_row(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'idle in transaction'");
            EXPECT_EQ(cut.at(0), "1");
        }
        return {};
    });
    EXPECT_TRUE(written) << describe(written.error());
    EXPECT_EQ(runs, 2);
    expect_records(1);
}

// What is refused after it had its place in the log leaves a line that says so.
TEST_F(Processes, APlaceThatIsNotUsedIsAccountedFor) {
    const auto refused = office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        store::AuditEvent event;
        event.actor = "nobody";
        event.action = store::AuditAction::AreasChanged;
        tx.append_event(event);
        tx.scan_audit({}, [](const store::AuditEvent&) { return false; });
        return fail(ErrorCode::Conflict, "不行", "refused on purpose");
    });
    EXPECT_FALSE(refused);
    ASSERT_TRUE(office_.add("visits", row("1 号")));
    ASSERT_TRUE(office_.store().sync());
    std::vector<store::AuditAction> actions;
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        tx.scan_audit({}, [&](const store::AuditEvent& event) {
            actions.push_back(event.action);
            return true;
        });
        return {};
    }));
    ASSERT_GE(actions.size(), 2U);
    EXPECT_EQ(actions[actions.size() - 2], store::AuditAction::PlaceUnused);
    EXPECT_EQ(actions.back(), store::AuditAction::RecordCreated);
    EXPECT_TRUE(office_.verify().sound());
}

}  // namespace
}  // namespace taizhang::tests
