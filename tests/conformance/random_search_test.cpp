// SPDX-License-Identifier: Apache-2.0
// The index answers as a scan of all records does, whatever was written in between.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "model/records/parse_value.hpp"
#include "service/records/import_records.hpp"
#include "tests/conformance/every_adapter.hpp"
#include "tests/conformance/search_support.hpp"

namespace taizhang::tests {
namespace {

using Row = std::vector<std::pair<std::string, std::string>>;

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
    explicit RandomSearch(std::uint64_t seed) : texts_(seed), office_(kSearchLedgers) {}

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
            session.principal = without(session.principal, access::Permission::FindPersonal);
        }
        if (texts_.below(3) == 0) {
            const auto areas = office_.definitions()->areas;
            session.principal =
                within(session.principal, areas.ever_within(*areas.find("石桥社区")));
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
        write_records(office_, "answers", [&](service::RecordWriter& writer) -> Result<void> {
            TZ_TRY(writer.create(model::content_of(ledger, values), ""));
            return {};
        });
    }

    std::optional<model::LedgerRecord> random_record() {
        const auto found = office_.records("visits");
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
        write_records(office_, "visits", [&](service::RecordWriter& writer) -> Result<void> {
            TZ_TRY(writer.change(*record, values));
            return {};
        });
    }

    void remove_or_restore() {
        const auto record = random_record();
        if (!record) {
            return;
        }
        write_records(office_, "visits", [&](service::RecordWriter& writer) -> Result<void> {
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

class SearchAndScan : public EveryAdapter {};

TEST_P(SearchAndScan, TheIndexAnswersAsAScan) {
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

TZ_FOR_EVERY_ADAPTER(SearchAndScan);

}  // namespace
}  // namespace taizhang::tests
