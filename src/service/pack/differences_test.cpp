// SPDX-License-Identifier: Apache-2.0
#include "service/pack/differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/pack/stored_documents.hpp"

namespace taizhang::service {
namespace {

using testing::ElementsAre;

constexpr const char* kLedger = R"(
ledger: visits
title: {zh: 走访, en: Visits}
fields:
  - {name: day, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text}
  - {name: hours, title: 时长, type: integer, retired: true}
)";

constexpr const char* kLater = R"(
ledger: visits
title: {zh: 入户走访, en: Visits}
number: ZF
fields:
  - {name: day, title: 日期, type: date, role: happened_on}
  - {name: office, title: 科室, type: unit, role: unit}
  - {name: house, title: 门牌, type: text, retired: true}
  - {name: hours, title: 时长, type: integer}
)";

ChangePlan plan_of(const std::string& before, const std::string& after, bool retired) {
    ChangePlan plan;
    plan.stored.push_back({"ledger",
                           "visits",
                           1,
                           1,
                           "a.yaml",
                           model::to_json(model::read_yaml("a.yaml", before)->front()),
                           retired,
                           {}});
    plan.checked.documents.push_back({model::DefinitionDocument::Kind::Ledger, "visits", "b.yaml",
                                      model::read_yaml("b.yaml", after)->front()});
    return plan;
}

TEST(Differences, NamesKeysAndFields) {
    const auto differences = differences_of(plan_of(kLedger, kLater, false)).value();
    ASSERT_EQ(differences.size(), 1U);
    const auto& one = differences.front();
    EXPECT_EQ(one.difference, Difference::Changed);
    EXPECT_EQ(one.title, "入户走访");
    EXPECT_THAT(one.keys, ElementsAre("title", "fields", "number"));
    ASSERT_EQ(one.fields.size(), 3U);
    EXPECT_EQ(one.fields[0].difference, Difference::Added);
    EXPECT_TRUE(one.fields[0].new_column);
    EXPECT_EQ(one.fields[1].difference, Difference::Retired);
    EXPECT_THAT(one.fields[1].keys, ElementsAre("title", "retired"));
    EXPECT_EQ(one.fields[2].difference, Difference::Restored);
}

TEST(Differences, NothingIsNone) {
    EXPECT_TRUE(differences_of(plan_of(kLedger, kLedger, false))->empty());
    const auto back = differences_of(plan_of(kLedger, kLedger, true)).value();
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back.front().difference, Difference::Restored);
    EXPECT_TRUE(back.front().fields.empty());
}

TEST(Differences, WhatGoesIsNamed) {
    auto plan = plan_of(kLedger, kLedger, false);
    plan.checked.documents.clear();
    plan.retired = {"ledger visits"};
    const auto differences = differences_of(plan).value();
    ASSERT_EQ(differences.size(), 1U);
    EXPECT_EQ(differences.front().difference, Difference::Retired);
    EXPECT_EQ(differences.front().title, "走访");
}

}  // namespace
}  // namespace taizhang::service
