// SPDX-License-Identifier: Apache-2.0
// An open store keeps the definitions it has read, and sees at once what anybody changes in them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "service/areas/import_areas.hpp"
#include "service/reporting/figures.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kDefinitionsDefinitions = R"(
ledger: visits
title: {{zh: 走访, en: Visits}}
chapter: main
purpose: {{zh: 走访, en: Visits}}
number: ZF
retention: permanent
fields:
  - {{name: visited_on, title: 日期, type: date, role: happened_on}}
  - {{name: households, title: 户数, type: integer, required: true}}
  - {{name: place, title: 网格, type: area, role: area}}
---
indicator: visits.count
title: {{zh: {}, en: Visits}}
of: visits
measure: count
where: households > {}
unit: 次
---
indicator: visits.last
title: {{zh: 最近户数, en: Last}}
of: visits
measure: last(households)
unit: 户
---
indicator: visits.households
title: {{zh: 户数, en: Households}}
of: visits
measure: sum(households)
unit: 户
---
indicator: visits.each
title: {{zh: 每次户数, en: Each}}
of: visits
measure: count
span: to_date
unit: 次
---
indicator: visits.mean
title: {{zh: 次均户数, en: Mean}}
measure: ratio(visits.households, visits.each)
unit: 户/次
)";

constexpr const char* kHead =
    "pack: test\ntitle: {zh: 测试, en: Test}\nversion: 2\nchapters:\n  main: {zh: 主, en: Main}\n";

std::string definitions(const std::string& title, int more_than) {
    return fmt::format(fmt::runtime(kDefinitionsDefinitions), title, more_than);
}

Result<void> install(store::Store& store, const std::string& text) {
    const service::Session session{store, access::local_operator("other")};
    const auto checked = service::check_pack({{"pack.yaml", kHead}, {"main.yaml", text}});
    TZ_TRY(service::install_pack(session, checked, service::InstallMode::Apply));
    return {};
}

std::string first_title(const service::Session& session) {
    const auto figures = service::read_figures(session, {*parse_period("2020-01"), "", {}});
    return figures ? figures->rows[0].indicator->title.zh : describe(figures.error());
}

class Definitions : public EveryAdapter {};

TEST_P(Definitions, AreKeptWhileNobodyChangesThem) {
    TestOffice office(definitions("次数", 0));
    const auto session = office.session();
    const auto first = service::load_definitions(session);
    ASSERT_TRUE(first);
    ASSERT_TRUE(office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "2"}}));
    EXPECT_EQ(*service::load_definitions(session), *first);
    // Another session of the program shares them only when it is given the same cache.
    EXPECT_NE(*service::load_definitions(office.session()), *first);
    const service::Session sharing{office.store(), access::local_operator("other"),
                                   session.definitions};
    EXPECT_EQ(*service::load_definitions(sharing), *first);
}

TEST_P(Definitions, AreReadAnewWhenAnotherProcessChangesThem) {
    TestOffice office(definitions("次数", 0));
    const auto session = office.session();
    ASSERT_TRUE(office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "2"}}));
    EXPECT_EQ(first_title(session), "次数");
    const auto before = *service::load_definitions(session);

    // Another store in the same place: what another process would have.
    const auto other = office.open_again();
    ASSERT_TRUE(install(*other, definitions("走访次数", 5)));
    EXPECT_EQ(first_title(session), "走访次数");
    EXPECT_EQ(service::read_figures(session, {*parse_period("2020-01"), "", {}})
                  ->rows[0]
                  .value.number->units,
              0);
    // Whoever still holds the old ones can go on with them.
    EXPECT_EQ(before->catalog.pack.indicator("visits.count")->title.zh, "次数");
    EXPECT_EQ(before->catalog.pack.indicator("visits.count")->where->source(), "households > 0");
}

TEST_P(Definitions, AreReadAnewWhenAreasChange) {
    TestOffice office(definitions("次数", 0));
    const auto session = office.session();
    const auto before = *service::load_definitions(session);
    EXPECT_FALSE(before->areas.find("柳荫第三网格"));
    std::ofstream(office.folder() / "more.csv")
        << "代码,名称,级别,上级代码,生效日期\n123,柳荫第三网格,网格,12,2020-01-01\n";
    ASSERT_TRUE(service::import_areas(session, office.folder() / "more.csv"));
    EXPECT_TRUE((*service::load_definitions(session))->areas.find("柳荫第三网格"));
}

TEST_P(Definitions, ARefusedChangeIsNoChange) {
    TestOffice office(definitions("次数", 0));
    const auto session = office.session();
    const auto before = *service::load_definitions(session);
    const auto checked =
        service::check_pack({{"pack.yaml", kHead}, {"main.yaml", definitions("新", 1)}});
    ASSERT_TRUE(service::install_pack(session, checked, service::InstallMode::DryRun));
    EXPECT_EQ(*service::load_definitions(session), before);
}

TEST_P(Definitions, WhatNoLongerHoldsIsToldWhenItIsAskedFor) {
    TestOffice office(definitions("次数", 0));
    ASSERT_TRUE(office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "2"}}));
    office.execute(
        "UPDATE definition SET body = replace(body, 'last(', 'lost(') WHERE name = 'visits.last'");
    const auto ask = [&](const std::string& name) {
        return service::read_figures(office.session(), {*parse_period("2020-01"), "", {name}});
    };
    EXPECT_TRUE(ask("visits.count"));
    const auto broken = ask("visits.last");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::Corrupt);
    EXPECT_NE(broken.error().message.find("lost(households)"), std::string::npos);
    // verify reads everything.
    const auto verified = service::verify_store(office.session());
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::Corrupt);
}

// Readers share one cache while the definitions change under them: each sees a whole version.
TEST_P(Definitions, ThreadsShareThemWhileTheyChange) {
    TestOffice office(definitions("第0版", 0));
    const auto session = office.session();
    ASSERT_TRUE(office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "2"}}));
    std::atomic<bool> changing{true};
    std::atomic<int> failures{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 4; ++reader) {
        readers.emplace_back([&] {
            while (changing) {
                const auto figures =
                    service::read_figures(session, {*parse_period("2020-01"), "", {}});
                const auto* first = figures ? figures->rows[0].indicator : nullptr;
                const bool whole =
                    first != nullptr &&
                    first->title.zh == fmt::format("第{}版", first->where->source().substr(13));
                failures += whole ? 0 : 1;
            }
        });
    }
    for (int version = 1; version <= 12; ++version) {
        EXPECT_TRUE(install(office.store(), definitions(fmt::format("第{}版", version), version)));
        EXPECT_EQ(first_title(session), fmt::format("第{}版", version));
    }
    changing = false;
    for (auto& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(failures, 0);
}

class Figures : public EveryAdapter {};

// Read ahead or asked for one by one, months and days say the same.
TEST_P(Figures, ReadTogetherAreThoseReadAlone) {
    TestOffice office(definitions("次数", 0));
    for (const auto* day : {"2019-01-31", "2019-06-02", "2019-12-31", "2020-01-15", "2020-03-01",
                            "2020-06-30", "2020-07-01"}) {
        ASSERT_TRUE(office.add(
            "visits", {{"visited_on", day}, {"households", "3"}, {"place", "石桥第一网格"}}));
    }
    const auto session = office.session();
    for (const auto* period : {"2020H1", "2020", "2020-03", "2020-02-10..2020-06-30", "2018"}) {
        for (const auto* area : {"", "11", "12", "111"}) {
            const auto figures = service::read_figures(session, {*parse_period(period), area, {}});
            ASSERT_TRUE(figures);
            for (const auto& row : figures->rows) {
                const auto alone = service::trace_figure(session, row.indicator->name,
                                                         *parse_period(period), area);
                ASSERT_TRUE(alone);
                EXPECT_EQ(row.value.number, alone->figure.value.number) << period << area;
                EXPECT_EQ(row.value.missing, alone->figure.value.missing) << period << area;
                EXPECT_EQ(row.value.records, alone->figure.value.records) << period << area;
                EXPECT_EQ(row.previous.number, alone->figure.previous.number) << period << area;
                EXPECT_EQ(row.year_before.number, alone->figure.year_before.number)
                    << period << area;
            }
        }
    }
}

TZ_FOR_EVERY_ADAPTER(Definitions);
TZ_FOR_EVERY_ADAPTER(Figures);

}  // namespace
}  // namespace taizhang::tests
