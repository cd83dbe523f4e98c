// SPDX-License-Identifier: Apache-2.0
// An adapter that is watched tells each commit: how much was joined in it, and what failed not at
// all.
#include <gtest/gtest.h>

#include "store_postgres/postgres_store.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "tests/conformance/every_adapter.hpp"

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
  - {name: place, title: 网格, type: area, role: area}
)";

class Commits : public EveryAdapter {
  protected:
    service::StorePtr open_watched(const std::string& url, store::CommitCounts& counts) {
        if (GetParam() == Adapter::Postgres) {
            return std::move(*store_postgres::PostgresStore::open(url, test_keys(), &counts));
        }
        return std::move(*store_sqlite::SqliteStore::open(url, test_keys(), &counts));
    }
};

TEST_P(Commits, AreCountedWithWhatIsJoinedInThem) {
    TestOffice office(kDefinitions);
    store::CommitCounts counts;
    const auto store = open_watched(office.url(), counts);
    const auto nothing = [](store::WriteTx&) { return Result<void>(); };
    const auto event = [](store::WriteTx& tx) {
        store::AuditEvent told;
        told.actor = "test";
        told.action = store::AuditAction::Denied;
        tx.append_event(told);
        return Result<void>();
    };
    ASSERT_TRUE(store->write(nothing));
    ASSERT_TRUE(store->write(event));
    const auto closures = counts.closures.snapshot();
    EXPECT_EQ(closures.count, 2U);
    EXPECT_EQ(closures.sum, 2U);
    EXPECT_EQ(counts.events.snapshot().sum, 1U);
    EXPECT_EQ(counts.microseconds.snapshot().count, 2U);
    EXPECT_FALSE(store->write([](store::WriteTx&) -> Result<void> {
        return fail(ErrorCode::Conflict, "不行", "refused");
    }));
    EXPECT_EQ(counts.waiting, 0U);
    EXPECT_EQ(counts.failed, 0U);
}

TZ_FOR_EVERY_ADAPTER(Commits);

}  // namespace
}  // namespace taizhang::tests
