// SPDX-License-Identifier: Apache-2.0
// Pages of a list, put together, are the filtered and sorted whole, whatever the page size.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "service/records/record_list.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

const char* const kRecordPageLedger = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 测试, en: Test}
number: ZF
fields:
  - {name: seen_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, role: area, title: {zh: 网格, en: Cell}}
  - {name: cause, type: choice, title: {zh: 原因, en: Cause}, choices: {a: 甲, b: 乙, c: 丙}}
  - {name: tags, type: multi_choice, title: {zh: 标签, en: Tags}, choices: {x: 子, y: 丑}}
  - {name: amount, type: money, title: {zh: 金额, en: Amount}}
  - {name: weight, type: decimal, scale: 3, title: {zh: 重量, en: Weight}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
  - {name: visitor, type: person, sensitive: identity, title: {zh: 来访人, en: Visitor}}
retention: {years: 3}
)";

using Rows = std::vector<model::LedgerRecord>;

class RecordPages : public EveryAdapter {
  protected:
    RecordPages() : office_(kRecordPageLedger) {
        const auto pick = [&](std::initializer_list<const char*> words) {
            return *(words.begin() + random_() % words.size());
        };
        for (int i = 0; i < 120; ++i) {
            std::vector<std::pair<std::string, std::string>> row = {
                {"seen_on", fmt::format("2020-0{}-1{}", 1 + random_() % 3, random_() % 5)},
                {"cell", pick({"111", "112", "121"})}};
            const auto sometimes = [&](const char* field, const std::string& text) {
                if (random_() % 3 != 0) {
                    row.emplace_back(field, text);
                }
            };
            sometimes("cause", pick({"甲", "乙", "丙"}));
            sometimes("tags", pick({"子", "丑", "子、丑"}));
            sometimes("amount", std::to_string(random_() % 4 * 100));
            sometimes("weight", pick({"0.125", "0.1", "7", "12.5"}));
            sometimes("note", pick({"无事", "有事", "a b"}));
            sometimes("visitor", pick({"张三", "李四"}));
            EXPECT_TRUE(office_.add("visits", row));
        }
    }

    // All pages of `request`, each of `size`.
    Rows pages(service::ListRequest request, std::size_t size) {
        Rows all;
        request.ledger = "visits";
        request.records_max = size;
        for (;;) {
            const auto page = service::list_records(office_.session(), request);
            EXPECT_TRUE(page) << (page ? "" : describe(page.error()));
            if (!page) {
                return all;
            }
            all.insert(all.end(), page->records.begin(), page->records.end());
            if (page->next_page.empty()) {
                return all;
            }
            EXPECT_EQ(page->records.size(), size);
            request.after = page->next_page;
        }
    }

    Result<service::RecordPage> first(service::ListRequest request) {
        request.ledger = "visits";
        return service::list_records(office_.session(), request);
    }

    std::mt19937 random_{7};
    TestOffice office_;
};

std::vector<std::int64_t> ids(const Rows& rows) {
    std::vector<std::int64_t> all;
    for (const auto& row : rows) {
        all.push_back(row.id.value);
    }
    return all;
}

TEST_P(RecordPages, AreTheSortedWholeInPieces) {
    const std::vector<std::string> names = {"seen_on", "cell", "cause",   "amount",
                                            "weight",  "note", "@number", "@recorded_at"};
    const auto definitions = office_.definitions();
    const auto& ledger = *definitions->catalog.pack.ledger("visits");
    for (int round = 0; round < 60; ++round) {
        std::vector<std::string> sort;
        std::set<std::string> used;
        for (std::size_t i = 0; i <= random_() % 3; ++i) {
            const auto& name = names[random_() % names.size()];
            if (used.insert(name).second) {
                sort.push_back((random_() % 2 == 0 ? "-" : "") + name);
            }
        }
        service::ListRequest request;
        request.sort = join(sort, ",");
        Rows expected = office_.records("visits");
        std::sort(expected.begin(), expected.end(), [&](const auto& left, const auto& right) {
            for (const auto& key : sort) {
                const bool down = key.front() == '-';
                const std::string name = down ? key.substr(1) : key;
                store::RecordColumn column{store::RecordColumn::Kind::Field,
                                           ledger.field_index(name).value_or(0)};
                if (name.front() == '@') {
                    column.kind = name == "@number" ? store::RecordColumn::Kind::Number
                                                    : store::RecordColumn::Kind::RecordedAt;
                }
                const auto a = store::value_in(left, column);
                const auto b = store::value_in(right, column);
                if (a != b) {
                    return down ? b < a : a < b;
                }
            }
            return sort.back().front() == '-' ? left.id > right.id : left.id < right.id;
        });
        EXPECT_EQ(ids(pages(request, 1 + random_() % 50)), ids(expected)) << request.sort;
    }
}

TEST_P(RecordPages, HoldWhatTheFiltersLeave) {
    const auto all = office_.records("visits");
    const auto count = [&](const std::string& filter) {
        service::ListRequest request;
        request.filters = {filter};
        return pages(request, 7).size();
    };
    const auto truth = [&](const auto& holds) {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), holds));
    };
    const auto text = [](const model::Value& value) {
        const auto* found = std::get_if<std::string>(&value);
        return found == nullptr ? std::string() : *found;
    };
    EXPECT_EQ(count("cause eq 甲"), truth([&](auto& row) { return text(row.values[2]) == "a"; }));
    EXPECT_EQ(count("cause ne a"), truth([&](auto& row) { return text(row.values[2]) != "a"; }));
    EXPECT_EQ(count("cause in a,乙"), truth([&](auto& row) {
                  return text(row.values[2]) == "a" || text(row.values[2]) == "b";
              }));
    EXPECT_EQ(count("tags has x"),
              truth([&](auto& row) { return text(row.values[3]).find('x') != std::string::npos; }));
    EXPECT_EQ(count("amount ge 200元"), truth([](auto& row) {
                  const auto* money = std::get_if<Money>(&row.values[4]);
                  return money != nullptr && money->fen >= 20'000;
              }));
    EXPECT_EQ(count("weight eq 0.1"), truth([](auto& row) {
                  const auto* weight = std::get_if<Decimal>(&row.values[5]);
                  return weight != nullptr && weight->units == 100;
              }));
    EXPECT_EQ(count("note contains 事"), truth([&](auto& row) {
                  return text(row.values[6]).find("事") != std::string::npos;
              }));
    EXPECT_EQ(count("note eq a b"), truth([&](auto& row) { return text(row.values[6]) == "a b"; }));
    EXPECT_EQ(count("amount missing"),
              truth([](auto& row) { return model::is_missing(row.values[4]); }));
    EXPECT_EQ(count("seen_on lt 2020-02-01"), truth([](auto& row) {
                  return std::get<Date>(row.values[0]) < Date::from_civil(2020, 2, 1);
              }));
    EXPECT_EQ(count("cell eq 石桥第一网格") + count("cell eq 112") + count("cell eq 121"),
              all.size());
}

TEST_P(RecordPages, RefuseWhatCannotBeRight) {
    for (const char* filter :
         {"", "amount", "amount is 3", "nothing eq 3", "amount eq", "amount ge 很多",
          "cause contains a", "cell ge 111", "amount in ", "note has x", "visitor eq 张*",
          "visitor contains 张", "visitor lt 张三"}) {
        service::ListRequest request;
        request.filters = {filter};
        EXPECT_FALSE(first(request)) << filter;
    }
    for (const char* sort : {"nothing", "-", "note,note", "note,cause,amount,weight"}) {
        service::ListRequest request;
        request.sort = sort;
        EXPECT_FALSE(first(request)) << sort;
    }
    for (const char* after : {"x", "e30", "eyJpZCI6MX0"}) {
        service::ListRequest request;
        request.after = after;
        EXPECT_FALSE(first(request)) << after;
    }
    service::ListRequest request;
    request.records_max = 100'000;
    EXPECT_FALSE(first(request));
}

TEST_P(RecordPages, APageMarkBelongsToItsOrder) {
    service::ListRequest request;
    request.records_max = 5;
    request.sort = "amount";
    request.after = first(request)->next_page;
    request.sort = "amount,cause";
    EXPECT_FALSE(first(request));
}

TZ_FOR_EVERY_ADAPTER(RecordPages);

}  // namespace
}  // namespace taizhang::tests
