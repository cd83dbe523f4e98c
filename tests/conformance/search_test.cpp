// SPDX-License-Identifier: Apache-2.0
// Search is never stale, shows nothing it should not, and forgets what was erased.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "service/records/purge_records.hpp"
#include "tests/conformance/every_adapter.hpp"
#include "tests/conformance/search_support.hpp"

namespace taizhang::tests {
namespace {

std::size_t hits(TestOffice& office, const std::string& words) {
    service::SearchRequest request;
    request.words = words;
    return ids_of(service::search_records(office.session(), request)).size();
}

class Search : public EveryAdapter {};

TEST_P(Search, AnAnswerIsNeverStale) {
    TestOffice office(kSearchLedgers);
    EXPECT_EQ(hits(office, "救助"), 0U);  // builds the index
    const auto added = office.add("visits", {{"seen_on", "2020-02-01"}, {"matter", "申请救助"}});
    ASSERT_TRUE(added);
    EXPECT_EQ(hits(office, "救助"), 1U);
    write_records(office, "visits",
                  [&](service::RecordWriter& writer) { return writer.remove(*added); });
    EXPECT_EQ(hits(office, "救助"), 0U);
}

TEST_P(Search, NewWordingIsIndexedAnew) {
    TestOffice office(kSearchLedgers);
    ASSERT_TRUE(office.add("visits", {{"seen_on", "2020-02-01"}, {"kind", "石桥"}}));
    EXPECT_EQ(hits(office, "石桥"), 1U);
    const std::string changed = replaced(kSearchLedgers, "one: 石桥", "one: 新桥");
    const auto pack = service::check_pack({{"pack.yaml",
                                            "pack: test\ntitle: {zh: 测试, en: Test}\nversion: "
                                            "2\nchapters:\n  main: {zh: 主, en: M}\n"},
                                           {"main.yaml", changed}});
    ASSERT_TRUE(service::install_pack(office.session(), pack, service::InstallMode::Apply));
    EXPECT_EQ(hits(office, "石桥"), 0U);
    EXPECT_EQ(hits(office, "新桥"), 1U);
    EXPECT_TRUE(office.verify().sound());
}

TEST_P(Search, PersonalTextIsFoundByWhoMayAndShownMasked) {
    TestOffice office(kSearchLedgers);
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
        session.principal = without(session.principal, access::Permission::FindPersonal);
        EXPECT_EQ(ids_of(service::search_records(session, request)).size(), 0U) << words;
    }
}

// Everything that is in the database, and where it is a file, in its unused pages too.
std::string bytes_of(TestOffice& office) {
    std::ostringstream bytes;
    if (current_adapter() == Adapter::Postgres) {
        for (const auto* rows : {"SELECT string_agg(t::text, ' ') FROM ledger_visits t",
                                 "SELECT string_agg(t::text, ' ') FROM search_document t",
                                 "SELECT string_agg(t::text, ' ') FROM audit_event t"}) {
            bytes << office.first_row(rows).at(0);
        }
        return bytes.str();
    }
    for (const auto& entry : std::filesystem::directory_iterator(office.folder())) {
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
    return bytes.str();
}

std::string terms_of(TestOffice& office) {
    return office
        .first_row({"SELECT group_concat(term, ' ') FROM fts5_terms",
                    "SELECT string_agg(tokens::text, ' ') FROM search_document"})
        .at(0);
}

// Characters that nothing else in the file has, so that FTS5 writes them out in full.
TEST_P(Search, NothingOfAPurgedPersonIsLeft) {
    TestOffice office(kSearchLedgers);
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
    // Not even before: what stands there is sealed, and the words of the index are blinded.
    EXPECT_EQ(bytes_of(office).find("龘靐"), std::string::npos);
    EXPECT_EQ(bytes_of(office).find("2773366981"), std::string::npos);
    EXPECT_EQ(terms_of(office).find("龘"), std::string::npos);
    office.reopen();
    ASSERT_TRUE(service::purge_records(office.session(), Date::from_civil(2199, 1, 1)));
    EXPECT_EQ(hits(office, "龘靐"), 0U);
    EXPECT_EQ(hits(office, "谈了"), 1U);
    EXPECT_TRUE(office.verify().sound());
    office.close();
    const auto bytes = bytes_of(office);
    // Three bytes alone would come up in a mebibyte of sealed ones now and then.
    for (const auto* erased : {"龘靐", "靐齉", "18966337722", "2773366981"}) {
        EXPECT_EQ(bytes.find(erased), std::string::npos) << erased;
    }
    const auto terms = terms_of(office);
    EXPECT_NE(terms.find("谈了"), std::string::npos);
    EXPECT_EQ(terms.find("龘"), std::string::npos);
    EXPECT_EQ(terms.find("2277"), std::string::npos);
    office.reopen();
}

TEST_P(Search, VerifyFindsAnIndexThatDisagrees) {
    const std::string added =
        "INSERT INTO search_document {} SELECT office_id, 77, ledger_id, area_id, happened_on, "
        "open_text, personal_sealed{} FROM search_document LIMIT 1";
    const std::vector<RawSql> harms = {
        {fmt::format(fmt::runtime(added), "", ""),
         fmt::format(fmt::runtime(added),
                     "(office_id, record_id, ledger_id, area_id, happened_on, open_text, "
                     "personal_sealed, tokens)",
                     ", tokens")},
        "DELETE FROM search_document WHERE open_text LIKE '%甲%'",
        "UPDATE search_document SET open_text = replace(open_text, '甲', '乙')",
        "UPDATE search_document SET area_id = 77",
        {"INSERT INTO search_index (search_index) VALUES ('delete-all')",
         "UPDATE search_document SET tokens = ''"},
        {"INSERT INTO search_index (rowid, open_text) VALUES (5, '假的')",
         "UPDATE search_document SET tokens = tokens || array_to_tsvector(ARRAY['假的'])"}};
    for (const auto& harm : harms) {
        TestOffice office(kSearchLedgers);
        ASSERT_TRUE(office.add("visits", {{"seen_on", "2020-02-01"}, {"matter", "甲"}}));
        EXPECT_TRUE(office.verify().sound());  // no index yet: nothing to disagree
        EXPECT_EQ(hits(office, "甲"), 1U);
        EXPECT_TRUE(office.verify().sound());
        office.execute(harm);
        EXPECT_FALSE(office.verify().sound()) << harm.sqlite;
        ASSERT_TRUE(service::rebuild_search(office.session(), {}));
        EXPECT_TRUE(office.verify().sound()) << harm.sqlite;
        EXPECT_EQ(hits(office, "甲"), 1U);
    }
}

TZ_FOR_EVERY_ADAPTER(Search);

}  // namespace
}  // namespace taizhang::tests
