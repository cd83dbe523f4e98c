// SPDX-License-Identifier: Apache-2.0
#include "service/areas/plan_areas.hpp"

#include <gtest/gtest.h>

namespace taizhang::service {
namespace {

using model::AreaLevel;
using model::AreaVersion;

constexpr const char* kSmall = "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))";
constexpr const char* kLarge = "MULTIPOLYGON(((0 0,2 0,2 2,0 0)))";

Date date(std::string_view iso) {
    return parse_date(iso).value();
}

AreaVersion version(std::int64_t id, AreaLevel level, std::string_view from, std::string name,
                    std::string boundary = "") {
    AreaVersion one;
    one.id = AreaId{id};
    one.code = std::to_string(id);
    one.level = level;
    one.valid_from = date(from);
    one.name = std::move(name);
    one.person_in_charge = "甲";
    one.parent = AreaId{id == 1 ? 0 : id / 10};
    one.boundary = std::move(boundary);
    return one;
}

std::vector<AreaVersion> stored(const std::string& boundary = "") {
    return {version(1, AreaLevel::Subdistrict, "1900-01-01", "云桥街道"),
            version(11, AreaLevel::Community, "1900-01-01", "石桥社区"),
            version(12, AreaLevel::Community, "1900-01-01", "柳荫社区"),
            version(111, AreaLevel::GridCell, "1900-01-01", "第一网格", boundary),
            version(111, AreaLevel::GridCell, "2020-03-01", "桥头网格", boundary)};
}

AreaRow feature(std::string code, std::optional<std::string_view> from,
                const std::string& boundary) {
    AreaRow row;
    row.number = 1;
    row.cells[kCode] = std::move(code);
    if (from) {
        row.from = date(*from);
    }
    row.boundary = model::parse_wkt(boundary).value();
    return row;
}

struct Planned {
    AreaPlan plan;
    std::vector<Error> errors;
    std::map<Date, AreaVersion> cell;  // 111 as it will be
};

Planned planned(const std::vector<AreaVersion>& areas, std::vector<AreaRow> rows) {
    AreaFile file;
    file.file = "cells.geojson";
    file.is_geojson = true;
    file.rows = std::move(rows);
    std::int64_t id = 1000;
    Planned result;
    result.plan = AreaPlanner(areas, {}, file, [&](const std::string&) { return ++id; }).run();
    result.errors = file.errors;
    for (const auto* versions : {&areas, &std::as_const(result.plan.versions)}) {
        for (const auto& one : *versions) {
            if (one.code == "111") {
                result.cell[one.valid_from] = one;
            }
        }
    }
    return result;
}

TEST(PlanAreas, AFirstBoundaryWithoutADateHoldsForAllTime) {
    const auto result = planned(stored(), {feature("111", std::nullopt, kSmall)});
    ASSERT_TRUE(result.errors.empty());
    ASSERT_EQ(result.cell.size(), 2U);
    EXPECT_EQ(result.cell.at(date("1900-01-01")).boundary, kSmall);
    EXPECT_EQ(result.cell.at(date("1900-01-01")).name, "第一网格");
    EXPECT_EQ(result.cell.at(date("2020-03-01")).boundary, kSmall);
    EXPECT_EQ(result.cell.at(date("2020-03-01")).person_in_charge, "甲");
    EXPECT_EQ(result.plan.outcome.versions, 1);
    EXPECT_FALSE(result.plan.moved);
    EXPECT_EQ(result.plan.reshaped, std::set{AreaId{111}});
}

TEST(PlanAreas, ANewBoundaryBeginsOnItsDayAndStaysThroughLaterVersions) {
    const auto result = planned(stored(kSmall), {feature("111", "2020-02-01", kLarge)});
    ASSERT_EQ(result.cell.size(), 3U);
    EXPECT_EQ(result.cell.at(date("1900-01-01")).boundary, kSmall);
    EXPECT_EQ(result.cell.at(date("2020-02-01")).boundary, kLarge);
    EXPECT_EQ(result.cell.at(date("2020-02-01")).name, "第一网格");
    EXPECT_EQ(result.cell.at(date("2020-03-01")).boundary, kLarge);
    EXPECT_EQ(result.cell.at(date("2020-03-01")).name, "桥头网格");
}

TEST(PlanAreas, AChangedBoundaryNeedsADay) {
    const auto result = planned(stored(kSmall), {feature("111", std::nullopt, kLarge)});
    ASSERT_EQ(result.errors.size(), 1U);
    EXPECT_NE(result.errors[0].message.find("生效日期"), std::string::npos);
    EXPECT_TRUE(result.plan.versions.empty());
    EXPECT_EQ(planned(stored(kSmall), {feature("111", std::nullopt, kSmall)}).plan.outcome.same, 1);
}

TEST(PlanAreas, ATableThatSaysNothingOfBoundariesKeepsThem) {
    AreaRow row = feature("111", std::nullopt, kSmall);
    row.boundary.reset();
    row.cells[kName] = "桥西网格";
    const auto result = planned(stored(kSmall), {row});
    ASSERT_EQ(result.plan.versions.size(), 1U);
    EXPECT_EQ(result.plan.versions[0].boundary, kSmall);
    EXPECT_EQ(result.plan.versions[0].valid_from, date("2020-03-01"));
    EXPECT_TRUE(result.plan.reshaped.empty());
}

TEST(PlanAreas, OnlyAnotherParentIsAMove) {
    AreaRow row = feature("111", "2020-07-01", kSmall);
    row.cells[kParent] = "12";
    const auto result = planned(stored(kSmall), {row});
    EXPECT_TRUE(result.plan.moved);
    EXPECT_EQ(result.cell.at(date("2020-07-01")).parent, AreaId{12});
}

TEST(PlanAreas, UnknownCodesNeedLevelNameAndParent) {
    AreaRow row = feature("112", std::nullopt, kSmall);
    EXPECT_NE(planned(stored(), {row}).errors.at(0).message.find("级别"), std::string::npos);
    row.level = AreaLevel::GridCell;
    EXPECT_NE(planned(stored(), {row}).errors.at(0).message.find("名称"), std::string::npos);
    row.cells[kName] = "第二网格";
    EXPECT_NE(planned(stored(), {row}).errors.at(0).message.find("上级"), std::string::npos);
    row.cells[kParent] = "11";
    const auto result = planned(stored(), {row});
    EXPECT_TRUE(result.errors.empty());
    EXPECT_EQ(result.plan.outcome.areas, 1);
    EXPECT_EQ(result.plan.versions.at(0).parent, AreaId{11});
    EXPECT_EQ(result.plan.versions.at(0).valid_from, date("1900-01-01"));
}

}  // namespace
}  // namespace taizhang::service
