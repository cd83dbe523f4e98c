// SPDX-License-Identifier: Apache-2.0
// bench_search FOLDER [RECORDS]: imports RECORDS (1,000,000) made-up rows, builds the search index
// and asks two-character words of three kinds in one process; then compares the complete answers
// with a scan of all records. Prints lines "NAME value"; exit code 1 when an answer differs.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "base/limits.hpp"
#include "bench/must.hpp"
#include "service/areas/import_areas.hpp"
#include "service/pack/install_pack.hpp"
#include "service/records/import_records.hpp"
#include "service/search/search_records.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace {

using namespace taizhang;
namespace fs = std::filesystem;

constexpr std::size_t kLedgers = 4;
constexpr std::size_t kWords = 6'000;
constexpr std::size_t kCharacters = 2'500;
constexpr int kCommunities = 20;
constexpr int kCellsOfCommunity = 10;

constexpr const char* kFields =
    "title: {zh: 台账, en: Ledger}\nchapter: main\npurpose: {zh: 测, en: Measure}\n"
    "retention: {years: 5}\nfields:\n"
    "  - {name: seen_on, title: 日期, type: date, role: happened_on}\n"
    "  - {name: place, title: 地点, type: area, role: area}\n"
    "  - {name: person, title: 姓名, type: person, sensitive: identity}\n"
    "  - {name: phone, title: 电话, type: phone, sensitive: contact}\n"
    "  - {name: address, title: 住址, type: address, sensitive: location}\n"
    "  - {name: subject, title: 事项, type: text}\n"
    "  - {name: matter, title: 经过, type: long_text}\n"
    "  - {name: amount, title: 金额, type: money}\n";

double milliseconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

// Words as frequent as in a language: the n-th about 1/n as often as the first.
class Language {
  public:
    Language() {
        std::vector<double> weights;
        for (std::size_t i = 0; i < kCharacters; ++i) {
            weights.push_back(1.0 / static_cast<double>(i + 20));
        }
        std::discrete_distribution<std::size_t> character(weights.begin(), weights.end());
        std::set<std::string> known;
        while (words_.size() < kWords) {
            std::string word = utf8(character(random_)) + utf8(character(random_));
            if (known.insert(word).second) {
                words_.push_back(std::move(word));
            }
        }
        weights.clear();
        for (std::size_t i = 0; i < kWords; ++i) {
            weights.push_back(1.0 / static_cast<double>(i + 5));
        }
        word_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
    }

    const std::vector<std::string>& words() const { return words_; }
    std::size_t below(std::size_t bound) { return random_() % bound; }

    std::string text(std::size_t words) {
        std::string text;
        for (std::size_t i = 0; i < words; ++i) {
            text += words_[word_(random_)];
            text += i % 5 == 4 ? "，" : "";
        }
        return text;
    }

  private:
    static std::string utf8(std::size_t index) {
        const auto code = 0x4E00U + static_cast<unsigned>(index) * 7U;
        return {static_cast<char>(0xE0U | code >> 12U),
                static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
                static_cast<char>(0x80U | (code & 0x3FU))};
    }

    std::mt19937_64 random_{2020};
    std::vector<std::string> words_;
    std::discrete_distribution<std::size_t> word_;
};

void write_areas(const fs::path& file) {
    std::ofstream stream(file);
    stream << "代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n";
    for (int c = 0; c < kCommunities; ++c) {
        stream << fmt::format("1{0:02},第{0}社区,社区,1,2018-01-01\n", c);
        for (int g = 0; g < kCellsOfCommunity; ++g) {
            stream << fmt::format("1{0:02}{1:02},第{0}社区第{1}网格,网格,1{0:02},2018-01-01\n", c,
                                  g);
        }
    }
}

void write_rows(const fs::path& file, Language& language, std::size_t rows) {
    std::ofstream stream(file);
    stream << "日期,地点,姓名,电话,住址,事项,经过,金额\n";
    for (std::size_t i = 0; i < rows; ++i) {
        stream << fmt::format(
            "2020-{:02}-{:02},1{:02}{:02},{},138{:08},{}路{}号{}栋{}单元,{},{}。,{}.50\n",
            1 + language.below(12), 1 + language.below(28), language.below(kCommunities),
            language.below(kCellsOfCommunity), language.text(2).substr(0, 9),
            language.below(100'000'000), language.text(1), language.below(200), language.below(30),
            language.below(6), language.text(4), language.text(15), language.below(20'000));
    }
}

void fill(const service::Session& session, const fs::path& folder, std::size_t records,
          Language& language) {
    must(service::create_office(session, "1", "云桥街道办事处"));
    std::string definitions;
    for (std::size_t i = 0; i < kLedgers; ++i) {
        definitions += fmt::format("{}ledger: l{}\nnumber: L{}\n{}", i == 0 ? "" : "---\n", i,
                                   static_cast<char>('A' + i), kFields);
        const auto at = definitions.rfind("zh: 台账");
        definitions.insert(at + std::string("zh: 台账").size(), std::to_string(i));
    }
    must(service::install_pack(
        session,
        service::check_pack({{"pack.yaml",
                              "pack: bench\ntitle: {zh: 测, en: B}\nversion: 1\nchapters:\n"
                              "  main: {zh: 主, en: M}\n"},
                             {"main.yaml", definitions}}),
        service::InstallMode::Apply));
    write_areas(folder / "areas.csv");
    must(service::import_areas(session, folder / "areas.csv"));
    for (std::size_t i = 0; i < kLedgers; ++i) {
        const auto file = folder / fmt::format("rows{}.csv", i);
        write_rows(file, language, records / kLedgers);
        const auto outcome =
            must(service::import_records(session, fmt::format("l{}", i), file, {}));
        if (outcome.added != static_cast<std::int64_t>(records / kLedgers)) {
            throw std::runtime_error("rows were not imported");
        }
    }
}

struct Kind {
    std::string name;
    std::vector<std::string> words;
};

// By rank in the language, so that they are about so frequent in a million rows.
std::vector<Kind> kinds_of(const Language& language) {
    const auto& words = language.words();
    const auto from = [&](std::size_t rank, std::size_t count) {
        return std::vector<std::string>(words.begin() + static_cast<std::ptrdiff_t>(rank),
                                        words.begin() + static_cast<std::ptrdiff_t>(rank + count));
    };
    std::vector<std::string> absent;
    for (std::size_t i = 0; i < 20; ++i) {
        absent.push_back(words[words.size() - 1 - i].substr(0, 3) + "龘");
    }
    return {{"absent", absent},
            {"rare", from(kWords - 40, 40)},
            {"medium", from(150, 40)},
            {"every", {"社区", "网格"}}};
}

std::vector<std::int64_t> all_found(const service::Session& session, const std::string& words) {
    service::SearchRequest request;
    request.words = words;
    request.results_max = limits::kSearchResultsMax;
    std::vector<std::int64_t> ids;
    for (bool more = true; more;) {
        const auto page = must(service::search_records(session, request));
        for (const auto& record : page.records) {
            ids.push_back(record.id.value);
        }
        more = page.more;
        request.before = more ? page.records.back().id : RecordId{};
    }
    std::reverse(ids.begin(), ids.end());
    return ids;
}

using Answers = std::map<std::string, std::vector<std::int64_t>>;

// Every record looked at once, for all words together; in the order of ids.
Answers scan(const service::Session& session, const std::vector<std::string>& words) {
    Answers answers;
    must(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        const auto definitions = TZ_TRY(service::load_definitions(tx));
        const auto names = service::search_names(tx, *definitions);
        std::vector<std::pair<std::string, model::SearchWord>> parsed;
        for (const auto& word : words) {
            parsed.emplace_back(word, TZ_TRY(model::parse_search(word)).front());
            answers[word];
        }
        for (const auto& ledger : definitions->catalog.pack.ledgers) {
            store::RecordQuery query;
            query.table = definitions->table(ledger);
            query.scope = &model::kEverything;
            tx.scan_records(query, [&](const model::LedgerRecord& record) {
                std::set<std::string> found;
                for (const auto& text : model::record_texts(ledger, record, names)) {
                    const auto runs = model::search_runs(text.line.text);
                    for (const auto& [name, word] : parsed) {
                        if (model::find_word(word, runs, text.line.initials)) {
                            found.insert(name);
                        }
                    }
                }
                for (const auto& name : found) {
                    answers[name].push_back(record.id.value);
                }
                return true;
            });
        }
        return {};
    }));
    for (auto& [word, ids] : answers) {
        std::sort(ids.begin(), ids.end());
    }
    return answers;
}

void print_times(const std::string& name, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    fmt::print("search_{}_p50_ms {:.2f}\nsearch_{}_p95_ms {:.2f}\n", name, times[times.size() / 2],
               name, times[times.size() * 95 / 100]);
}

void ask(const service::Session& session, const Kind& kind, const std::string& area) {
    std::vector<double> times;
    for (int round = 0; round < 3; ++round) {
        for (const auto& word : kind.words) {
            service::SearchRequest request;
            request.words = word;
            request.area = area;
            times.push_back(milliseconds([&] { must(service::search_records(session, request)); }));
        }
    }
    print_times(kind.name + (area.empty() ? "" : "_in_cell"), times);
}

void print_sizes(const fs::path& folder, std::size_t records) {
    SQLite::Database database((folder / "taizhang.db").string(), SQLite::OPEN_READONLY);
    const auto bytes = [&](const std::string& pattern) {
        SQLite::Statement row(database, "SELECT sum(pgsize) FROM dbstat WHERE name LIKE ?");
        row.bind(1, pattern);
        return row.executeStep() ? row.getColumn(0).getDouble() : 0;
    };
    fmt::print("index_bytes_per_record {:.0f}\n",
               bytes("search_index%") / static_cast<double>(records));
    fmt::print("document_bytes_per_record {:.0f}\n",
               bytes("search_document%") / static_cast<double>(records));
    fmt::print("all_bytes_per_record {:.0f}\n", bytes("%") / static_cast<double>(records));
}

int run(const fs::path& folder, std::size_t records) {
    Language language;
    const bool filled = fs::exists(folder / "taizhang.db");
    fs::create_directories(folder);
    const auto store = filled
                           ? must(store_sqlite::SqliteStore::open(folder, keys_beside(folder)))
                           : must(store_sqlite::SqliteStore::create(folder, keys_beside(folder)));
    const service::Session session{*store, access::local_operator("bench")};
    if (!filled) {
        fmt::print("import_s {:.1f}\n",
                   milliseconds([&] { fill(session, folder, records, language); }) / 1000);
    }
    fmt::print("index_build_s {:.1f}\n",
               milliseconds([&] { must(service::catch_up_search(session, {})); }) / 1000);
    print_sizes(folder, records);
    std::vector<std::string> words;
    for (const auto& kind : kinds_of(language)) {
        ask(session, kind, "");
        ask(session, kind, "10703");
        words.insert(words.end(), kind.words.begin(), kind.words.end());
    }
    for (const auto& kind : std::vector<Kind>{{"three_characters", {"四社区", "五社区"}},
                                              {"one_character", {"区", "一"}},
                                              {"address", {"12号3栋", "7号21栋5单元"}},
                                              {"tail", {"5678", "尾号 4321"}},
                                              {"beginning", {"2020", "138"}},
                                              {"number", {"LA-2020-0123", "LB-2020-77777"}},
                                              {"two_words", {"社区 第五", "社区 龘"}},
                                              {"initials", {"dwsq", "zsf"}}}) {
        ask(session, kind, "");
    }
    int differ = 0;
    std::size_t found = 0;
    const auto answers = scan(session, words);
    for (const auto& [word, ids] : answers) {
        found += ids.size();
        differ += all_found(session, word) == ids ? 0 : 1;
    }
    fmt::print("words_compared {}\nrecords_found {}\nanswers_that_differ {}\n", answers.size(),
               found, differ);
    return differ == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "bench_search FOLDER [RECORDS]\n");
        return 2;
    }
    return run(argv[1], argc > 2 ? std::stoull(argv[2]) : 1'000'000);
}
