// SPDX-License-Identifier: Apache-2.0
// A backup is of one moment, whoever writes meanwhile; what is restored from it is that store; and
// what is damaged is refused.
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "exchange/backup_head.hpp"
#include "service/backup/backup.hpp"
#include "service/records/purge_records.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

namespace fs = std::filesystem;

const char* const kBackupLedgers = R"(
ledger: arrivals
title: {zh: 返回人员, en: Arrivals}
chapter: main
purpose: {zh: 排查, en: Check}
number: FH
retention: {days: 30}
fields:
  - {name: seen_on, title: 日期, type: date, role: happened_on}
  - {name: cell, type: area, required: true, role: area, title: 网格}
  - {name: person_name, title: 姓名, type: person, sensitive: identity}
  - {name: paper, title: 证件, type: text, unique: true}
  - {name: weight, title: 重量, type: decimal, scale: 2}
  - {name: safe, title: 安全, type: boolean}
---
indicator: arrivals.all
title: {zh: 返回, en: All}
of: arrivals
measure: count
unit: 人
)";

std::string read_file(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

void write_file(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

class Backups : public EveryAdapter {
  protected:
    Backups() : office_(kBackupLedgers), folder_(new_folder("backups")) {
        for (int i = 0; i < 20; ++i) {
            add(i);
        }
    }
    ~Backups() override {
        EXPECT_TRUE(office_.verify().sound());
        fs::remove_all(folder_);
    }

    void add(int number) {
        EXPECT_TRUE(office_.add("arrivals", {{"seen_on", "2020-05-31"},
                                             {"cell", "石桥第一网格"},
                                             {"person_name", "张\t三\\ " + std::to_string(number)},
                                             {"paper", "ZJ" + std::to_string(number)},
                                             {"weight", "1.25"},
                                             {"safe", number % 2 == 0 ? "是" : ""}}));
    }
    service::BackupManifest take(const std::string& name, const service::WorkReport& report = {}) {
        const auto taken = service::take_backup(office_.session(), folder_ / name, "test", report);
        EXPECT_TRUE(taken) << describe(taken.error());
        EXPECT_TRUE(taken->noted);
        return taken->manifest;
    }
    Result<service::BackupManifest> restore(const std::string& name, const TestDatabase& target) {
        return service::restore_backup(folder_ / name, target.url(), restore_into, nullptr);
    }
    // A place without anything in it.
    std::unique_ptr<TestDatabase> new_place(const std::string& name) {
        return TestDatabase::make(GetParam(), folder_ / name);
    }
    static std::size_t records_of(store::Store& store) {
        const service::Session session{store, access::local_operator("test")};
        std::size_t records = 0;
        EXPECT_TRUE(service::read_defined(session, [&](auto& tx, const auto& definitions) {
            const auto* ledger = definitions->catalog.pack.ledger("arrivals");
            store::RecordQuery query;
            query.table = definitions->table(*ledger);
            query.scope = &model::kEverything;
            query.deleted = store::Deleted::Include;
            tx.scan_records(query, [&](const auto&) {
                ++records;
                return true;
            });
            return Result<void>();
        }));
        return records;
    }

    TestOffice office_;
    fs::path folder_;
};

TEST_P(Backups, AreRestoredToTheSameStore) {
    const auto taken = take("a.tar");
    EXPECT_EQ(taken.summary.records, 20);
    EXPECT_GT(taken.summary.events, 20);
    const auto checked = service::check_backup(folder_ / "a.tar");
    ASSERT_TRUE(checked) << describe(checked.error());
    EXPECT_EQ(checked->summary, taken.summary);
    const auto place = new_place("restored");
    const auto restored = restore("a.tar", *place);
    ASSERT_TRUE(restored) << describe(restored.error());
    EXPECT_EQ(store::summary_digest(restored->summary), store::summary_digest(taken.summary));

    const auto store = place->open();
    const service::Session session{*store, access::local_operator("test")};
    const auto verified = service::verify_store(session);
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->sound()) << (verified->findings.empty() ? "" : verified->findings[0]);
    EXPECT_EQ(verified->records, 20);
    const auto again = service::take_backup(session, folder_ / "b.tar", "test");
    ASSERT_TRUE(again);
    EXPECT_EQ(store::summary_digest(again->manifest.summary), store::summary_digest(taken.summary));

    // And it goes on: numbers, ids, seals, unique values.
    ASSERT_TRUE(service::note_restored(session, "a.tar", *restored));
    const auto today = civil_date(taken.taken_at);
    EXPECT_EQ(service::purge_records(session, today.plus_days(29))->purged, 0);
    EXPECT_EQ(service::purge_records(session, today.plus_days(31))->purged, 20);
    EXPECT_TRUE(service::verify_store(session)->sound());
}

// The first report of progress comes when the moment is set; it returns when others have written.
TEST_P(Backups, AreOfOneMomentWhileOthersWrite) {
    std::mutex mutex;
    std::condition_variable changed;
    int written = 0;
    bool stop = false;
    bool waited = false;
    std::thread writer([&] {
        for (int i = 100; i < 100'000; ++i) {
            {
                const std::lock_guard lock(mutex);
                if (stop) {
                    return;
                }
            }
            add(i);
            const std::lock_guard lock(mutex);
            ++written;
            changed.notify_all();
        }
    });
    const auto taken = take("a.tar", [&](const service::WorkProgress&) {
        std::unique_lock lock(mutex);
        if (!waited) {
            waited = true;
            changed.wait(lock, [&, goal = written + 5] { return written >= goal; });
        }
        return true;
    });
    {
        const std::lock_guard lock(mutex);
        stop = true;
    }
    writer.join();
    EXPECT_TRUE(waited);
    const auto place = new_place("restored");
    ASSERT_TRUE(restore("a.tar", *place));
    const auto store = place->open();
    EXPECT_EQ(records_of(*store), static_cast<std::size_t>(taken.summary.records));
    EXPECT_LE(taken.summary.records + 5, static_cast<std::int64_t>(20 + written));
    const auto verified = service::verify_store({*store, access::local_operator("test")});
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->sound()) << (verified->findings.empty() ? "" : verified->findings[0]);
}

TEST_P(Backups, LeaveNothingWhenTheyAreStopped) {
    const auto stopped = service::take_backup(office_.session(), folder_ / "a.tar", "test",
                                              [](const auto&) { return false; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Interrupted);
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_P(Backups, OverwriteNothing) {
    take("a.tar");
    const auto second = service::take_backup(office_.session(), folder_ / "a.tar", "test");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Conflict);
    const auto place = new_place("restored");
    ASSERT_TRUE(restore("a.tar", *place));
    const auto again = restore("a.tar", *place);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
}

TEST_P(Backups, ThatAreDamagedAreRefusedAndLeaveNothing) {
    take("a.tar");
    const std::string whole = read_file(folder_ / "a.tar");
    std::vector<std::string> damages = {"",
                                        whole.substr(0, 100),
                                        whole.substr(0, exchange::kBackupHeadBytes),
                                        whole.substr(0, whole.size() / 2),
                                        whole.substr(0, whole.size() - 1),
                                        whole + "x"};
    for (std::size_t i = 0; i < 40; ++i) {
        auto flipped = whole;
        const auto at = (whole.size() - 1) * i / 39;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
        damages.push_back(std::move(flipped));
    }
    const auto place = new_place("restored");
    for (std::size_t i = 0; i < damages.size(); ++i) {
        SCOPED_TRACE(i);
        write_file(folder_ / "b.tar", damages[i]);
        const auto checked = service::check_backup(folder_ / "b.tar");
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, ErrorCode::Corrupt);
        const auto restored = restore("b.tar", *place);
        ASSERT_FALSE(restored);
        EXPECT_EQ(restored.error().code, ErrorCode::Corrupt) << describe(restored.error());
    }
    // The place is as empty as it was.
    EXPECT_TRUE(restore("a.tar", *place));
}

TEST_P(Backups, AreTarArchivesThatOthersCanRead) {
    take("a.tar");
    const auto command = "cd '" + folder_.string() +
                         "' && tar -xf a.tar manifest.json manifest.sha256 && sha256sum -c --quiet "
                         "manifest.sha256 && tar -tf a.tar > list";
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_NE(read_file(folder_ / "manifest.json").find("\"records\":20"), std::string::npos);
    EXPECT_EQ(fs::status(folder_ / "a.tar").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

TZ_FOR_EVERY_ADAPTER(Backups);

}  // namespace
}  // namespace taizhang::tests
