// SPDX-License-Identifier: Apache-2.0
// Whatever is done to the file behind the program's back, verify finds it and says where.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kTamperDefinitions = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 救助, en: Relief}
number: JZ
retention: {years: 10}
fields:
  - {name: paid_on, title: 日期, type: date, role: happened_on}
  - {name: applicant, title: 申请人, type: person, required: true, sensitive: identity}
  - {name: amount, title: 金额, type: money, required: true}
  - {name: place, title: 网格, type: area, role: area}
---
indicator: relief.amount
title: {zh: 救助金额, en: Amount}
of: relief
measure: sum(amount)
unit: 元
)";

class Tamper : public EveryAdapter {
  protected:
    void SetUp() override {
        for (int i = 0; i < 6; ++i) {
            const auto record =
                office_.add("relief", {{"paid_on", fmt::format("2020-0{}-03", i % 6 + 1)},
                                       {"applicant", fmt::format("居民{}", i)},
                                       {"amount", fmt::format("{}00", i + 1)},
                                       {"place", "石桥第一网格"}});
            ASSERT_TRUE(record) << describe(record.error());
            records_.push_back(*record);
            ASSERT_TRUE(office_.store().sync());  // a seal for each
        }
        const auto change = change_first();
        ASSERT_TRUE(change) << describe(change.error());
        ASSERT_TRUE(office_.verify().sound());
    }

    Result<void> change_first() {
        const auto definitions = office_.definitions();
        const auto* ledger = definitions->catalog.pack.ledger("relief");
        const auto grant = TZ_TRY(
            access::authorize(office_.session().principal, access::Permission::WriteRecords));
        return office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            service::RecordWriter writer(tx, *definitions, *ledger, grant, BatchId{});
            auto values = records_[0].values;
            values[1] = std::string("居民甲");
            values[2] = Money{12300};
            records_[0] = TZ_TRY(writer.change(records_[0], std::move(values)));
            return {};
        });
    }

    void execute(const RawSql& sql) { office_.execute(sql); }

    // The rows as they were, from the table kept.
    void restore() {
        execute("DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept ORDER BY seq");
    }

    // For each column of the row its values with one bit of one byte flipped, as SQL.
    std::vector<std::pair<std::string, std::vector<RawSql>>> flips_of_audit_row(int seq) {
        std::vector<std::pair<std::string, std::vector<RawSql>>> columns;
        for (const auto* name : {"office_id", "seq", "at", "action", "ledger_id", "record_id",
                                 "revision", "batch_id"}) {
            const auto value = static_cast<std::uint64_t>(std::stoll(value_of(name, seq)));
            std::vector<RawSql> flips;
            for (unsigned bit = 0; bit < 64; bit += 8) {
                flips.emplace_back(
                    fmt::format("{}", static_cast<std::int64_t>(value ^ (1ULL << bit))));
            }
            columns.emplace_back(name, std::move(flips));
        }
        for (const auto* name : {"actor", "diff"}) {
            columns.emplace_back(name, flips_of(value_of(name, seq), "TEXT"));
        }
        for (const auto* name : {"personal_diff", "personal_digest", "row_digest", "digest"}) {
            columns.emplace_back(name, flips_of(bytes_of(name, seq), "BLOB"));
        }
        return columns;
    }

    std::string value_of(const std::string& column, int seq) {
        const auto row =
            office_.first_row(fmt::format("SELECT {} FROM kept WHERE seq = {}", column, seq));
        EXPECT_EQ(row.size(), 1U);
        return row.empty() ? "" : row.front();
    }

    std::string bytes_of(const std::string& column, int seq) {
        const auto hex = office_.first_row(
            {fmt::format("SELECT hex({}) FROM kept WHERE seq = {}", column, seq),
             fmt::format("SELECT encode({}, 'hex') FROM kept WHERE seq = {}", column, seq)});
        std::string bytes;
        for (std::size_t at = 0; at < hex.at(0).size(); at += 2) {
            bytes += static_cast<char>(std::stoi(hex[0].substr(at, 2), nullptr, 16));
        }
        return bytes;
    }

    static std::vector<RawSql> flips_of(const std::string& bytes, const std::string& type) {
        std::vector<RawSql> flips;
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            auto flipped = bytes;
            flipped[at] = static_cast<char>(flipped[at] ^ 1);
            const auto hex = fmt::format("{:02x}", fmt::join(unsigned_bytes(flipped), ""));
            flips.emplace_back(fmt::format("CAST(x'{}' AS {})", hex, type),
                               type == "TEXT"
                                   ? fmt::format("convert_from('\\x{}'::bytea, 'UTF8')", hex)
                                   : fmt::format("'\\x{}'::bytea", hex));
        }
        return flips;
    }

    static std::vector<unsigned char> unsigned_bytes(const std::string& text) {
        return {text.begin(), text.end()};
    }

    void expect_named(const std::string& what) {
        const auto outcome = office_.verify();
        EXPECT_FALSE(outcome.sound());
        const bool named = std::any_of(
            outcome.findings.begin(), outcome.findings.end(),
            [&](const auto& finding) { return finding.find(what) != std::string::npos; });
        EXPECT_TRUE(named) << what << " not named, but: "
                           << (outcome.findings.empty() ? "" : outcome.findings.front());
    }

    TestOffice office_{kTamperDefinitions};
    std::vector<model::LedgerRecord> records_;
};

TEST_P(Tamper, AFlippedByteInAnyColumnOfAnAuditRowIsFound) {
    const RawSql zeros{"zeroblob(32)", "decode(repeat('00', 32), 'hex')"};
    const RawSql others{"randomblob(32)", "sha256('other')"};
    execute("CREATE TABLE kept AS SELECT * FROM audit_event");
    for (const RawSql& change : std::vector<RawSql>{
             "at = at + 1",
             "actor = actor || 'x'",
             "action = action + 1",
             "ledger_id = ledger_id + 1",
             "revision = revision + 7",
             "batch_id = 9",
             "diff = diff || ' '",
             {"row_digest = " + zeros.sqlite, "row_digest = " + zeros.postgres},
             {"digest = " + zeros.sqlite, "digest = " + zeros.postgres},
             {"personal_digest = " + others.sqlite, "personal_digest = " + others.postgres}}) {
        execute({"UPDATE audit_event SET " + change.sqlite + " WHERE seq = 6",
                 "UPDATE audit_event SET " + change.postgres + " WHERE seq = 6"});
        expect_named("第 6 条");
        restore();
        ASSERT_TRUE(office_.verify().sound()) << change.sqlite;
    }
}

// One bit of one byte, everywhere a byte is stored: each byte of each column of the row.
TEST_P(Tamper, AFlippedBitInAnyByteOfAnAuditRowIsFound) {
    execute("CREATE TABLE kept AS SELECT * FROM audit_event");
    const std::string restored =
        "DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept; ";
    const std::string flip = "UPDATE {}audit_event SET {} = {} WHERE seq = 6";
    for (const auto& [column, flips] : flips_of_audit_row(6)) {
        for (std::size_t i = 0; i < flips.size(); ++i) {
            // Where the row would take the place of another, that one goes.
            const std::string free = column == "seq" || column == "record_id"
                                         ? fmt::format("DELETE FROM audit_event WHERE {} = {}; ",
                                                       column, flips[i].postgres)
                                         : "";
            execute(
                {restored + fmt::format(fmt::runtime(flip), "OR REPLACE ", column, flips[i].sqlite),
                 restored + free + fmt::format(fmt::runtime(flip), "", column, flips[i].postgres)});
            ASSERT_FALSE(office_.verify().sound()) << column << ", byte " << i;
        }
    }
    restore();
    ASSERT_TRUE(office_.verify().sound());
}

TEST_P(Tamper, AnAuditRowRewrittenTogetherWithItsDigestIsFound) {
    // Somebody who knows the format recomputes the digest; the seal still tells.
    std::optional<store::AuditEvent> forged;
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        tx.scan_audit({4, BatchId{}, RecordId{}}, [&](const store::AuditEvent& event) {
            forged = event;
            return false;
        });
        return {};
    }));
    forged->actor = "somebody else";
    forged->digest = store::audit_digest(*forged);
    const std::string update = "UPDATE audit_event SET actor = '{}', digest = {}{}' WHERE seq = {}";
    const auto forge = [&](const char* prefix) {
        return fmt::format(fmt::runtime(update), forged->actor, prefix, to_hex(forged->digest),
                           forged->seq);
    };
    execute({forge("x'"), forge("'\\x")});
    expect_named("封条");
}

TEST_P(Tamper, AChangedPersonalDiffIsFound) {
    execute(
        {"UPDATE audit_event SET personal_diff = personal_diff || x'20' "
         "WHERE personal_diff IS NOT NULL",
         "UPDATE audit_event SET personal_diff = personal_diff || '\\x20'::bytea "
         "WHERE personal_diff IS NOT NULL"});
    expect_named("个人信息密文打不开");
}

TEST_P(Tamper, AnErasedPersonalDiffWithoutAPurgeIsFound) {
    execute("UPDATE audit_event SET personal_diff = NULL");
    expect_named("没有清除记录");
}

TEST_P(Tamper, ARemovedAuditRowIsNamed) {
    execute("DELETE FROM audit_event WHERE seq = 5");
    expect_named("留痕第 5 条不见了");
}

TEST_P(Tamper, RemovedLastAuditRowsAreNamed) {
    execute("DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event)");
    expect_named("不见了");
}

TEST_P(Tamper, TwoSwappedAuditRowsAreNamed) {
    execute(
        "UPDATE audit_event SET seq = -1 WHERE seq = 5; "
        "UPDATE audit_event SET seq = 5 WHERE seq = 6; "
        "UPDATE audit_event SET seq = 6 WHERE seq = -1");
    expect_named("留痕第 5 条被改过");
    expect_named("留痕第 6 条被改过");
}

TEST_P(Tamper, ARemovedSealIsNamed) {
    execute("DELETE FROM audit_seal WHERE seal_id = 3");
    expect_named("封条第 3 号不见了");
}

TEST_P(Tamper, AChangedSealIsNamed) {
    execute("UPDATE audit_seal SET sealed_at = sealed_at + 1 WHERE seal_id = 4");
    expect_named("封条第 4 号被改过");
}

TEST_P(Tamper, AnEventAndItsSealCutOffTheEndLeaveRowsWithoutTrace) {
    execute("DELETE FROM audit_event WHERE seq > 8; DELETE FROM audit_seal WHERE last_seq > 8");
    expect_named(records_[5].number);
}

TEST_P(Tamper, AnAmountChangedInTheLedgerIsNamed) {
    execute(
        fmt::format("UPDATE ledger_relief SET amount_fen = 1 WHERE id = {}", records_[2].id.value));
    expect_named(records_[2].number);
    expect_named("relief.amount");
}

TEST_P(Tamper, AMovedRecordIsNamed) {
    execute(fmt::format("UPDATE ledger_relief SET happened_on = '2020-12-31' WHERE id = {}",
                        records_[3].id.value));
    expect_named(records_[3].number);
}

TEST_P(Tamper, ARemovedRecordIsNamed) {
    execute(fmt::format("DELETE FROM ledger_relief WHERE id = {}", records_[1].id.value));
    expect_named(std::to_string(records_[1].id.value));
}

TEST_P(Tamper, AnAddedRecordIsNamed) {
    execute(
        "INSERT INTO ledger_relief SELECT office_id, 77, 'JZ-FAKE', area_id, happened_on, "
        "status, recorded_at, revision, deleted, purged, match_key, salt, applicant_sealed, "
        "applicant_blind, amount_fen "
        "FROM ledger_relief LIMIT 1");
    expect_named("JZ-FAKE 没有留痕");
}

TEST_P(Tamper, AChangedRollupIsNamed) {
    execute("UPDATE rollup SET sum = sum + 100 WHERE month = 202003 AND indicator_id > 0");
    expect_named("汇总 relief.amount");
}

TEST_P(Tamper, AChangedDayOfARollupIsNamed) {
    execute({"UPDATE rollup SET days = replace(days, ':1:', ':2:') WHERE month = 202003",
             "UPDATE rollup SET count = 2 WHERE month = 202003 AND day > 0 AND count = 1"});
    expect_named("202003");
}

TEST_P(Tamper, AMissingRollupIsNamed) {
    execute("DELETE FROM rollup WHERE month = 202002");
    expect_named("202002");
}

TZ_FOR_EVERY_ADAPTER(Tamper);

}  // namespace
}  // namespace taizhang::tests
