// SPDX-License-Identifier: Apache-2.0
// The index answers as a scan of all records does, whatever was written in between, and forgets
// what was erased.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "base/text.hpp"
#include "model/records/parse_value.hpp"
#include "service/records/import_records.hpp"
#include "service/records/purge_records.hpp"
#include "service/search/search_records.hpp"
#include "tests/store/support.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kLedgers = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visit}
number: ZF
retention: {days: 30}
fields:
  - {name: seen_on, title: 日期, type: date, role: happened_on}
  - {name: place, title: 地点, type: area, role: area}
  - {name: visitor, title: 姓名, type: person, sensitive: identity}
  - {name: phone, title: 电话, type: phone, sensitive: contact}
  - {name: matter, title: 事由, type: long_text}
  - {name: amount, title: 金额, type: money}
  - {name: kind, title: 种类, type: choice, choices: {one: 石桥, two: 救助金}}
---
ledger: answers
title: {zh: 答复, en: Answers}
chapter: main
purpose: {zh: 答复, en: Answer}
number: DF
retention: permanent
fields:
  - {name: given_on, title: 日期, type: date, role: happened_on}
  - {name: words, title: 内容, type: text}
  - {name: visit, title: 走访, type: reference, to: visits}
)";

using Row = std::vector<std::pair<std::string, std::string>>;

std::vector<std::int64_t> ids_of(const Result<service::SearchOutcome>& outcome) {
    std::vector<std::int64_t> ids;
    EXPECT_TRUE(outcome) << describe(outcome.error());
    for (const auto& record : outcome->records) {
        ids.push_back(record.id.value);
    }
    return ids;
}

std::size_t hits(TestOffice& office, const std::string& words) {
    service::SearchRequest request;
    request.words = words;
    return ids_of(service::search_records(office.session(), request)).size();
}

void write(TestOffice& office, const std::string& ledger,
           const std::function<Result<void>(service::RecordWriter&)>& work) {
    const auto definitions = office.definitions();
    const auto grant =
        access::authorize(office.session().principal, access::Permission::WriteRecords);
    const auto written = office.store().write([&](store::WriteTx& tx) -> Result<void> {
        service::RecordWriter writer(tx, *definitions, *definitions->catalog.pack.ledger(ledger),
                                     *grant, BatchId{});
        return work(writer);
    });
    EXPECT_TRUE(written) << describe(written.error());
}

// Few characters and digits, so that words meet, part and repeat across runs and fields.
class RandomTexts {
  public:
    explicit RandomTexts(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t bound) { return random_() % bound; }

    std::string text(std::size_t pieces_max) {
        static const std::vector<std::string> kPieces = {
            "石",  "桥",          "社",   "区",   "石桥", "救助", "曾",   "长江", "𠮷",   "3",
            "3号", "12",          "138",  "2020", "1381", "ab",   "A",    "jz",   "123X", "，",
            " ",   "13800001111", "１２", "-",    "\n",   "。",   "号楼", "单元", "😀",    "zsq"};
        std::string text;
        for (std::size_t i = 0; i < 1 + below(pieces_max); ++i) {
            text += kPieces[below(kPieces.size())];
        }
        return text;
    }

    std::string date() { return fmt::format("2020-{:02}-{:02}", 1 + below(12), 1 + below(28)); }

    std::string place() {
        static const std::vector<std::string> kPlaces = {
            "云桥街道", "石桥社区", "石桥第一网格", "石桥第二网格", "柳荫第一网格", "柳荫第二网格"};
        return kPlaces[below(kPlaces.size())];
    }

  private:
    std::mt19937_64 random_;
};

class RandomSearch {
  public:
    explicit RandomSearch(std::uint64_t seed) : texts_(seed), office_(kLedgers) {}

    void step() {
        switch (texts_.below(9)) {
            case 0:
            case 1:
            case 2:
                return add();
            case 3:
            case 4:
                return change();
            case 5:
                return import_file();
            case 6:
                return undo();
            case 7:
                return catch_up();
            default:
                return remove_or_restore();
        }
    }

    // A random question, with and without the right to find by personal fields.
    void ask() {
        service::SearchRequest request;
        request.words = texts_.text(3);
        request.results_max = 1'000;
        if (texts_.below(3) == 0) {
            request.words += " " + texts_.text(2);
        }
        if (texts_.below(3) == 0) {
            request.area = texts_.place();
        }
        if (texts_.below(4) == 0) {
            request.ledger = texts_.below(2) == 0 ? "visits" : "答复";
        }
        if (texts_.below(3) == 0) {
            auto from = *parse_date(texts_.date());
            auto to = *parse_date(texts_.date());
            request.period = Period{std::min(from, to), std::max(from, to)};
        }
        auto session = office_.session();
        if (texts_.below(3) == 0) {
            session.principal.permissions.erase(access::Permission::FindPersonal);
        }
        if (texts_.below(3) == 0) {
            const auto areas = office_.definitions()->areas;
            session.principal.scope = {false, areas.ever_within(*areas.find("石桥社区"))};
            request.area.clear();
        }
        const auto indexed = service::search_records(session, request);
        const auto scanned = service::scan_for_records(session, request);
        if (!scanned) {
            ASSERT_FALSE(indexed);
            EXPECT_EQ(indexed.error().message, scanned.error().message);
            return;
        }
        EXPECT_EQ(ids_of(indexed), ids_of(scanned)) << "words: " << request.words;
        found_ += scanned->records.size();
        ask_by_pages(session, request, ids_of(scanned));
    }

    void ask_by_pages(const service::Session& session, service::SearchRequest request,
                      const std::vector<std::int64_t>& wanted) {
        std::vector<std::int64_t> ids;
        request.results_max = 1 + wanted.size() / 2;
        for (bool more = true; more;) {
            const auto page = service::search_records(session, request);
            const auto part = ids_of(page);
            ids.insert(ids.end(), part.begin(), part.end());
            more = page->more;
            request.before = part.empty() ? RecordId{} : RecordId{part.back()};
        }
        EXPECT_EQ(ids, wanted) << "words: " << request.words;
    }

    TestOffice& office() { return office_; }
    std::size_t found() const { return found_; }

  private:
    Row random_row() {
        return {{"seen_on", texts_.date()},
                {"place", texts_.place()},
                {"visitor", "张" + texts_.text(2)},
                {"phone", fmt::format("138{:08}", texts_.below(100'000'000))},
                {"matter", texts_.text(8)},
                {"amount", fmt::format("{}.{:02}", texts_.below(20'000), texts_.below(100))},
                {"kind", texts_.below(2) == 0 ? "石桥" : "救助金"}};
    }

    void add() {
        const auto visit = office_.add("visits", random_row());
        ASSERT_TRUE(visit) << describe(visit.error());
        const auto definitions = office_.definitions();
        const auto& ledger = *definitions->catalog.pack.ledger("answers");
        std::vector<model::Value> values(ledger.fields.size());
        values[*ledger.field_index("given_on")] =
            visit->happened_on(*definitions->catalog.pack.ledger("visits"));
        values[*ledger.field_index("words")] = texts_.text(4);
        values[*ledger.field_index("visit")] = visit->id.value;
        write(office_, "answers", [&](service::RecordWriter& writer) -> Result<void> {
            TZ_TRY(writer.create(values, ""));
            return {};
        });
    }

    std::optional<model::LedgerRecord> random_record() {
        std::vector<model::LedgerRecord> found;
        const auto definitions = office_.definitions();
        const model::Scope everything{true, {}};
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            store::RecordQuery query;
            query.table = definitions->table(*definitions->catalog.pack.ledger("visits"));
            query.scope = &everything;
            query.deleted = store::Deleted::Include;
            tx.scan_records(query, [&](const model::LedgerRecord& record) {
                found.push_back(record);
                return true;
            });
            return {};
        }));
        return found.empty() ? std::nullopt : std::optional(found[texts_.below(found.size())]);
    }

    void change() {
        const auto record = random_record();
        if (!record || record->deleted || record->purged) {
            return;
        }
        const auto definitions = office_.definitions();
        const auto& ledger = *definitions->catalog.pack.ledger("visits");
        auto values = record->values;
        for (const auto& [name, text] : random_row()) {
            const auto field = *ledger.field_index(name);
            if (name != "place" && texts_.below(2) == 0) {
                values[field] = *model::parse_typed(text, ledger.fields[field]);
            }
        }
        write(office_, "visits", [&](service::RecordWriter& writer) -> Result<void> {
            TZ_TRY(writer.change(*record, values));
            return {};
        });
    }

    void remove_or_restore() {
        const auto record = random_record();
        if (!record) {
            return;
        }
        write(office_, "visits", [&](service::RecordWriter& writer) -> Result<void> {
            if (record->deleted) {
                TZ_TRY(writer.restore(*record, record->values));
                return {};
            }
            return texts_.below(3) == 0 && !record->purged ? writer.purge(*record)
                                                           : writer.remove(*record);
        });
    }

    void import_file() {
        const auto file = office_.folder() / fmt::format("rows{}.csv", ++files_);
        {
            std::ofstream stream(file);
            stream << "日期,地点,姓名,事由\n";
            for (std::size_t i = 0; i < 1 + texts_.below(150); ++i) {
                stream << texts_.date() << ',' << texts_.place() << ",李" << i << ",\""
                       << texts_.text(6) << "\"\n";
            }
        }
        const auto outcome = service::import_records(office_.session(), "visits", file, {});
        ASSERT_TRUE(outcome) << describe(outcome.error());
        if (outcome->batch) {
            batches_.push_back(outcome->batch);
        }
    }

    void undo() {
        if (!batches_.empty()) {
            const auto outcome =
                service::undo_batch(office_.session(), batches_[texts_.below(batches_.size())]);
            EXPECT_TRUE(outcome || outcome.error().code == ErrorCode::Conflict);
        }
    }

    void catch_up() {
        ASSERT_TRUE(service::catch_up_search(office_.session(), {}));
        if (texts_.below(5) == 0) {
            ASSERT_TRUE(service::purge_search(office_.session()));
        }
    }

    RandomTexts texts_;
    TestOffice office_;
    int files_ = 0;
    std::vector<BatchId> batches_;
    std::size_t found_ = 0;
};

TEST(Search, TheIndexAnswersAsAScan) {
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        RandomSearch random(seed);
        for (int step = 0; step < 40; ++step) {
            random.step();
            for (int question = 0; question < 4; ++question) {
                random.ask();
            }
            ASSERT_FALSE(HasFailure()) << "seed " << seed << " step " << step;
        }
        const auto outcome = random.office().verify();
        EXPECT_TRUE(outcome.sound()) << "seed " << seed << ": " << outcome.findings.front();
        found += random.found();
    }
    EXPECT_GT(found, 2'000U);  // questions that find nothing prove little
}

TEST(Search, AnAnswerIsNeverStale) {
    TestOffice office(kLedgers);
    EXPECT_EQ(hits(office, "救助"), 0U);  // builds the index
    const auto added = office.add("visits", {{"seen_on", "2020-02-01"}, {"matter", "申请救助"}});
    ASSERT_TRUE(added);
    EXPECT_EQ(hits(office, "救助"), 1U);
    write(office, "visits", [&](service::RecordWriter& writer) { return writer.remove(*added); });
    EXPECT_EQ(hits(office, "救助"), 0U);
}

TEST(Search, NewWordingIsIndexedAnew) {
    TestOffice office(kLedgers);
    ASSERT_TRUE(office.add("visits", {{"seen_on", "2020-02-01"}, {"kind", "石桥"}}));
    EXPECT_EQ(hits(office, "石桥"), 1U);
    const std::string changed = replaced(kLedgers, "one: 石桥", "one: 新桥");
    const auto pack = service::check_pack({{"pack.yaml",
                                            "pack: test\ntitle: {zh: 测试, en: Test}\nversion: "
                                            "2\nchapters:\n  main: {zh: 主, en: M}\n"},
                                           {"main.yaml", changed}});
    ASSERT_TRUE(service::install_pack(office.session(), pack, service::InstallMode::Apply));
    EXPECT_EQ(hits(office, "石桥"), 0U);
    EXPECT_EQ(hits(office, "新桥"), 1U);
    EXPECT_TRUE(office.verify().sound());
}

TEST(Search, PersonalTextIsFoundByWhoMayAndShownMasked) {
    TestOffice office(kLedgers);
    ASSERT_TRUE(office.add(
        "visits", {{"seen_on", "2020-02-01"}, {"visitor", "张三丰"}, {"phone", "13812345678"}}));
    service::SearchRequest request;
    for (const auto* words : {"三丰", "zsf", "5678", "尾号 5678", "138****5678"}) {
        request.words = words;
        const auto outcome = service::search_records(office.session(), request);
        ASSERT_TRUE(outcome);
        ASSERT_EQ(outcome->records.size(), 1U) << words;
        for (const auto& text : outcome->records[0].texts) {
            ASSERT_EQ(text.parts.size(), 1U);
            EXPECT_NE(text.parts[0].text.find('*'), std::string::npos);
        }
        auto session = office.session();
        session.principal.permissions.erase(access::Permission::FindPersonal);
        EXPECT_EQ(ids_of(service::search_records(session, request)).size(), 0U) << words;
    }
}

std::string bytes_of(const std::filesystem::path& folder) {
    std::ostringstream bytes;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
    return bytes.str();
}

std::vector<std::string> terms_of(TestOffice& office) {
    SQLite::Database database(office.database().string(), SQLite::OPEN_READONLY);
    database.exec(
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', 'search_index', 'row')");
    SQLite::Statement row(database, "SELECT term FROM temp.words");
    std::vector<std::string> terms;
    while (row.executeStep()) {
        terms.push_back(row.getColumn(0).getString());
    }
    return terms;
}

// Characters that nothing else in the file has, so that FTS5 writes them out in full.
TEST(Search, NothingOfAPurgedPersonIsLeft) {
    TestOffice office(kLedgers);
    ASSERT_TRUE(office.add("visits", {{"seen_on", "2020-02-01"}, {"matter", "𠮷地"}}));
    ASSERT_TRUE(office.add("visits", {{"seen_on", "2020-02-01"},
                                      {"visitor", "龘靐齉"},
                                      {"phone", "18966337722"},
                                      {"matter", "谈了三次"}}));
    EXPECT_EQ(hits(office, "龘靐"), 1U);
    EXPECT_EQ(hits(office, "7722"), 1U);
    for (int i = 0; i < 400; ++i) {  // so that there are segments to be merged
        ASSERT_TRUE(office.add(
            "answers", {{"given_on", "2020-02-01"}, {"words", fmt::format("答复第{}次", i)}}));
    }
    EXPECT_EQ(hits(office, "答复"), 20U);
    office.close();
    EXPECT_NE(bytes_of(office.folder()).find("龘靐"), std::string::npos);
    EXPECT_NE(bytes_of(office.folder()).find("2773366981"), std::string::npos);
    office.reopen();
    ASSERT_TRUE(service::purge_records(office.session(), Date::from_civil(2199, 1, 1)));
    EXPECT_EQ(hits(office, "龘靐"), 0U);
    EXPECT_EQ(hits(office, "谈了"), 1U);
    EXPECT_TRUE(office.verify().sound());
    office.close();
    const auto bytes = bytes_of(office.folder());
    for (const auto* erased : {"龘", "靐", "齉", "18966337722", "2773366981"}) {
        EXPECT_EQ(bytes.find(erased), std::string::npos) << erased;
    }
    for (const auto& term : terms_of(office)) {
        EXPECT_EQ(term.find("龘"), std::string::npos) << term;
        EXPECT_EQ(term.find("2277"), std::string::npos) << term;
    }
    office.reopen();
}

TEST(Search, VerifyFindsAnIndexThatDisagrees) {
    const std::vector<std::string> harms = {
        "DELETE FROM search_document WHERE open_text LIKE '%甲%'",
        "UPDATE search_document SET open_text = replace(open_text, '甲', '乙')",
        "UPDATE search_document SET area_id = 1",
        "INSERT INTO search_document SELECT office_id, 77, ledger_id, area_id, happened_on, "
        "open_text, personal_text FROM search_document LIMIT 1",
        "INSERT INTO search_index (search_index) VALUES ('delete-all')",
        "INSERT INTO search_index (rowid, open_text) VALUES (5, '假的')"};
    for (const auto& harm : harms) {
        TestOffice office(kLedgers);
        ASSERT_TRUE(office.add("visits", {{"seen_on", "2020-02-01"}, {"matter", "甲"}}));
        EXPECT_TRUE(office.verify().sound());  // no index yet: nothing to disagree
        EXPECT_EQ(hits(office, "甲"), 1U);
        EXPECT_TRUE(office.verify().sound());
        office.close();
        SQLite::Database(office.database().string(), SQLite::OPEN_READWRITE).exec(harm);
        office.reopen();
        EXPECT_FALSE(office.verify().sound()) << harm;
        ASSERT_TRUE(service::rebuild_search(office.session(), {}));
        EXPECT_TRUE(office.verify().sound()) << harm;
        EXPECT_EQ(hits(office, "甲"), 1U);
    }
}

}  // namespace
}  // namespace taizhang::tests
