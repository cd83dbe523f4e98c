// SPDX-License-Identifier: Apache-2.0
// What the doctor says of a store, and that he sees what was made wrong in it.
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/backup/backup.hpp"
#include "service/doctor/doctor.hpp"
#include "service/search/search_index.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

using service::Health;

const char* const kDoctorLedger = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 测试, en: Test}
number: ZF
retention: {years: 3}
fields:
  - {name: seen_on, title: 日期, type: date, role: happened_on}
)";

class Doctor : public EveryAdapter {
  protected:
    Doctor() : office_(kDoctorLedger) {
        EXPECT_TRUE(office_.add("visits", {{"seen_on", "2020-05-31"}}));
    }

    service::Finding find(const std::string& name, Instant now = system_now()) {
        const auto findings = service::examine_store(office_.session(), now, [] { return true; });
        EXPECT_TRUE(findings) << describe(findings.error());
        for (const auto& one : *findings) {
            EXPECT_EQ(one.health == Health::Good, one.advice.empty()) << one.name;
            if (one.name == name) {
                return one;
            }
        }
        ADD_FAILURE() << "nothing is said of " << name;
        return {};
    }

    TestOffice office_;
};

TEST_P(Doctor, FindsASoundStoreWell) {
    EXPECT_EQ(find("database").health, Health::Good);
    EXPECT_EQ(find("durability").health, Health::Good);
    EXPECT_EQ(find("clock").health, Health::Good);
    EXPECT_EQ(find("search_index").health, Health::Good);
    EXPECT_EQ(find("unfinished_imports").health, Health::Good);
}

TEST_P(Doctor, SeesAClockThatIsBehind) {
    const auto now = system_now();
    const Instant before{now.milliseconds - 2 * limits::kDoctorAheadMillisecondsMax};
    EXPECT_EQ(find("clock", before).health, Health::Wrong);
}

TEST_P(Doctor, AsksForABackupEveryWeek) {
    EXPECT_EQ(find("backup").health, Health::Notice);
    const auto folder = new_folder("doctor");
    ASSERT_TRUE(service::take_backup(office_.session(), folder / "a.tar", "test"));
    EXPECT_EQ(find("backup").health, Health::Good);
    const auto later = after(system_now(), (limits::kDoctorBackupDaysMax + 1) * 24 * 3'600);
    EXPECT_EQ(find("backup", later).health, Health::Notice);
    std::filesystem::remove_all(folder);
}

TEST_P(Doctor, NamesImportsThatWereNotFinished) {
    ASSERT_TRUE(office_.store().write([](store::WriteTx& tx) -> Result<void> {
        store::Batch batch;
        batch.id = BatchId{tx.new_id()};
        batch.ledger = LedgerId{1};
        batch.file = "走访.xlsx";
        batch.rows_done = 20;
        tx.put_batch(batch);
        return {};
    }));
    const auto open = find("unfinished_imports");
    EXPECT_EQ(open.health, Health::Notice);
    EXPECT_NE(open.found.find("走访.xlsx"), std::string::npos);
}

TEST_P(Doctor, SeesAnIndexThatFellBehind) {
    ASSERT_TRUE(service::catch_up_search(office_.session(), {}));
    EXPECT_EQ(find("search_index").health, Health::Good);
    for (std::size_t i = 0; i <= limits::kSearchTailEvents; ++i) {
        ASSERT_TRUE(office_.add("visits", {{"seen_on", "2020-05-31"}}));
    }
    EXPECT_EQ(find("search_index").health, Health::Notice);
}

TEST_P(Doctor, StopsWhenAsked) {
    const auto stopped =
        service::examine_store(office_.session(), system_now(), [] { return false; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Interrupted);
}

TZ_FOR_EVERY_ADAPTER(Doctor);

}  // namespace
}  // namespace taizhang::tests
