// SPDX-License-Identifier: Apache-2.0
// Requests that were carried out are kept with what they did, and are not carried out again.
#include <gtest/gtest.h>

#include <thread>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/once.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

const char* const kKeptRequestLedger = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: amount, type: money, min: 0.01, required: true, title: {zh: 金额, en: Amount}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 申请人, en: Applicant}}
retention: {years: 3}
)";

store::KeptRequest request(const std::string& name, std::int64_t at) {
    return {sha256(name), sha256("what " + name), Instant{at}, LedgerId{3}, RecordId{5}, 7};
}

class KeptRequests : public EveryAdapter {
  protected:
    KeptRequests() : office_(kKeptRequestLedger) {}
    ~KeptRequests() override { EXPECT_TRUE(office_.verify().sound()); }

    bool keep(const store::KeptRequest& kept, Instant expired = {}) {
        bool done = false;
        EXPECT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            done = tx.keep_request(kept, expired);
            return {};
        }));
        return done;
    }
    std::optional<store::KeptRequest> find(const std::string& name) {
        std::optional<store::KeptRequest> found;
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            found = tx.kept_request(sha256(name));
            return {};
        }));
        return found;
    }
    std::int64_t drop(Instant until, std::size_t most) {
        std::int64_t dropped = 0;
        EXPECT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            dropped = tx.drop_requests(until, most);
            return {};
        }));
        return dropped;
    }
    static service::RecordRequest entry(const std::string& amount) {
        service::RecordRequest made;
        made.ledger = "relief";
        made.fields = {{"paid_on", "2020-05-31"},
                       {"cell", "石桥第一网格"},
                       {"amount", amount},
                       {"applicant", "张三"}};
        return made;
    }
    static service::OnceKey key(const std::string& text, const std::string& content = "") {
        service::Caller caller;
        caller.principal = access::local_operator("test");
        return service::once_key(caller, "create_record", text, content);
    }

    TestOffice office_;
};

TEST_P(KeptRequests, AreFoundAsTheyWereKept) {
    EXPECT_FALSE(find("a"));
    EXPECT_TRUE(keep(request("a", 100)));
    EXPECT_EQ(find("a"), request("a", 100));
    EXPECT_FALSE(find("b"));
    office_.reopen();
    EXPECT_EQ(find("a"), request("a", 100));
}

TEST_P(KeptRequests, StayUntilTheyExpire) {
    ASSERT_TRUE(keep(request("a", 100)));
    EXPECT_FALSE(keep(request("a", 200), Instant{99}));
    EXPECT_EQ(find("a")->kept_at, Instant{100});
    EXPECT_TRUE(keep(request("a", 200), Instant{100}));
    EXPECT_EQ(find("a")->kept_at, Instant{200});
}

TEST_P(KeptRequests, AreForgottenAFewAtATimeTheOldestFirst) {
    for (int i = 1; i <= 5; ++i) {
        ASSERT_TRUE(keep(request(std::to_string(i), i)));
    }
    EXPECT_EQ(drop(Instant{4}, 3), 3);
    EXPECT_FALSE(find("3"));
    EXPECT_TRUE(find("4"));
    EXPECT_EQ(drop(Instant{4}, 3), 1);
    EXPECT_EQ(drop(Instant{4}, 3), 0);
    EXPECT_TRUE(find("5"));
}

// In the order of their time they are in no order of their ids; verify looks at both.
TEST_P(KeptRequests, AreFoundSoundByVerify) {
    for (int i = 1; i <= 20; ++i) {
        ASSERT_TRUE(keep(request(std::to_string(i), i)));
    }
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(KeptRequests, GoWithWhatTheyWereKeptFor) {
    const auto undone = office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        EXPECT_TRUE(tx.keep_request(request("a", 100), {}));
        return fail(ErrorCode::Conflict, "不", "undone");
    });
    EXPECT_FALSE(undone);
    EXPECT_FALSE(find("a"));
}

TEST_P(KeptRequests, TheLastEventIsOfThisClosureAlone) {
    ASSERT_TRUE(office_.add(
        "relief", {{"paid_on", "2020-05-31"}, {"cell", "石桥第一网格"}, {"amount", "1"}}));
    ASSERT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        EXPECT_FALSE(tx.last_event());
        store::AuditEvent event;
        event.action = store::AuditAction::RecordsExported;
        event.ledger = LedgerId{12};
        tx.append_event(std::move(event));
        EXPECT_EQ(tx.last_event()->action, store::AuditAction::RecordsExported);
        EXPECT_EQ(tx.last_event()->ledger, LedgerId{12});
        return {};
    }));
}

TEST_P(KeptRequests, TheLastBackupIsRemembered) {
    const auto last = [&] {
        std::optional<store::BackupTaken> found;
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            found = tx.last_backup();
            return {};
        }));
        return found;
    };
    EXPECT_FALSE(last());
    for (const std::int64_t at : {5, 9}) {
        const store::BackupTaken taken{Instant{at}, std::to_string(at) + ".tar"};
        ASSERT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            tx.put_backup(taken);
            return {};
        }));
        EXPECT_EQ(last(), taken);
    }
}

TEST_P(KeptRequests, ARecordIsMadeOnceUnderOneKey) {
    service::OnceStore first(office_.store(), key("k"));
    const auto made = service::create_record({first, access::local_operator("test")}, entry("500"));
    ASSERT_TRUE(made && made->record);
    EXPECT_FALSE(first.done_by_other());
    const auto kept = service::find_done(office_.store(), key("k"), system_now());
    ASSERT_TRUE(kept && *kept);
    EXPECT_EQ((*kept)->record, made->record->id);
    EXPECT_EQ((*kept)->revision, 1);
    // A second server that did not see it in time.
    const auto other = office_.open_again();
    service::OnceStore second(*other, key("k"));
    EXPECT_FALSE(service::create_record({second, access::local_operator("test")}, entry("500")));
    EXPECT_TRUE(second.done_by_other());
    EXPECT_EQ(office_.records("relief").size(), 1U);
}

TEST_P(KeptRequests, WhatWasRefusedIsNotKept) {
    service::OnceStore once(office_.store(), key("k"));
    const auto refused =
        service::create_record({once, access::local_operator("test")}, entry("-1"));
    ASSERT_TRUE(refused);
    EXPECT_FALSE(refused->errors.empty());
    const auto kept = service::find_done(office_.store(), key("k"), system_now());
    ASSERT_TRUE(kept);
    EXPECT_FALSE(*kept);
}

TEST_P(KeptRequests, OfManyAtOnceOneIsCarriedOut) {
    const auto other = office_.open_again();
    std::atomic<int> made = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            service::OnceStore once(i % 2 == 0 ? office_.store() : *other, key("k"));
            const auto outcome =
                service::create_record({once, access::local_operator("test")}, entry("500"));
            made += outcome && outcome->record ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(made, 1);
    EXPECT_EQ(office_.records("relief").size(), 1U);
}

TEST_P(KeptRequests, APurgeForgetsOldOnes) {
    const auto now = system_now();
    ASSERT_TRUE(keep(request("old", now.milliseconds - limits::kKeptRequestSeconds * 1'000 - 1)));
    ASSERT_TRUE(keep(request("new", now.milliseconds)));
    ASSERT_TRUE(service::purge_records(office_.session(), civil_date(now)));
    EXPECT_FALSE(find("old"));
    EXPECT_TRUE(find("new"));
}

TEST_P(KeptRequests, ARevisionIsReadAgainAsItWas) {
    const auto made = service::create_record(office_.session(), entry("500"));
    ASSERT_TRUE(made && made->record);
    auto change = entry("600");
    change.id = made->record->id;
    change.revision = 1;
    ASSERT_TRUE(service::change_record(office_.session(), change));
    const auto first =
        service::record_at_revision(office_.session(), "relief", made->record->id, 1);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->record.revision, 1);
    EXPECT_EQ(first->record.values, made->record->values);
    EXPECT_FALSE(service::record_at_revision(office_.session(), "relief", made->record->id, 3));
}

TZ_FOR_EVERY_ADAPTER(KeptRequests);

// Who reads the table must not be able to try values out.
TEST(OnceKey, SaysNothingOfWhatWasAskedWithoutTheKey) {
    service::Caller caller;
    caller.principal.name = "wang.fang";
    const auto one = service::once_key(caller, "create_record", "k1", "{\"name\":\"张三\"}");
    EXPECT_EQ(one.fingerprint,
              service::once_key(caller, "other", "k1", "{\"name\":\"张三\"}").fingerprint);
    EXPECT_NE(one.id, service::once_key(caller, "other", "k1", "").id);
    EXPECT_NE(one.fingerprint,
              service::once_key(caller, "create_record", "k2", "{\"name\":\"张三\"}").fingerprint);
    EXPECT_NE(one.fingerprint, sha256("{\"name\":\"张三\"}"));
    caller.principal.name = "li.ming";
    EXPECT_NE(one.id, service::once_key(caller, "create_record", "k1", "").id);
}

}  // namespace
}  // namespace taizhang::tests
