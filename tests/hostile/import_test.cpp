// SPDX-License-Identifier: Apache-2.0
// Imports that are disturbed at a known moment: between two chunks.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/limits.hpp"
#include "service/records/import_records.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kDefinitions = R"(ledger: visit
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 试验, en: Trial}
number: ZF
retention: permanent
fields:
  - name: visited_on
    title: {zh: 走访日期, en: Visited on}
    type: date
    required: true
    role: happened_on
  - {name: people, title: {zh: 人数, en: People}, type: integer}
)";

constexpr std::int64_t kRows = 3 * static_cast<std::int64_t>(limits::kImportChunkRows);

std::filesystem::path write_table(const TestOffice& office) {
    const auto file = office.folder() / "visits.csv";
    std::ofstream stream(file);
    stream << "走访日期,人数\n";
    for (std::int64_t i = 0; i < kRows; ++i) {
        stream << "2020-01-03," << i << "\n";
    }
    return file;
}

TEST(DisturbedImport, TellsThatTheFileChanged) {
    TestOffice office(kDefinitions);
    const auto file = write_table(office);
    service::ImportOptions options;
    options.progress = [&](const service::ImportProgress& progress) {
        if (progress.rows == static_cast<std::int64_t>(limits::kImportChunkRows)) {
            std::ofstream(file, std::ios::app) << "2020-01-04,7\n";
        }
        return true;
    };
    const auto outcome = service::import_records(office.session(), "visit", file, options);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::Conflict);
    EXPECT_EQ(outcome.error().place->file, "visits.csv");
    EXPECT_TRUE(office.verify().findings.empty());

    // The same command takes the file as it is now, and nothing twice.
    const auto again = service::import_records(office.session(), "visit", file, {});
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(static_cast<std::int64_t>(office.records("visit").size()), kRows + 1);
}

TEST(DisturbedImport, GoesOnWhereItWasStopped) {
    TestOffice office(kDefinitions);
    const auto file = write_table(office);
    service::ImportOptions options;
    options.progress = [](const service::ImportProgress& progress) {
        EXPECT_GT(progress.share, 0);
        return progress.rows < static_cast<std::int64_t>(limits::kImportChunkRows);
    };
    const auto stopped = service::import_records(office.session(), "visit", file, options);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Interrupted);
    EXPECT_TRUE(office.verify().findings.empty());
    EXPECT_LT(static_cast<std::int64_t>(office.records("visit").size()), kRows);

    const auto resumed = service::import_records(office.session(), "visit", file, {});
    ASSERT_TRUE(resumed) << describe(resumed.error());
    EXPECT_TRUE(resumed->resumed);
    EXPECT_EQ(resumed->added, kRows);
    EXPECT_EQ(static_cast<std::int64_t>(office.records("visit").size()), kRows);
    EXPECT_TRUE(office.verify().findings.empty());
}

}  // namespace
}  // namespace taizhang::tests
