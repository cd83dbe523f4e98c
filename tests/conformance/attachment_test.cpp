// SPDX-License-Identifier: Apache-2.0
// Files of records: kept under their digest, part of the history, gone when their time is up.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/attachments/attachments.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"
#include "tests/conformance/every_adapter.hpp"
#include "tests/conformance/uploads.hpp"

namespace taizhang::tests {
namespace {

namespace fs = std::filesystem;
using service::AttachmentFiles;
using service::AttachmentPlace;
using service::AttachmentViews;

const char* const kLedgers = R"(
ledger: cleanups
title: {zh: 整治, en: Cleanups}
chapter: main
purpose: {zh: 测试, en: Test}
number: ZZ
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: owner, type: person, sensitive: identity, title: {zh: 户主, en: Owner}}
  - {name: photos, type: attachment, title: {zh: 照片, en: Photos}}
  - {name: scan, type: attachment, sensitive: identity, title: {zh: 证件, en: Scan}}
retention: {days: 30}
---
ledger: plans
title: {zh: 预案, en: Plans}
chapter: main
purpose: {zh: 测试, en: Test}
number: YA
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
retention: permanent
)";

class Attachments : public EveryAdapter {
  protected:
    Attachments() : office_(kLedgers) { place_ = {"cleanups", make("cleanups"), {}}; }

    RecordId make(const std::string& ledger) {
        std::vector<std::pair<std::string, std::string>> row = {{"day", "2020-05-31"}};
        if (ledger == "cleanups") {
            row.emplace_back("cell", "石桥第一网格");
            row.emplace_back("owner", "张三");
        }
        const auto made = office_.add(ledger, row);
        EXPECT_TRUE(made) << describe(made.error());
        return made->id;
    }
    service::UploadedFile file(const std::string& bytes, const std::string& name = "文件.txt") {
        return uploaded(office_.files(), bytes, name);
    }
    Result<AttachmentViews> try_add(const std::vector<service::UploadedFile>& files,
                                    const std::string& field = "") {
        return service::add_attachments(office_.session(), place_, {field, "补传"}, files);
    }
    AttachmentPlace add(const std::string& bytes, const std::string& field = "") {
        const auto views = try_add({file(bytes)}, field);
        EXPECT_TRUE(views) << describe(views.error());
        auto place = place_;
        place.attachment = views->front().attachment.id;
        return place;
    }
    std::size_t listed(bool removed = false) {
        const auto views = service::list_attachments(office_.session(), place_, removed);
        EXPECT_TRUE(views) << describe(views.error());
        return views->size();
    }
    model::LedgerRecord record() {
        const auto page = service::get_record(office_.session(), place_.ledger, place_.record);
        EXPECT_TRUE(page);
        return page->records.front();
    }
    std::string field_value(const std::string& name) {
        const auto definitions = office_.definitions();
        const auto index = *definitions->catalog.pack.ledger("cleanups")->field_index(name);
        const auto value = record().values[index];
        return model::is_missing(value) ? "" : std::get<std::string>(value);
    }
    bool on_disk(const std::string& bytes) {
        return fs::exists(office_.files().path_of(sha256(bytes)));
    }
    std::size_t files_on_disk() {
        std::size_t count = 0;
        office_.files().visit([&](const auto&) { return ++count > 0; });
        return count;
    }
    service::AttachmentPurge purge(int days_from_now) {
        const auto today = civil_date(system_now()).plus_days(days_from_now);
        const auto outcome = service::purge_records(office_.session(), today);
        EXPECT_TRUE(outcome) << describe(outcome.error());
        return outcome->attachments;
    }
    std::string finding() {
        const auto findings = office_.verify().findings;
        return findings.size() == 1 ? findings.front() : std::to_string(findings.size());
    }

    TestOffice office_;
    AttachmentPlace place_;
};

TEST_P(Attachments, AreKeptUnderTheirDigestInOneRevision) {
    const auto views = try_add({file("甲", "会议 记录.TXT"), file("乙", "run.bat")});
    ASSERT_TRUE(views) << describe(views.error());
    EXPECT_EQ(views->at(0).attachment.name, "会议 记录.TXT");
    EXPECT_EQ(views->at(1).attachment.name, "run.bat.txt");
    EXPECT_EQ(views->at(0).attachment.media_type, "text/plain");
    EXPECT_TRUE(on_disk("甲") && on_disk("乙"));
    EXPECT_TRUE(fs::is_empty(office_.files().incoming()));
    EXPECT_EQ(record().revision, 2);
    const auto past = service::record_history(office_.session(), place_.ledger, place_.record);
    ASSERT_TRUE(past);
    const auto& latest = past->revisions.front();
    EXPECT_EQ(latest.action, store::AuditAction::AttachmentAdded);
    EXPECT_EQ(latest.reason, "补传");
    EXPECT_EQ(latest.attachments,
              (std::vector{views->at(0).attachment.id, views->at(1).attachment.id}));
    EXPECT_TRUE(latest.changes.empty());
    office_.reopen();
    EXPECT_EQ(listed(), 2U);
    const auto verified = office_.verify();
    EXPECT_TRUE(verified.sound());
    EXPECT_EQ(verified.attachments, 2);
}

TEST_P(Attachments, AFieldHoldsTheIdsOfItsFiles) {
    const auto first = add("甲", "photos");
    const auto second = add("乙", "photos");
    const std::string one = std::to_string(first.attachment.value);
    const std::string two = std::to_string(second.attachment.value);
    EXPECT_EQ(field_value("photos"), one + "," + two);
    ASSERT_TRUE(service::remove_attachment(office_.session(), first, "传错"));
    EXPECT_EQ(field_value("photos"), two);
    EXPECT_EQ(listed(), 1U);
    EXPECT_EQ(listed(true), 1U);
    EXPECT_FALSE(service::read_attachment(office_.session(), first));
    EXPECT_EQ(service::remove_attachment(office_.session(), first, "").error().code,
              ErrorCode::Conflict);
    ASSERT_TRUE(service::restore_attachment(office_.session(), first, "没有传错"));
    EXPECT_EQ(field_value("photos"), two + "," + one);
    EXPECT_EQ(record().revision, 5);
    EXPECT_TRUE(office_.verify().sound());
    // By no other way does anything come into the field.
    service::RecordRequest change;
    change.ledger = place_.ledger;
    change.id = place_.record;
    change.revision = 5;
    change.fields = {{"photos", one}};
    const auto written = service::change_record(office_.session(), change);
    ASSERT_TRUE(written);
    EXPECT_EQ(written->errors.size(), 1U);
}

TEST_P(Attachments, AreWhatTheirContentSays) {
    const std::string program = std::string("MZ\x90\0\x03\0\0\0", 8) + std::string(100, '\0');
    for (const auto& [bytes, name] :
         {std::pair{program, "照片.jpg"}, std::pair{std::string("<html>"), "说明.txt"},
          std::pair{std::string("PK\x03\x04"), "资料.docx"}, std::pair{std::string(), "空.txt"},
          std::pair{std::string("甲"), ""}}) {
        const auto sent = file(bytes, name);
        const auto refused = try_add({sent});
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().place->column, "/file");
        EXPECT_TRUE(fs::exists(sent.path)) << "nothing is kept of it";
    }
    EXPECT_FALSE(try_add({}));
    EXPECT_FALSE(try_add({file("甲")}, "owner"));
    EXPECT_FALSE(try_add({file("甲")}, "nobody"));
    auto large = file("甲");
    large.bytes = static_cast<std::int64_t>(limits::kAttachmentBytesMax) + 1;
    EXPECT_EQ(try_add({large}).error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(record().revision, 1);
    EXPECT_EQ(listed(), 0U);
}

TEST_P(Attachments, ARecordHasSoManyAndEachOnce) {
    for (std::size_t sent = 0; sent < limits::kAttachmentsPerRecordMax;
         sent += limits::kAttachmentsPerRequestMax) {
        std::vector<service::UploadedFile> files;
        for (std::size_t i = 0; i < limits::kAttachmentsPerRequestMax; ++i) {
            files.push_back(file("第 " + std::to_string(sent + i) + " 份"));
        }
        ASSERT_TRUE(try_add(files));
    }
    EXPECT_EQ(try_add({file("多一份")}).error().code, ErrorCode::LimitExceeded);
    place_.record = make("cleanups");
    add("第 1 份");  // of two records, one file
    EXPECT_EQ(try_add({file("第 1 份")}).error().code, ErrorCode::Conflict);
    EXPECT_EQ(try_add({file("甲"), file("甲")}).error().code, ErrorCode::Conflict);
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Attachments, OfAPersonalFieldAreReadWithAReason) {
    const auto scan = add("证件", "scan");
    const auto view = service::get_attachment(office_.session(), scan);
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->personal);
    EXPECT_EQ(service::read_attachment(office_.session(), scan).error().code, ErrorCode::Forbidden);
    EXPECT_FALSE(service::reveal_attachment(office_.session(), scan, " "));
    const auto shown = service::reveal_attachment(office_.session(), scan, "核对");
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->file, office_.files().path_of(sha256("证件")));
    int told = 0;
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        store::AuditLogQuery query;
        query.actions = {store::AuditAction::PersonalRevealed};
        tx.scan_audit_log(query, [&](const store::AuditEvent& event) {
            told += event.diff.find("核对") != std::string::npos ? 1 : 0;
            return true;
        });
        return {};
    }));
    EXPECT_EQ(told, 1);
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Attachments, AreErasedWhenTheTimeOfTheRecordIsUp) {
    add("甲", "photos");
    add("同一份");
    const auto cleanup = place_;
    place_ = {"plans", make("plans"), {}};
    const auto kept = add("同一份");
    EXPECT_EQ(purge(29).erased, 0);
    EXPECT_EQ(purge(31).erased, 2);
    EXPECT_FALSE(on_disk("甲"));
    EXPECT_TRUE(on_disk("同一份")) << "the other record's time is not up";
    EXPECT_TRUE(service::read_attachment(office_.session(), kept));
    place_ = cleanup;
    EXPECT_EQ(listed(), 0U);
    EXPECT_EQ(try_add({file("丙")}).error().code, ErrorCode::Conflict);
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        for (const auto& row : tx.attachments().attachments_of(cleanup.record, 10)) {
            EXPECT_TRUE(row.is_erased() && row.name.empty() && row.salt.empty());
            EXPECT_EQ(row.digest, Digest{});
        }
        EXPECT_FALSE(tx.attachments().refers_to(sha256("甲")));
        return {};
    }));
    EXPECT_TRUE(office_.verify().sound());
    EXPECT_EQ(purge(31).erased, 0);
}

TEST_P(Attachments, RemovedOnesAreErasedAfterAWhile) {
    place_ = {"plans", make("plans"), {}};
    const auto removed = add("甲");
    ASSERT_TRUE(service::remove_attachment(office_.session(), removed, ""));
    EXPECT_EQ(purge(limits::kAttachmentRemovedDaysMax - 1).erased, 0);
    EXPECT_EQ(listed(true), 1U);
    EXPECT_EQ(purge(limits::kAttachmentRemovedDaysMax + 1).erased, 1);
    EXPECT_EQ(listed(true), 0U);
    EXPECT_FALSE(on_disk("甲"));
    EXPECT_FALSE(service::restore_attachment(office_.session(), removed, ""));
    EXPECT_TRUE(office_.verify().sound());
}

// A crash between the file and the commit leaves the one without the other.
TEST_P(Attachments, FilesWithoutARowAreCollectedWhenTheyAreOld) {
    add("甲");
    for (const auto* bytes : {"旧", "新"}) {
        office_.files().keep(file(bytes).path, sha256(bytes));
    }
    const auto part = file("没传完");
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(25);
    fs::last_write_time(office_.files().path_of(sha256("旧")), old);
    fs::last_write_time(office_.files().path_of(sha256("甲")), old);
    fs::last_write_time(part.path, old);
    EXPECT_EQ(purge(0).collected, 2);
    EXPECT_FALSE(fs::exists(part.path));
    EXPECT_FALSE(on_disk("旧"));
    EXPECT_TRUE(on_disk("新"));
    EXPECT_TRUE(on_disk("甲"));
    EXPECT_EQ(files_on_disk(), 2U);
}

TEST_P(Attachments, VerifySeesWhatHappenedToAFile) {
    add("甲乙丙");
    const auto path = office_.files().path_of(sha256("甲乙丙"));
    std::ofstream(path, std::ios::binary) << "甲乙丁";
    EXPECT_NE(finding().find("损坏"), std::string::npos);
    fs::remove(path);
    EXPECT_NE(finding().find("不见了"), std::string::npos);
    std::ofstream(path, std::ios::binary) << "甲乙丙";
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Attachments, VerifySeesWhatHappenedToARow) {
    add("甲");
    add("乙");
    for (const auto* column : {"name = 'x'", "removed_at = 1", "media_type = 'text/html'",
                               "field = 'photos'", "added_by = 'x'"}) {
        const auto before = office_.first_row(
            RawSql("SELECT name, removed_at, media_type, field, added_by FROM attachment LIMIT 1"));
        office_.execute(RawSql(std::string("UPDATE attachment SET ") + column));
        EXPECT_EQ(office_.verify().findings.size(), 2U) << column;
        office_.execute(RawSql("UPDATE attachment SET name = '" + before[0] +
                               "', removed_at = " + before[1] + ", media_type = '" + before[2] +
                               "', field = '" + before[3] + "', added_by = '" + before[4] + "'"));
        EXPECT_TRUE(office_.verify().sound());
    }
    // Another file that is there as well.
    office_.execute(
        RawSql("UPDATE attachment SET digest = "
               "(SELECT digest FROM attachment ORDER BY digest DESC LIMIT 1)"));
    EXPECT_NE(finding().find("与留痕不符"), std::string::npos);
    office_.execute(RawSql("DELETE FROM attachment"));
    EXPECT_NE(finding().find("2 份附件的登记不见了"), std::string::npos);
}

TEST_P(Attachments, WithoutAFolderNothingIsLostSilently) {
    auto session = office_.session();
    session.files = nullptr;
    const auto sent = file("甲");
    EXPECT_EQ(service::add_attachments(session, place_, {}, {sent}).error().code,
              ErrorCode::Unsupported);
    add("乙");
    EXPECT_FALSE(service::verify_store(session)->sound());
    EXPECT_FALSE(service::purge_records(session, civil_date(system_now())));
}

TEST_P(Attachments, ManyAtOnceAreAllThere) {
    std::vector<RecordId> records;
    std::vector<service::UploadedFile> files;
    for (int i = 0; i < 8; ++i) {
        records.push_back(make("plans"));
        files.push_back(file("第 " + std::to_string(i / 2) + " 种"));
    }
    std::atomic<int> added = 0;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < records.size(); ++i) {
        threads.emplace_back([&, i] {
            const auto session = office_.session();
            added += service::add_attachments(session, {"plans", records[i], {}}, {}, {files[i]})
                         ? 1
                         : 0;
        });
    }
    threads.emplace_back([&] { purge(0); });
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(added, 8);
    EXPECT_EQ(files_on_disk(), 4U);
    EXPECT_TRUE(office_.verify().sound());
}

TZ_FOR_EVERY_ADAPTER(Attachments);

}  // namespace
}  // namespace taizhang::tests
