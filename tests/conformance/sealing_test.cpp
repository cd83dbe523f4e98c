// SPDX-License-Identifier: Apache-2.0
// Personal values are read as they were written, found as they were, and stand nowhere in the
// clear.
#include <fmt/format.h>

#include "service/backup/backup.hpp"
#include "service/identity/accounts.hpp"
#include "service/records/import_records.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"
#include "service/reporting/figures.hpp"
#include "service/search/search_records.hpp"
#include "tests/conformance/sealed_office.hpp"

namespace taizhang::tests {
namespace {

class Sealing : public EveryAdapter {
  protected:
    Sealing() : office_(kSealedLedgers) {}

    model::LedgerRecord add(int number) {
        const auto added = office_.add("relief", secret_row(number));
        EXPECT_TRUE(added) << describe(added.error());
        return added ? *added : model::LedgerRecord{};
    }
    std::size_t hits(const std::string& words) {
        service::SearchRequest request;
        request.words = words;
        const auto found = service::search_records(office_.session(), request);
        EXPECT_TRUE(found) << words;
        return found ? found->records.size() : 0;
    }
    Result<service::RecordPage> list(const std::string& filter, const std::string& sort = "") {
        service::ListRequest request;
        request.ledger = "relief";
        request.filters = {filter};
        request.sort = sort;
        return service::list_records(office_.session(), request);
    }
    std::size_t count(const std::string& filter) {
        const auto page = list(filter);
        EXPECT_TRUE(page) << filter << (page ? "" : describe(page.error()));
        return page ? page->records.size() : 0;
    }
    service::RecordRequest change_of(const model::LedgerRecord& record, const std::string& field,
                                     const std::string& text) {
        return {"relief", record.id, record.revision, {{field, text}}, ""};
    }
    service::ImportOutcome import(const std::string& name, int first, int rows) {
        const auto file = office_.folder() / name;
        std::ofstream stream(file);
        stream << "日期,网格,姓名,电话,证件号码\n";
        for (int i = first; i < first + rows; ++i) {
            stream << fmt::format("2020-06-01,111,龘靐齉,1896633{},11010519491231002X\n", 8000 + i);
        }
        stream.close();
        const auto imported = service::import_records(office_.session(), "relief", file, {});
        EXPECT_TRUE(imported) << describe(imported.error());
        return imported ? *imported : service::ImportOutcome{};
    }
    void expect_finding(const std::string& words) {
        const auto outcome = office_.verify();
        EXPECT_TRUE(
            std::any_of(outcome.findings.begin(), outcome.findings.end(),
                        [&](const auto& one) { return one.find(words) != std::string::npos; }))
            << words << ", but: " << fmt::format("{}", fmt::join(outcome.findings, "; "));
    }

    TestOffice office_;
};

TEST_P(Sealing, GivesBackEveryKindOfValue) {
    const auto added = add(0);
    office_.reopen();
    const auto records = office_.records("relief");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].values, added.values);
    EXPECT_EQ(records[0].salt, added.salt);
    EXPECT_FALSE(records[0].damaged);
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Sealing, NothingPersonalStandsInTheDatabase) {
    const auto first = add(0);
    const auto second = add(1);
    ASSERT_TRUE(
        service::change_record(office_.session(), change_of(first, "phone", "18966337999")));
    ASSERT_TRUE(service::change_record(office_.session(), change_of(second, "income", "1")));
    const auto batch = import("people.csv", 0, 50).batch;
    EXPECT_EQ(hits("龘靐齉"), 20U);
    EXPECT_EQ(hits("7999"), 1U);
    expect_no_secret(stored_bytes(office_), secrets());  // the log of the writer too
    const auto backup = office_.folder() / "backup.tar";
    ASSERT_TRUE(service::take_backup(office_.session(), backup, "test"));
    ASSERT_TRUE(service::undo_batch(office_.session(), batch));
    EXPECT_TRUE(office_.verify().sound());
    office_.close();
    expect_no_secret(stored_bytes(office_), secrets());  // and the backup
    office_.reopen();
    ASSERT_TRUE(service::purge_records(office_.session(), Date::from_civil(2199, 1, 1)));
    EXPECT_EQ(hits("龘靐齉"), 0U);
    EXPECT_TRUE(office_.verify().sound());
    office_.close();
    expect_no_secret(stored_bytes(office_), secrets());
    office_.reopen();
}

TEST_P(Sealing, WhatIsOpenStaysReadable) {
    add(0);
    office_.close();
    EXPECT_NE(stored_bytes(office_).find("看得见的备注"), std::string::npos);
    office_.reopen();
}

TEST_P(Sealing, PersonalTextIsFoundByItsParts) {
    add(0);
    add(1);
    for (const auto& [words, wanted] :
         std::initializer_list<std::pair<const char*, std::size_t>>{{"龘", 1},
                                                                    {"靐齉", 1},
                                                                    {"龘靐齉", 1},
                                                                    {"18966337001", 1},
                                                                    {"189", 2},
                                                                    {"7001", 1},
                                                                    {"尾号7001", 1},
                                                                    {"110105", 2},
                                                                    {"002X", 2},
                                                                    {"饕餮巷", 2},
                                                                    {"九十七号", 2},
                                                                    {"肿瘤", 1},
                                                                    {"龘齉", 0},
                                                                    {"96633", 0},
                                                                    {"7003", 0},
                                                                    {"看得见", 2},
                                                                    {"龘靐 7000", 1},
                                                                    {"龘靐 7001", 0},
                                                                    {"看得见 7001", 1}}) {
        EXPECT_EQ(hits(words), wanted) << words;
    }
    auto session = office_.session();
    session.principal = without(session.principal, access::Permission::FindPersonal);
    service::SearchRequest request;
    request.words = "7001";
    EXPECT_EQ(service::search_records(session, request)->records.size(), 0U);
}

TEST_P(Sealing, AUniqueValueIsTakenOnce) {
    const auto first = add(0);
    const auto again = office_.add("relief", secret_row(0));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
    const auto second = add(1);
    const auto moved =
        service::change_record(office_.session(), change_of(second, "phone", "18966337000"));
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().code, ErrorCode::Conflict);
    ASSERT_TRUE(service::remove_record(office_.session(), {"relief", first.id, 1, {}, ""}));
    EXPECT_TRUE(
        service::change_record(office_.session(), change_of(second, "phone", "18966337000")));
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Sealing, ATableThatComesAgainAddsNothing) {
    EXPECT_EQ(import("a.csv", 0, 30).added, 30);
    EXPECT_EQ(import("b.csv", 10, 30).added, 10);
    const auto again = import("c.csv", 0, 40);
    EXPECT_EQ(again.added, 0);
    EXPECT_EQ(again.same, 40);
}

TEST_P(Sealing, FiltersFindEqualValuesAndNothingElse) {
    add(0);
    add(1);
    EXPECT_EQ(count("phone eq 18966337001"), 1U);
    EXPECT_EQ(count("phone ne 18966337001"), 1U);
    EXPECT_EQ(count("phone in 18966337001,18966337000"), 2U);
    EXPECT_EQ(count("applicant eq 龘靐齉"), 1U);
    EXPECT_EQ(count("id_number eq 11010519491231002X"), 2U);
    EXPECT_EQ(count("income present"), 2U);
    EXPECT_EQ(count("income missing"), 0U);
    for (const auto* filter :
         {"phone gt 1", "applicant contains 龘", "income ge 5", "income eq 87113190.57",
          "illness eq tumour", "born lt 2000-01-01"}) {
        const auto page = list(filter);
        ASSERT_FALSE(page) << filter;
        EXPECT_EQ(page.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(page.error().message.find("加密"), std::string::npos) << page.error().message;
    }
    for (const auto* sort : {"phone", "-income", "day,applicant"}) {
        const auto page = list("income present", sort);
        ASSERT_FALSE(page) << sort;
        EXPECT_NE(page.error().message.find("排序"), std::string::npos);
    }
}

TEST_P(Sealing, IndicatorsSeeTheValues) {
    add(0);
    add(1);
    const auto figures =
        service::read_figures(office_.session(), {*parse_period("2020-05"), "", {"relief.poor"}});
    ASSERT_TRUE(figures);
    ASSERT_TRUE(figures->rows.at(0).value.number);
    EXPECT_EQ(rollup::value_text(*figures->rows.at(0).value.number), "1");
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Sealing, HistoryAndUndoingSeeWhatWas) {
    const auto first = add(0);
    ASSERT_TRUE(
        service::change_record(office_.session(), change_of(first, "phone", "18966337999")));
    const auto history = service::record_history(office_.session(), "relief", first.id);
    ASSERT_TRUE(history);
    const auto field = *history->ledger->field_index("phone");
    ASSERT_EQ(history->revisions.at(0).changes.size(), 1U);
    EXPECT_EQ(history->revisions[0].changes[0].field, field);
    EXPECT_EQ(history->revisions[0].changes[0].before, model::Value("18966337000"));
}

TEST_P(Sealing, AMovedOrAlteredValueIsNamedAndNotWrittenOver) {
    const auto first = add(0);
    const auto second = add(1);
    ASSERT_EQ(hits("龘靐"), 1U);
    // Of one record into another, of one field into another, and a bit.
    const auto stolen = fmt::format(
        "UPDATE ledger_relief SET applicant_sealed = (SELECT applicant_sealed FROM ledger_relief "
        "WHERE id = {}) WHERE id = {}",
        first.id.value, second.id.value);
    for (const auto& harm :
         {RawSql(stolen),
          RawSql(fmt::format("UPDATE ledger_relief SET phone_sealed = "
                             "id_number_sealed WHERE id = {}",
                             second.id.value)),
          RawSql(fmt::format("UPDATE ledger_relief SET salt = address_sealed WHERE id = {}",
                             second.id.value))}) {
        TestOffice copy(kSealedLedgers);
        office_.close();
        copy.become(office_);
        office_.reopen();
        copy.execute(harm);
        const auto findings = copy.verify().findings;
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [&](const auto& one) {
            return one.find(second.number + " 的个人信息密文打不开") != std::string::npos;
        })) << harm.sqlite;
        const auto changed =
            service::change_record(copy.session(), change_of(second, "note", "改一改"));
        ASSERT_FALSE(changed) << harm.sqlite << (changed->outdated ? " outdated" : "")
                              << (changed->errors.empty() ? "" : describe(changed->errors.front()));
        EXPECT_EQ(changed.error().code, ErrorCode::Corrupt);
        EXPECT_TRUE(service::change_record(copy.session(), change_of(first, "note", "改一改")));
        ASSERT_TRUE(service::purge_records(copy.session(), Date::from_civil(2199, 1, 1)));
        EXPECT_TRUE(copy.verify().sound());
    }
}

TEST_P(Sealing, ADiffOfAnotherRecordIsNamed) {
    for (int i = 0; i < 2; ++i) {
        const auto record = add(i);
        ASSERT_TRUE(service::change_record(office_.session(),
                                           change_of(record, "income", std::to_string(i + 1))));
    }
    office_.execute(
        "UPDATE audit_event SET personal_diff = (SELECT personal_diff FROM audit_event "
        "WHERE personal_diff IS NOT NULL ORDER BY seq DESC LIMIT 1) "
        "WHERE personal_diff IS NOT NULL");
    expect_finding("的个人信息密文打不开，被改过或换过");
}

TEST_P(Sealing, OtherKeysDoNotOpenIt) {
    add(0);
    for (const auto suite : {sealing::Suite::Aes, sealing::Suite::Sm}) {
        try {
            office_.open_with(sealing::Keyring::passing(suite));
            ADD_FAILURE() << "opened";
        } catch (const std::runtime_error& error) {
            EXPECT_NE(std::string(error.what()).find("密钥不对"), std::string::npos);
        }
    }
}

TEST_P(Sealing, SecondStepsAreSealedToTheirAccounts) {
    const std::string secret = "二步密钥二步密钥二步";
    const auto account = [&](const std::string& name) {
        const auto issued = service::create_account(office_.session(), {name, name, {}});
        EXPECT_TRUE(issued);
        return issued->account;
    };
    const AccountId wang = account("wang");
    const AccountId li = account("li");
    const auto stored = [&](AccountId id) {
        std::string found;
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            found = tx.identity().account(id)->second_step;
            return {};
        }));
        return found;
    };
    ASSERT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        auto changed = *tx.identity().account(wang);
        changed.second_step = secret;
        tx.identity_writer().put_account(changed);
        return {};
    }));
    EXPECT_EQ(stored(wang), secret);
    EXPECT_EQ(stored(li), "");
    office_.execute(
        fmt::format("UPDATE account SET second_step = (SELECT second_step FROM account WHERE "
                    "account_id = {}) WHERE account_id = {}",
                    wang.value, li.value));
    EXPECT_EQ(stored(wang), secret);
    EXPECT_NE(stored(li), secret);
    EXPECT_FALSE(stored(li).empty());  // nobody knows it; an empty one everybody would
    expect_finding("账号 li 的两步验证密钥打不开");
    office_.close();
    expect_no_secret(stored_bytes(office_), {secret});
    office_.reopen();
}

TZ_FOR_EVERY_ADAPTER(Sealing);

}  // namespace
}  // namespace taizhang::tests
