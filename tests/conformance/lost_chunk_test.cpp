// SPDX-License-Identifier: Apache-2.0
// A commit may fail behind an import, and somebody else be told of it: each finds out for itself.
#include <gtest/gtest.h>

#include <fstream>

#include "service/records/import_records.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr int kLostChunkRows = 5'000;
constexpr const char* kLostChunkVisits = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 测试, en: Test}
number: ZF
key: [house]
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text}
retention: permanent
)";

class LostChunk : public EveryAdapter {
  protected:
    LostChunk() : office_(kLostChunkVisits), file_(office_.folder() / "visits.csv") {
        std::ofstream stream(file_);
        stream << "日期,户\n";
        for (int i = 0; i < kLostChunkRows; ++i) {
            stream << "2020-05-01," << i << "\n";
        }
    }

    // The store as it is when a commit with the first chunk was lost.
    void lose_progress() {
        ASSERT_TRUE(office_.store().write([](store::WriteTx& tx) -> Result<void> {
            auto batch = tx.batches().front();
            batch.rows_done = 0;
            tx.put_batch(batch);
            return {};
        }));
    }

    TestOffice office_;
    std::filesystem::path file_;
};

TEST_P(LostChunk, IsNoticedByTheImportThatWroteIt) {
    service::ImportOptions options;
    bool lost = false;
    options.progress = [&](const service::ImportProgress&) {
        if (!lost) {
            lose_progress();
            lost = true;
        }
        return true;
    };
    const auto stopped = service::import_records(office_.session(), "visits", file_, options);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Conflict);
    const auto again = service::import_records(office_.session(), "visits", file_, {});
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_TRUE(again->resumed);
    EXPECT_EQ(office_.records("visits").size(), static_cast<std::size_t>(kLostChunkRows));
    EXPECT_TRUE(office_.verify().sound());
}

TZ_FOR_EVERY_ADAPTER(LostChunk);

}  // namespace
}  // namespace taizhang::tests
