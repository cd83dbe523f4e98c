// SPDX-License-Identifier: Apache-2.0
#include "report/write_sample_test.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "report/writer.hpp"

namespace taizhang::report {

namespace {

constexpr std::size_t kReliefRows = 125;
constexpr std::size_t kOrderRows = 537;
constexpr std::size_t kOrdersOnTime = 506;
const std::vector<std::string> kCommunities = {"石桥社区", "柳荫社区", "南塘社区",
                                               "东苑社区", "河湾社区", "新桥社区"};

EvidenceTable table_of(const std::string& ledger, const std::string& title,
                       const std::string& prefix, std::size_t rows, const std::string& detail) {
    EvidenceTable table{ledger, title, {"编号", "日期", "区域", detail, "状态"}, {}};
    const Date first = Date::from_civil(2020, 1, 1);
    for (std::size_t i = 0; i < rows; ++i) {
        const Date day = first.plus_days(static_cast<std::int32_t>(i * 181 / rows));
        table.rows.push_back({fmt::format("{}-2020-{:04}", prefix, i + 1), format_date(day),
                              kCommunities[i % kCommunities.size()],
                              fmt::format("样本{}", i % 97 + 1), "已办"});
    }
    return table;
}

Evidence evidence_of(std::size_t table, std::size_t rows, std::string label = "") {
    Evidence evidence{std::move(label), table, {}, std::to_string(rows), true};
    for (std::size_t i = 0; i < rows; ++i) {
        evidence.rows.push_back({i, "1"});
    }
    return evidence;
}

Figure figure_of_sample(std::string indicator, std::string title, std::string value,
                        std::string unit, std::string printed) {
    Figure figure;
    figure.indicator = std::move(indicator);
    figure.title_zh = std::move(title);
    figure.value = std::move(value);
    figure.unit = std::move(unit);
    figure.printed = std::move(printed);
    figure.period_title = "2020年上半年";
    figure.from = Date::from_civil(2020, 1, 1);
    figure.to = Date::from_civil(2020, 6, 30);
    figure.scope = "云桥街道，6 个社区、31 个网格";
    figure.records_digest = "9f2c41d07b6aa0e35b1c88d4f2e6733190ab5cde77f01428be63d95a0c1f7e44";
    return figure;
}

Figure relief_amount() {
    Figure figure =
        figure_of_sample("relief.temporary.amount", "临时救助金额", "61300.00", "元", "6.13万元");
    figure.definition = "临时救助条目的救助金额之和，不含作废";
    figure.rounding = "写到 0.01万元，没有舍入";
    figure.year_before = "54800.00";
    figure.record_count = kReliefRows;
    Evidence evidence{"", 0, {}, "61300.00", true};
    for (std::size_t i = 0; i < kReliefRows; ++i) {
        evidence.rows.push_back({i, i == 0 ? "540.00" : "490.00"});
    }
    figure.evidence = {evidence};
    return figure;
}

Figure on_time_rate() {
    Figure figure =
        figure_of_sample("hotline.on_time.rate", "热线按期办结率", "94.2", "%", "94.2%");
    figure.definition = "本期应办结的工单中按期办结的比例";
    figure.rounding = "四舍五入到 0.1%";
    figure.numerator = std::to_string(kOrdersOnTime);
    figure.denominator = std::to_string(kOrderRows);
    figure.year_before = "91.1";
    figure.record_count = kOrderRows;
    figure.evidence = {evidence_of(1, kOrdersOnTime, "分子"), evidence_of(1, kOrderRows, "分母")};
    return figure;
}

Figure arrivals() {
    Figure figure =
        figure_of_sample("health.arrivals.people", "外地返回人员", "5878", "人", "5878人");
    figure.definition = "健康摸排登记的外地返回人员，一人一条";
    figure.record_count = kSampleRecords;
    figure.evidence = {evidence_of(2, kSampleRecords)};
    return figure;
}

Figure works_cost() {
    Figure figure = figure_of_sample("works.cost", "改造工程资金", "77200.00", "元", "7.72万元");
    figure.definition = "背街小巷整治工程的决算金额之和";
    figure.rounding = "写到 0.01万元，没有舍入";
    figure.record_count = 11;
    Evidence evidence{"", 1, {}, "76200.00", false};
    for (std::size_t i = 0; i < 11; ++i) {
        evidence.rows.push_back({i, i == 0 ? "6200.00" : "7000.00"});
    }
    figure.evidence = {evidence};
    return figure;
}

Run number(std::string text, std::size_t figure) {
    return {std::move(text), false, figure};
}

// Enough plain text for three pages, so that lines, characters and both page numbers can be seen.
void append_filler(Report& report) {
    const std::string sentence =
        "各社区按网格逐户登记，当天办结的当天销账，办不结的写明原因和期限，由街道核查后再回访到人"
        "。";
    std::string paragraph;
    for (int i = 0; i < 7; ++i) {
        paragraph += sentence;
    }
    const std::vector<std::string> titles = {"三、应急值守", "四、存在的问题", "五、下半年打算"};
    for (const std::string& title : titles) {
        report.blocks.push_back({BlockKind::Heading1, {{title, false, {}}}});
        report.blocks.push_back({BlockKind::Body, {{paragraph, false, {}}}});
        report.blocks.push_back({BlockKind::Heading2, {{"（一）登记", false, {}}}});
        report.blocks.push_back({BlockKind::Heading3, {{"1. 逐条登记。", false, {}}}});
        report.blocks.push_back({BlockKind::Body, {{paragraph, false, {}}}});
    }
}

}  // namespace

Report sample_report() {
    Report report;
    report.name = "half-year";
    report.title = "云桥街道2020年上半年工作总结";
    report.office = "云桥街道办事处";
    report.area = "云桥街道";
    report.period_title = "2020年上半年";
    report.from = Date::from_civil(2020, 1, 1);
    report.to = Date::from_civil(2020, 6, 30);
    report.data_as_of = "2020-07-02 10:32";
    report.tables = {table_of("temporary_relief", "临时救助", "JZ", kReliefRows, "救助对象"),
                     table_of("hotline_order", "热线工单", "RX", kOrderRows, "来电人"),
                     table_of("health_arrival", "返回人员登记", "FH", kSampleRecords, "登记人")};
    Figure people =
        figure_of_sample("relief.temporary.people", "临时救助人数", "125", "人", "125人");
    people.definition = "临时救助条目的条数，不含作废";
    people.record_count = kReliefRows;
    people.evidence = {evidence_of(0, kReliefRows)};
    Figure drills = figure_of_sample("emergency.drill.people", "演练人次", "", "人次", "");
    drills.state = FigureState::Missing;
    drills.definition = "综合演练的参加人次之和";
    drills.records_digest.clear();
    report.figures = {people, relief_amount(), works_cost(), on_time_rate(), drills, arrivals()};
    report.blocks = {
        {BlockKind::Title, {{report.title, false, {}}}},
        {BlockKind::Heading1, {{"一、民生保障", false, {}}}},
        {BlockKind::Heading2, {{"（一）救助走访应到尽到", false, {}}}},
        {BlockKind::Body,
         {{"救助到人。", true, {}},
          {"1—6月临时困难救助共", false, {}},
          number("125人", 0),
          number("6.13万元", 1),
          {"，资金当月发放，“一户一档”；背街小巷整治共使用资金", false, {}},
          number("7.72万元", 2),
          {"，清运垃圾逐处登记。", false, {}}}},
        {BlockKind::Heading1, {{"二、诉求办理", false, {}}}},
        {BlockKind::Body,
         {{"受理12345热线工单按期办结率", false, {}},
          number("94.2%", 3),
          {"，开展综合演练", false, {}},
          number("", 4),
          {"，摸排外地返回人员", false, {}},
          number("5878人", 5),
          {"。", false, {}}}},
    };
    append_filler(report);
    report.blocks.push_back({BlockKind::Signature, {{"云桥街道办事处", false, {}}}});
    report.blocks.push_back({BlockKind::Signature, {{"2020年7月2日", false, {}}}});
    return report;
}

Report hostile_report() {
    Report report = sample_report();
    const std::string bad = "</script><b x=\"1\" y='2'>&\x01\x0B\xFF]]>\xED\xA0\x80*_`[";
    report.title = bad;
    report.office = bad;
    report.area = bad;
    report.data_as_of = bad;
    report.blocks[3].runs[0].text = bad;
    report.blocks[3].runs[2].text = bad;
    report.blocks[3].runs.push_back({"越界", false, 99});
    report.figures[0].title_zh = bad;
    report.figures[0].definition = bad;
    report.figures[0].scope = bad;
    report.figures[4].title_zh = bad;
    report.figures[0].evidence[0].rows[0].counted = bad;
    report.tables[0].columns[1] = bad;
    report.tables[0].rows[0][2] = bad;
    return report;
}

// Leaves the sample's files in the build folder for the checks of tests/report_files and for eyes.
TEST(WriteSample, LeavesFilesInTheBuildFolder) {
    const std::filesystem::path folder =
        std::filesystem::path(TAIZHANG_BINARY_DIR) / "report_samples";
    std::filesystem::create_directories(folder);
    const Report report = sample_report();
    const auto save = [&folder](const char* name, const std::string& bytes) {
        std::ofstream out(folder / name, std::ios::binary);
        out << bytes;
        EXPECT_TRUE(out.flush().good()) << name;
    };
    const Result<std::string> docx = write_docx(report);
    ASSERT_TRUE(docx.has_value());
    save("sample.docx", *docx);
    save("sample.html", write_html(report));
    save("sample.md", write_markdown(report));
    save("sample.json", write_json(report));
    save("hostile.html", write_html(hostile_report()));
    save("hostile.docx", write_docx(hostile_report()).value());
}

}  // namespace taizhang::report
