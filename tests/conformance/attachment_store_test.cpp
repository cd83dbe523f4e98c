// SPDX-License-Identifier: Apache-2.0
// What a store keeps of files, what the doctor says of their folder, and that a backup holds them.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/backup/backup.hpp"
#include "service/doctor/doctor.hpp"
#include "service/verify/verify.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "tests/conformance/every_adapter.hpp"
#include "tests/conformance/uploads.hpp"

namespace taizhang::tests {
namespace {

namespace fs = std::filesystem;
using service::Health;
using store::Attachment;

const char* const kLedger = R"(
ledger: plans
title: {zh: 预案, en: Plans}
chapter: main
purpose: {zh: 测试, en: Test}
number: YA
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
retention: permanent
)";

Attachment row(std::int64_t id, std::int64_t record, const std::string& bytes) {
    Attachment made;
    made.id = AttachmentId{id};
    made.ledger = LedgerId{3};
    made.record = RecordId{record};
    made.field = "photos";
    made.digest = sha256(bytes);
    made.salt = std::string("0123456789\0bcdef", 16);
    made.bytes = static_cast<std::int64_t>(bytes.size());
    made.media_type = "text/plain";
    made.name = "名 称.txt";
    made.added_by = "wang.fang";
    made.added_at = Instant{100 + id};
    made.added_revision = 2;
    return made;
}

class AttachmentRows : public EveryAdapter {
  protected:
    AttachmentRows() : office_(kLedger) {}

    void put(const Attachment& attachment) {
        ASSERT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            tx.attachment_writer().put_attachment(attachment);
            return {};
        }));
    }
    template <typename Ask>
    auto ask(const Ask& question) {
        decltype(question(std::declval<store::AttachmentReader&>())) answer{};
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            answer = question(tx.attachments());
            return {};
        }));
        return answer;
    }

    TestOffice office_;
};

TEST_P(AttachmentRows, AreReadAsTheyWerePut) {
    const auto one = row(7, 1, "甲");
    put(one);
    put(row(9, 1, "乙"));
    put(row(8, 2, "甲"));
    office_.reopen();
    EXPECT_EQ(ask([](auto& rows) { return rows.attachment(AttachmentId{7}); }), one);
    EXPECT_FALSE(ask([](auto& rows) { return rows.attachment(AttachmentId{6}); }));
    EXPECT_EQ(ask([](auto& rows) { return rows.attachments_of(RecordId{1}, 10); }),
              (std::vector{one, row(9, 1, "乙")}));
    EXPECT_EQ(ask([](auto& rows) { return rows.attachments_of(RecordId{1}, 1); }).size(), 1U);
    EXPECT_EQ(ask([](auto& rows) { return rows.attachments_after(AttachmentId{7}, 1); }),
              std::vector{row(8, 2, "甲")});
    EXPECT_EQ(ask([](auto& rows) { return rows.attachment_count(); }), 3);
}

TEST_P(AttachmentRows, TellEachDigestOnceAndInOrder) {
    put(row(1, 1, "甲"));
    put(row(2, 1, "乙"));
    put(row(3, 2, "甲"));
    auto digests = std::vector{sha256("甲"), sha256("乙")};
    std::sort(digests.begin(), digests.end());
    EXPECT_EQ(ask([](auto& rows) { return rows.digests_after({}, 10); }), digests);
    EXPECT_EQ(ask([&](auto& rows) { return rows.digests_after(digests[0], 10); }),
              std::vector{digests[1]});
    EXPECT_TRUE(ask([](auto& rows) { return rows.refers_to(sha256("乙")); }));
    auto erased = row(2, 1, "乙");
    erased.digest = {};
    erased.salt.clear();
    erased.name.clear();
    erased.erased_at = Instant{500};
    put(erased);
    EXPECT_EQ(ask([](auto& rows) { return rows.attachment(AttachmentId{2}); }), erased);
    EXPECT_FALSE(ask([](auto& rows) { return rows.refers_to(sha256("乙")); }));
    EXPECT_EQ(ask([](auto& rows) { return rows.digests_after({}, 10); }),
              std::vector{sha256("甲")});
}

TEST_P(AttachmentRows, GoWithAClosureThatFails) {
    EXPECT_FALSE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        tx.attachment_writer().put_attachment(row(7, 1, "甲"));
        return fail(ErrorCode::Conflict, "不", "undone");
    }));
    EXPECT_EQ(ask([](auto& rows) { return rows.attachment_count(); }), 0);
}

TZ_FOR_EVERY_ADAPTER(AttachmentRows);

class AttachmentFolder : public EveryAdapter {
  protected:
    AttachmentFolder() : office_(kLedger), folder_(new_folder("copies")) {
        const auto record = office_.add("plans", {{"day", "2020-05-31"}});
        place_ = {"plans", record->id, {}};
        const std::string large(3'000'000, 'x');
        EXPECT_TRUE(service::add_attachments(office_.session(), place_, {},
                                             {uploaded(office_.files(), "甲", "甲.txt"),
                                              uploaded(office_.files(), large, "x.txt")}));
    }
    ~AttachmentFolder() override { fs::remove_all(folder_); }

    fs::path path() { return office_.files().path_of(sha256("甲")); }
    service::Finding finding() {
        const auto found =
            service::examine_attachments(office_.session(), system_now(), [] { return true; });
        EXPECT_TRUE(found);
        EXPECT_EQ(found->size(), 2U);
        return found->front();
    }
    Result<service::BackupManifest> restore(const TestDatabase& target,
                                            const service::AttachmentFiles* files) {
        return service::restore_backup(folder_ / "a.tar", target.url(), restore_into, files);
    }

    TestOffice office_;
    service::AttachmentPlace place_;
    fs::path folder_;
};

TEST_P(AttachmentFolder, IsLookedAtByTheDoctor) {
    EXPECT_EQ(finding().health, Health::Good);
    office_.files().keep(uploaded(office_.files(), "旧", "x").path, sha256("旧"));
    fs::last_write_time(office_.files().path_of(sha256("旧")),
                        fs::file_time_type::clock::now() - std::chrono::hours(25));
    EXPECT_EQ(finding().health, Health::Notice);
    fs::remove(path());
    EXPECT_EQ(finding().health, Health::Wrong);
}

TEST_P(AttachmentFolder, IsInABackupAndComesBack) {
    const auto taken = service::take_backup(office_.session(), folder_ / "a.tar", "test");
    ASSERT_TRUE(taken) << describe(taken.error());
    EXPECT_EQ(taken->manifest.attachments, 2);
    EXPECT_EQ(taken->manifest.attachment_bytes, 3'000'003);
    EXPECT_EQ(taken->missing, 0);
    const auto checked = service::check_backup(folder_ / "a.tar");
    ASSERT_TRUE(checked) << describe(checked.error());
    EXPECT_EQ(checked->attachments, 2);

    const auto target = TestDatabase::make(GetParam(), folder_ / "b");
    EXPECT_EQ(restore(*target, nullptr).error().code, ErrorCode::Unsupported);
    const service::AttachmentFiles files(folder_ / "b" / "attachments");
    const auto restored = restore(*target, &files);
    ASSERT_TRUE(restored) << describe(restored.error());
    EXPECT_TRUE(fs::is_empty(files.incoming()));
    const auto store = target->open();
    service::Session session{*store, access::local_operator("test")};
    session.files = &files;
    const auto verified = service::verify_store(session);
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->sound());
    EXPECT_EQ(verified->attachments, 2);
}

TEST_P(AttachmentFolder, ThatLacksAFileIsBackedUpAllTheSame) {
    fs::remove(path());
    const auto taken = service::take_backup(office_.session(), folder_ / "a.tar", "test");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->missing, 1);
    EXPECT_EQ(taken->manifest.attachments, 1);
    EXPECT_TRUE(service::check_backup(folder_ / "a.tar"));
}

TEST_P(AttachmentFolder, OfADamagedBackupLeavesNothing) {
    // What lies there is not what its name says; the backup's own digest is right.
    std::ofstream(path(), std::ios::binary) << "乙";
    ASSERT_TRUE(service::take_backup(office_.session(), folder_ / "a.tar", "test"));
    EXPECT_EQ(service::check_backup(folder_ / "a.tar").error().code, ErrorCode::Corrupt);
    const auto target = TestDatabase::make(GetParam(), folder_ / "b");
    const service::AttachmentFiles files(folder_ / "b" / "attachments");
    EXPECT_EQ(restore(*target, &files).error().code, ErrorCode::Corrupt);
    EXPECT_FALSE(files.exists());
}

TZ_FOR_EVERY_ADAPTER(AttachmentFolder);

}  // namespace
}  // namespace taizhang::tests
