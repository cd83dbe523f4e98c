// SPDX-License-Identifier: Apache-2.0
// One good map, and the ways to spoil it: each is named at its line.
#include "model/pack/read_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/pack/pack.hpp"

namespace taizhang::model {
namespace {

constexpr const char* kOffice = R"(pack: office
title: {zh: 街道办事处, en: Office}
version: 1
chapters: {main: {zh: 主, en: Main}}
)";

constexpr const char* kLedger = R"(ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visit}
number: ZF
retention: permanent
fields:
  - {name: seen_on, title: 日期, type: date, role: happened_on}
  - {name: outcome, title: 结果, type: choice, required: true,
     choices: {good: {zh: 好, aliases: [妥]}, bad: 差}}
  - {name: place, title: 位置, type: point}
  - {name: note, title: 备注, type: text}
)";

constexpr const char* kMap = R"(map: theirs
title: {zh: 别处的表, en: Theirs}
ledger: visits
number: id
date_format: "%Y-%m-%d"
time_zone: Asia/Shanghai
columns:
  seen_on: day
  outcome: {column: how, values: {OK: good}, default: bad}
  place: {longitude: x, latitude: y}
  note: {column: text, split: "|", part: 2}
ignore: [junk]
)";

Pack office() {
    PackProblems problems;
    Pack pack = build_pack(
        read_pack_files({{"pack.yaml", kOffice}, {"main.yaml", kLedger}}, problems), problems);
    EXPECT_TRUE(problems.empty());
    return pack;
}

TEST(ReadMap, TheGoodMapIsGood) {
    const Pack pack = office();
    PackProblems problems;
    const auto map = read_map_file("theirs.yaml", kMap, pack, problems);
    ASSERT_TRUE(problems.empty()) << describe(problems.errors.front());
    EXPECT_EQ(map.columns(), (std::vector<std::string>{"id", "day", "how", "x", "y", "text"}));
    ASSERT_EQ(map.sources.size(), 4U);
    EXPECT_EQ(map.sources[0].date_format, "%Y-%m-%d");
    EXPECT_EQ(map.sources[1].fallback, "bad");
    EXPECT_TRUE(map.sources[2].is_point);
    EXPECT_EQ(map.sources[3].part, 2U);
    ASSERT_NE(map.zone, nullptr);
}

TEST(ReadMap, IsPartOfAPack) {
    PackProblems problems;
    const Pack pack = build_pack(
        read_pack_files(
            {{"pack.yaml", kOffice}, {"main.yaml", kLedger}, {"maps/theirs.yaml", kMap}}, problems),
        problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_NE(pack.map("theirs"), nullptr);
    EXPECT_EQ(pack.map("ours"), nullptr);
}

struct MapDamage {
    std::string what;
    std::string with;
    std::size_t line = 0;
    std::string expected;  // must stand in what is said to be right
};

TEST(ReadMap, EveryMistakeIsNamedAtItsLine) {
    const Pack pack = office();
    const std::vector<MapDamage> damages = {
        {"ledger: visits", "ledger: visit", 3, "visits"},
        {"number: id", "nubmer: id", 4, "number"},
        {"%Y-%m-%d", "%Y-%Q", 5, "%Y"},
        {"Asia/Shanghai", "Asia/Shangha", 6, "America/New_York"},
        {"seen_on: day", "seen: day", 8, "seen_on"},
        {"{OK: good}", "{OK: fine}", 9, "好"},
        {"default: bad", "default: worse", 9, "好"},
        {"column: how", "column: how, columns: [how]", 9, "column"},
        {", latitude: y", "", 10, "longitude"},
        {"{column: text, split: \"|\", part: 2}", "{longitude: x, latitude: y}", 11, "point"},
        {", part: 2", "", 11, "part: 1"},
        {"part: 2", "part: 0", 11, "1 到"},
        {"part: 2", "part: 2, date_format: \"%Y\"", 11, "date"},
        {"junk", "how", 12, "ignore"},
        {"  outcome: {column: how, values: {OK: good}, default: bad}\n", "", 1, "outcome"},
    };
    for (const auto& damage : damages) {
        SCOPED_TRACE(damage.with.empty() ? damage.what : damage.with);
        std::string text = kMap;
        ASSERT_NE(text.find(damage.what), std::string::npos);
        text.replace(text.find(damage.what), damage.what.size(), damage.with);
        PackProblems problems;
        read_map_file("theirs.yaml", text, pack, problems);
        std::string all;
        for (const auto& error : problems.errors) {
            all += describe(error) + "\n";
        }
        const bool named =
            std::any_of(problems.errors.begin(), problems.errors.end(), [&](const Error& error) {
                return error.place && error.place->line == damage.line &&
                       error.place->expected.find(damage.expected) != std::string::npos;
            });
        EXPECT_TRUE(named) << "want line " << damage.line << " " << damage.expected << "\ngot\n"
                           << all;
    }
}

TEST(ReadMap, AnotherFileIsNoMap) {
    const Pack pack = office();
    for (const auto* text : {"", kLedger, "map: [", "map: a\n---\nmap: b\n"}) {
        PackProblems problems;
        read_map_file("theirs.yaml", text, pack, problems);
        EXPECT_FALSE(problems.empty()) << text;
    }
}

}  // namespace
}  // namespace taizhang::model
