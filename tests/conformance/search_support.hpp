// SPDX-License-Identifier: Apache-2.0
// Two ledgers with fields of every searched kind, one pointing into the other.
#pragma once

#include <gtest/gtest.h>

#include "service/search/search_records.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {

inline constexpr const char* kSearchLedgers = R"(
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

inline std::vector<std::int64_t> ids_of(const Result<service::SearchOutcome>& outcome) {
    std::vector<std::int64_t> ids;
    EXPECT_TRUE(outcome) << describe(outcome.error());
    for (const auto& record : outcome->records) {
        ids.push_back(record.id.value);
    }
    return ids;
}

// One transaction with a writer of records.
inline void write_records(TestOffice& office, const std::string& ledger,
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

}  // namespace taizhang::tests
