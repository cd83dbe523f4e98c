// SPDX-License-Identifier: Apache-2.0
#include "model/areas/area.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/areas/unit.hpp"

namespace taizhang::model {
namespace {

constexpr AreaId kRootArea{1};
constexpr AreaId kStoneBridge{10};
constexpr AreaId kWillows{20};
constexpr AreaId kStoneThird{13};
constexpr AreaId kWillowsThird{23};
constexpr AreaId kMoved{30};
constexpr AreaId kGone{40};

Date day(std::string_view iso) {
    return parse_date(iso).value();
}

AreaVersion version(AreaId id, std::string code, AreaLevel level, std::string name, AreaId parent,
                    std::string_view from) {
    AreaVersion one;
    one.id = id;
    one.code = std::move(code);
    one.level = level;
    one.valid_from = day(from);
    one.name = std::move(name);
    one.parent = parent;
    return one;
}

// A grid cell that moved from 石桥 to 柳林 on 2020-07-01, and one that was abolished then.
AreaTree tree() {
    std::vector<AreaVersion> all = {
        version(kMoved, "m", AreaLevel::GridCell, "河东网格", kWillows, "2020-07-01"),
        version(kStoneThird, "s3", AreaLevel::GridCell, "第三网格", kStoneBridge, "2019-01-01"),
        version(kWillowsThird, "w3", AreaLevel::GridCell, "第三网格", kWillows, "2019-01-01"),
        version(kMoved, "m", AreaLevel::GridCell, "河西网格", kStoneBridge, "2019-01-01"),
        version(kGone, "g", AreaLevel::GridCell, "旧网格", kStoneBridge, "2019-01-01"),
        version(kStoneBridge, "s", AreaLevel::Community, "石桥社区", kRootArea, "2019-01-01"),
        version(kWillows, "w", AreaLevel::Community, "柳林社区", kRootArea, "2019-01-01"),
        version(kRootArea, "r", AreaLevel::Subdistrict, "清河街道", {}, "2019-01-01"),
    };
    all[4].abolished_on = day("2020-07-01");
    return AreaTree(std::move(all));
}

using Ids = std::vector<AreaId>;

TEST(AreaTree, ChainFollowsTheParentsOfTheDay) {
    const AreaTree areas = tree();
    EXPECT_EQ(areas.root(), kRootArea);
    EXPECT_EQ(areas.chain(kMoved, day("2020-06-30")), (Ids{kMoved, kStoneBridge, kRootArea}));
    EXPECT_EQ(areas.chain(kMoved, day("2020-07-01")), (Ids{kMoved, kWillows, kRootArea}));
    EXPECT_EQ(areas.chain(kMoved, day("2030-01-01")), (Ids{kMoved, kWillows, kRootArea}));
    EXPECT_EQ(areas.chain(kMoved, day("1990-01-01")), (Ids{kMoved, kStoneBridge, kRootArea}));
    EXPECT_EQ(areas.chain(kRootArea, day("2020-01-01")), Ids{kRootArea});
    EXPECT_TRUE(areas.chain(AreaId{99}, day("2020-01-01")).empty());
}

TEST(AreaTree, WithinAsOfTheDay) {
    const AreaTree areas = tree();
    EXPECT_TRUE(areas.is_within(kMoved, kStoneBridge, day("2020-06-30")));
    EXPECT_FALSE(areas.is_within(kMoved, kStoneBridge, day("2020-07-01")));
    EXPECT_TRUE(areas.is_within(kMoved, kRootArea, day("2020-07-01")));
    EXPECT_TRUE(areas.is_within(kMoved, kMoved, day("2020-07-01")));
    EXPECT_FALSE(areas.is_within(kRootArea, kMoved, day("2020-07-01")));
    EXPECT_FALSE(areas.is_within(AreaId{99}, kRootArea, day("2020-07-01")));
}

TEST(AreaTree, VersionsOfTheDay) {
    const AreaTree areas = tree();
    EXPECT_EQ(areas.at(kMoved, day("2020-06-30"))->name, "河西网格");
    EXPECT_EQ(areas.at(kMoved, day("2020-07-01"))->name, "河东网格");
    EXPECT_EQ(areas.at(kMoved, day("1990-01-01"))->name, "河西网格");
    EXPECT_EQ(areas.latest(kMoved)->name, "河东网格");
    EXPECT_EQ(areas.at(AreaId{99}, day("2020-07-01")), nullptr);
    EXPECT_EQ(areas.latest(AreaId{99}), nullptr);
}

TEST(AreaTree, ChildrenOfTheDayWithoutWhatIsAbolished) {
    const AreaTree areas = tree();
    EXPECT_EQ(areas.children(kStoneBridge, day("2020-06-30")), (Ids{kStoneThird, kMoved, kGone}));
    EXPECT_EQ(areas.children(kStoneBridge, day("2020-07-01")), Ids{kStoneThird});
    EXPECT_EQ(areas.children(kWillows, day("2020-07-01")), (Ids{kWillowsThird, kMoved}));
    EXPECT_EQ(areas.children(kRootArea, day("2020-07-01")), (Ids{kStoneBridge, kWillows}));
    EXPECT_EQ(areas.children(AreaId{}, day("2020-07-01")), Ids{kRootArea});
}

TEST(AreaTree, EverWithinRemembersMoves) {
    const AreaTree areas = tree();
    EXPECT_EQ(areas.ever_within(kStoneBridge), (Ids{kStoneBridge, kStoneThird, kMoved, kGone}));
    EXPECT_EQ(areas.ever_within(kWillows), (Ids{kWillows, kWillowsThird, kMoved}));
    EXPECT_EQ(areas.ever_within(kRootArea).size(), areas.all().size());
    EXPECT_EQ(areas.ever_within(kGone), Ids{kGone});
    EXPECT_TRUE(areas.ever_within(AreaId{99}).empty());
}

TEST(AreaTree, FullNames) {
    const AreaTree areas = tree();
    EXPECT_EQ(areas.full_name(kStoneThird, day("2020-01-01")), "石桥社区第三网格");
    EXPECT_EQ(areas.full_name(kMoved, day("2020-01-01")), "石桥社区河西网格");
    EXPECT_EQ(areas.full_name(kMoved, day("2020-08-01")), "柳林社区河东网格");
    EXPECT_EQ(areas.full_name(kStoneBridge, day("2020-01-01")), "石桥社区");
    EXPECT_EQ(areas.full_name(kRootArea, day("2020-01-01")), "清河街道");
}

TEST(AreaTree, FindsByCodeNameAndFullName) {
    const AreaTree areas = tree();
    EXPECT_EQ(areas.find("s3"), kStoneThird);
    EXPECT_EQ(areas.find(" ｓ３　"), kStoneThird);
    EXPECT_EQ(areas.find("石桥社区"), kStoneBridge);
    EXPECT_EQ(areas.find("柳林社区第三网格"), kWillowsThird);
    EXPECT_EQ(areas.find("河西网格"), kMoved);
    EXPECT_EQ(areas.find("河东网格"), kMoved);
    EXPECT_EQ(areas.find("石桥社区河西网格"), kMoved);
    EXPECT_EQ(areas.find("清河街道"), kRootArea);
}

TEST(AreaTree, AnAmbiguousNameNamesTheCandidates) {
    const auto found = tree().find("第三网格");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::InvalidInput);
    const std::string& expected = found.error().place->expected;
    EXPECT_NE(expected.find("石桥社区第三网格（s3）"), std::string::npos);
    EXPECT_NE(expected.find("柳林社区第三网格（w3）"), std::string::npos);
}

TEST(AreaTree, AnUnknownNameNamesTheNearest) {
    const auto found = tree().find("石桥小区");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::NotFound);
    EXPECT_EQ(found.error().place->expected, "石桥社区");
    EXPECT_FALSE(tree().find("").has_value());
}

TEST(AreaTree, MayBeEmpty) {
    const AreaTree none{{}};
    EXPECT_TRUE(none.empty());
    EXPECT_FALSE(none.root());
    EXPECT_TRUE(none.all().empty());
    EXPECT_FALSE(none.find("石桥社区"));
    EXPECT_TRUE(none.chain(kRootArea, day("2020-01-01")).empty());
}

TEST(AreaTree, SurvivesParentsThatAreMissingOrCircular) {
    const AreaTree areas({
        version(AreaId{5}, "a", AreaLevel::GridCell, "甲", AreaId{77}, "2020-01-01"),
        version(AreaId{6}, "b", AreaLevel::GridCell, "乙", AreaId{7}, "2020-01-01"),
        version(AreaId{7}, "c", AreaLevel::GridCell, "丙", AreaId{6}, "2020-01-01"),
    });
    EXPECT_EQ(areas.full_name(AreaId{5}, day("2020-01-01")), "甲");
    EXPECT_LE(areas.chain(AreaId{6}, day("2020-01-01")).size(), 8U);
}

TEST(AreaLevel, Titles) {
    for (const auto level : {AreaLevel::Subdistrict, AreaLevel::Community, AreaLevel::GridCell}) {
        EXPECT_EQ(parse_level(level_title(level)), level);
    }
    EXPECT_EQ(parse_level("grid_cell"), AreaLevel::GridCell);
    EXPECT_EQ(parse_level(" 社区　"), AreaLevel::Community);
    EXPECT_FALSE(parse_level("单位"));
    EXPECT_FALSE(parse_level(""));
}

TEST(Units, AreFoundByCodeOrName) {
    const std::vector<Unit> units = {{UnitId{1}, "mz", "民政办"}, {UnitId{2}, "aj", "安监办"}};
    EXPECT_EQ(find_unit(units, "民政办"), UnitId{1});
    EXPECT_EQ(find_unit(units, " aj "), UnitId{2});
    const auto none = find_unit(units, "民政科");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(none.error().place->expected.empty());
}

TEST(Units, AreCalledWhatTheyWereCalledOnTheDay) {
    Unit unit{UnitId{1}, "mz", "民政科"};
    EXPECT_EQ(unit.name_on(day("1999-01-01")), "民政科");
    rename_unit(unit, "民生办", day("2020-07-01"));
    EXPECT_EQ(unit.name_on(day("2020-06-30")), "民政科");
    EXPECT_EQ(unit.name_on(day("2020-07-01")), "民生办");
    // A correction is of the last name, one of the same day takes its place.
    rename_unit(unit, "民生服务办", std::nullopt);
    EXPECT_EQ(unit.names.size(), 2U);
    EXPECT_EQ(unit.name, "民生服务办");
    rename_unit(unit, "民生局", day("2020-07-01"));
    EXPECT_EQ(unit.names.size(), 2U);
    // Told late of what was in between.
    rename_unit(unit, "民政办", day("2019-01-01"));
    EXPECT_EQ(unit.name, "民生局");
    EXPECT_EQ(unit.name_on(day("2019-06-01")), "民政办");
    EXPECT_EQ(find_unit({unit}, "民政科"), UnitId{1});
    unit.closed_on = day("2021-01-01");
    EXPECT_FALSE(unit.is_closed_on(day("2020-12-31")));
    EXPECT_TRUE(unit.is_closed_on(day("2021-01-01")));
}

}  // namespace
}  // namespace taizhang::model
