// SPDX-License-Identifier: Apache-2.0
// Live changes: whoever listens is told of each change once, in order, within what he may see.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "base/clock.hpp"
#include "service/changes/change_feed.hpp"
#include "service/changes/limits.hpp"
#include "service/identity/accounts.hpp"
#include "service/identity/sign_in.hpp"
#include "service/records/record_entry.hpp"
#include "tests/conformance/every_adapter.hpp"
#include "tests/conformance/listener.hpp"

namespace taizhang::tests {
namespace {

const char* const kChangesPack = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 测试, en: Test}
number: ZF
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
retention: permanent
---
ledger: meetings
title: {zh: 会议, en: Meetings}
chapter: main
purpose: {zh: 测试, en: Test}
number: HY
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
retention: permanent
---
role: worker
title: {zh: 网格员, en: Worker}
permissions: [read_records, write_records]
ledgers: [visits]
---
role: leader
title: {zh: 领导, en: Leader}
permissions: [read_records]
ledgers: all
)";

class Changes : public EveryAdapter {
  protected:
    Changes()
        : office_(kChangesPack), feed_(std::make_unique<service::ChangeFeed>(office_.store())) {}
    ~Changes() override {
        feed_.reset();
        EXPECT_TRUE(office_.verify().sound());
    }

    service::Caller account(const std::string& name, const std::string& role,
                            const std::string& area = "") {
        service::NewAccount wanted{name, name, {}, false};
        wanted.roles.push_back({role, area, ""});
        const auto issued = service::create_account(office_.session(), wanted);
        EXPECT_TRUE(issued);
        const service::Session anyone{office_.store(), {}};
        const auto in =
            service::sign_in(anyone, {name, issued->password, "", "127.0.0.1", "test", ""});
        EXPECT_TRUE(in);
        return *service::caller_of_session(anyone, in->secret, system_now());
    }
    std::shared_ptr<Listener> listen(const service::Caller& caller,
                                     std::optional<std::int64_t> after = std::nullopt,
                                     const std::vector<std::string>& ledgers = {}) {
        auto listener = std::make_shared<Listener>();
        const auto listening = feed_->subscribe({caller, ledgers, after}, listener);
        EXPECT_TRUE(listening) << describe(listening.error());
        return listener;
    }
    RecordId add(const std::string& cell, const std::string& note = "") {
        service::RecordRequest request;
        request.ledger = "visits";
        request.fields = {{"day", "2020-05-01"}, {"cell", cell}, {"note", note}};
        const auto made = service::create_record(office_.session(), request);
        EXPECT_TRUE(made && made->record);
        return made->record->id;
    }
    void change(RecordId id, std::int64_t revision, const std::string& field,
                const std::string& value) {
        service::RecordRequest request;
        request.ledger = "visits";
        request.id = id;
        request.revision = revision;
        request.fields = {{field, value}};
        const auto changed = service::change_record(office_.session(), request);
        EXPECT_TRUE(changed && changed->errors.empty() && !changed->outdated);
    }
    // So that it need not be waited for.
    std::int64_t settle() {
        EXPECT_TRUE(office_.store().sync());
        std::int64_t last = 0;
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            last = service::last_settled(tx);
            return {};
        }));
        return last;
    }
    static std::vector<std::string> kinds(const std::vector<Listener::Told>& told) {
        std::vector<std::string> kinds;
        for (const auto& one : told) {
            kinds.push_back(one.what);
        }
        return kinds;
    }
    using Kinds = std::vector<std::string>;

    TestOffice office_;
    std::unique_ptr<service::ChangeFeed> feed_;
};

TEST_P(Changes, AreToldInOrderToWhoMaySeeThem) {
    const auto leader = listen(account("leader", "leader"));
    const auto here = listen(account("here", "worker", "111"));
    const auto there = listen(account("there", "worker", "121"));
    settle();
    const auto one = add("111", "甲");
    change(one, 1, "note", "乙");
    service::RecordRequest request;
    request.ledger = "visits";
    request.id = one;
    request.revision = 2;
    ASSERT_TRUE(service::remove_record(office_.session(), request));
    request.revision = 3;
    ASSERT_TRUE(service::restore_record(office_.session(), request));
    const auto last = add("121");
    settle();
    const auto is_last = [&](const Listener::Told& told) { return told.record == last; };
    const auto told = leader->until(is_last);
    EXPECT_EQ(kinds(told),
              (Kinds{"position", "created", "changed", "deleted", "restored", "created"}));
    EXPECT_EQ(told[2].record, one);
    EXPECT_EQ(told[2].revision, 2);
    EXPECT_EQ(told[2].ledger, "visits");
    EXPECT_EQ(told[2].area, *office_.definitions()->areas.find("111"));
    for (std::size_t i = 1; i < told.size(); ++i) {
        EXPECT_GT(told[i].seq, told[i - 1].seq);
    }
    EXPECT_EQ(kinds(there->until(is_last)), (Kinds{"position", "created"}));
    EXPECT_EQ(kinds(here->until("restored")),
              (Kinds{"position", "created", "changed", "deleted", "restored"}));
}

TEST_P(Changes, WhatLeavesTheReachIsGoneAndNoMore) {
    const auto here = listen(account("here", "worker", "111"));
    const auto there = listen(account("there", "worker", "121"));
    const auto id = add("111");
    settle();
    here->until("created");
    change(id, 1, "cell", "121");
    settle();
    EXPECT_EQ(kinds(here->until("gone")), (Kinds{"position", "created", "gone"}));
    const auto told = there->until("changed");
    EXPECT_EQ(kinds(told), (Kinds{"position", "changed"}));
    EXPECT_EQ(told[1].record, id);
}

// A record that was here when it was made, and is elsewhere by the time that it is read.
TEST_P(Changes, APastStretchIsToldByWhereTheRecordWas) {
    const auto worker = account("here", "worker", "111");
    const auto before = settle();
    const auto id = add("111");
    change(id, 1, "cell", "121");
    change(id, 2, "note", "那边的事");
    const auto end = settle();
    EXPECT_EQ(kinds(listen(worker, before)->until_seq(end)),
              (Kinds{"created", "gone", "position"}));
}

TEST_P(Changes, WhoComesBackMissesNothingAndHearsNothingTwice) {
    const auto leader = account("leader", "leader");
    std::vector<RecordId> made;
    const auto start = settle();
    for (int i = 0; i < 30; ++i) {
        made.push_back(add("111"));
    }
    const auto end = settle();
    auto first = listen(leader, start)->until_seq(start + 10);
    first.resize(10);
    const auto rest = listen(leader, first.back().seq)->until("position");
    std::vector<RecordId> heard;
    for (const auto& part : {first, rest}) {
        for (const auto& told : part) {
            if (told.what == "created") {
                heard.push_back(told.record);
            }
        }
    }
    EXPECT_EQ(heard, made);
    EXPECT_EQ(rest.back().seq, end);
}

TEST_P(Changes, WhoIsTooFarBehindReadsAnew) {
    const auto leader = account("leader", "leader");
    settle();
    EXPECT_EQ(kinds(listen(leader, -1)->until("reset")), Kinds{"reset"});
    EXPECT_EQ(kinds(listen(leader, 1'000'000)->until("reset")), Kinds{"reset"});
    for (std::int64_t i = 0; i <= limits::kChangesReplayMax / 100; ++i) {
        ASSERT_TRUE(office_.store().write([](store::WriteTx& tx) -> Result<void> {
            for (int k = 0; k < 100; ++k) {
                store::AuditEvent event;
                event.actor = "test";
                event.action = store::AuditAction::Denied;
                tx.append_event(std::move(event));
            }
            return {};
        }));
    }
    const auto end = settle();
    const auto told = listen(leader, 1)->until("reset");
    EXPECT_EQ(kinds(told), Kinds{"reset"});
    EXPECT_EQ(told[0].seq, end);
}

TEST_P(Changes, ASlowOneIsWaitedForAndNobodyElseWaits) {
    const auto leader = account("leader", "leader");
    settle();
    const auto slow = listen(leader);
    const auto quick = listen(leader);
    slow->make_room(false);
    const auto id = add("111");
    settle();
    quick->until("created");
    EXPECT_EQ(kinds(slow->until("position")), Kinds{"position"});
    slow->make_room(true);
    const auto told = slow->until("created");
    EXPECT_EQ(told.back().record, id);
}

TEST_P(Changes, OnlyTheLedgersThatAreAskedFor) {
    const auto leader = account("leader", "leader");
    settle();
    const auto meetings = listen(leader, std::nullopt, {"会议"});
    add("111");
    ASSERT_TRUE(office_.add("meetings", {{"day", "2020-05-01"}}));
    settle();
    EXPECT_EQ(kinds(meetings->until("created")), (Kinds{"position", "created"}));
    const auto worker = account("here", "worker", "111");
    auto listener = std::make_shared<Listener>();
    EXPECT_EQ(feed_->subscribe({worker, {"meetings"}, std::nullopt}, listener).error().code,
              ErrorCode::Forbidden);
    EXPECT_EQ(feed_->subscribe({worker, {"nobody"}, std::nullopt}, listener).error().code,
              ErrorCode::NotFound);
}

TEST_P(Changes, EndWithTheAccountAndWithTheSession) {
    const auto first = account("first", "leader");
    const auto second = account("second", "leader");
    const auto disabled = listen(first);
    const auto ended = listen(second);
    ASSERT_TRUE(service::set_disabled(office_.session(), "first", true));
    add("111");
    settle();
    EXPECT_EQ(kinds(disabled->until("end")), (Kinds{"position", "end"}));
    const service::Session session{office_.store(), second.principal};
    ASSERT_TRUE(service::end_session(session, second, second.session));
    add("111");
    settle();
    EXPECT_EQ(kinds(ended->until("end")), (Kinds{"position", "created", "end"}));
}

TEST_P(Changes, WithLessReachHeReadsAnewAndHearsLess) {
    const auto caller = account("mover", "worker", "111");
    const auto listener = listen(caller);
    ASSERT_TRUE(service::set_roles(office_.session(), "mover", {{"worker", "121", ""}}));
    add("111");
    const auto last = add("121");
    settle();
    const auto told = listener->until([&](const auto& one) { return one.record == last; });
    EXPECT_EQ(kinds(told), (Kinds{"position", "reset", "created"}));
}

TEST_P(Changes, NobodyListensTooOften) {
    const auto leader = account("leader", "leader");
    std::vector<std::shared_ptr<Listener>> windows;
    for (std::size_t i = 0; i < limits::kChangeSubscribersPerAccount; ++i) {
        windows.push_back(listen(leader));
    }
    auto listener = std::make_shared<Listener>();
    EXPECT_EQ(feed_->subscribe({leader, {}, std::nullopt}, listener).error().code,
              ErrorCode::LimitExceeded);
    EXPECT_EQ(feed_->subscribers(), limits::kChangeSubscribersPerAccount);
    windows.front()->leave();
    while (!feed_->subscribe({leader, {}, std::nullopt}, listener)) {
        std::this_thread::yield();  // until it has seen that one is gone
    }
}

// What another process writes is heard as well.
TEST_P(Changes, OfAnotherProcessArriveToo) {
    const auto leader = listen(account("leader", "leader"));
    settle();
    const auto other = office_.open_again();
    service::RecordRequest request;
    request.ledger = "visits";
    request.fields = {{"day", "2020-05-01"}, {"cell", "111"}};
    ASSERT_TRUE(service::create_record({*other, access::local_operator("other")}, request)->record);
    EXPECT_EQ(kinds(leader->until("created")), (Kinds{"position", "created"}));
}

TEST_P(Changes, UnderManyWritersEachIsToldOnce) {
    const auto leader = listen(account("leader", "leader"));
    constexpr std::size_t kThreads = 8;
    constexpr std::size_t kEach = 50;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (std::size_t k = 0; k < kEach; ++k) {
                add("111");
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    const auto last = add("122");
    settle();
    const auto told = leader->until([&](const auto& one) { return one.record == last; });
    std::set<RecordId> records;
    std::size_t created = 0;
    for (const auto& one : told) {
        created += one.what == "created" ? 1 : 0;
        records.insert(one.record);
    }
    EXPECT_EQ(created, kThreads * kEach + 1);
    EXPECT_EQ(records.size(), created + 1);  // and the position's
}

TZ_FOR_EVERY_ADAPTER(Changes);

}  // namespace
}  // namespace taizhang::tests
