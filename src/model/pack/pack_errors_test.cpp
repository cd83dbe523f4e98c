// SPDX-License-Identifier: Apache-2.0
// One good pack, and every way to spoil it.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/pack/pack.hpp"

namespace taizhang::model {
namespace {

constexpr const char* kHead = "pack.yaml";
constexpr const char* kRelief = "ledgers/livelihood/relief.yaml";
constexpr const char* kVisits = "ledgers/livelihood/visits.yaml";
constexpr const char* kReport = "reports/half_year.md";

constexpr const char* kHeadText = R"(pack: office
title: {zh: 街道办事处, en: Office}
version: 1
chapters:
  livelihood: {zh: 民生, en: Livelihood}
)";

// Lines are named in the damages below.
constexpr const char* kReliefText = R"(ledger: relief
title: {zh: 临时救助, en: Relief}
chapter: livelihood
purpose: {zh: 发放临时救助, en: Pay relief}
number: JZ
key: [applicant, paid_on]
fields:
  - name: paid_on
    title: {zh: 发放日期, en: Paid on}
    type: date
    role: happened_on
  - name: applicant
    title: {zh: 申请人, en: Applicant}
    type: person
    sensitive: identity
  - name: amount
    title: {zh: 金额, en: Amount}
    type: money
    min: 1
    max: 5000
    default: 600.00
  - name: cause
    title: {zh: 原因, en: Cause}
    type: choice
    choices:
      fire: {zh: 火灾, en: Fire}
      flood: {zh: 水灾, en: Flood}
  - name: note
    title: {zh: 备注, en: Note}
    type: text
    max_length: 50
    pattern: "[a-z]+"
    visible_if: cause = 'fire'
  - name: place
    title: {zh: 网格, en: Grid cell}
    type: area
    role: area
  - name: asked_on
    title: {zh: 申请日期, en: Asked on}
    type: date
    check: {rule: "paid_on >= asked_on", message: {zh: 早于申请, en: Too early}}
retention: {years: 10}
---
indicator: relief.people
title: {zh: 救助人数, en: People}
of: relief
measure: distinct(applicant)
unit: 人
---
indicator: relief.amount
title: {zh: 救助金额, en: Amount}
of: relief
measure: sum(amount)
where: cause = 'fire' and (amount > 100)
unit: 元
print: {format: wan(2), as: "共{}元", zero: 零}
---
indicator: relief.mean
title: {zh: 人均, en: Mean}
measure: ratio(relief.amount, relief.people)
unit: 元
)";

constexpr const char* kVisitsText = R"(ledger: visits
title: {zh: 走访, en: Visits}
chapter: livelihood
purpose: {zh: 走访困难户, en: Visit}
number: ZF
fields:
  - name: visited_on
    title: {zh: 走访日期, en: Visited on}
    type: date
    role: happened_on
  - name: relief_case
    title: {zh: 救助, en: Relief}
    type: reference
    to: relief
retention: permanent
)";

constexpr const char* kReportText = R"(---
report: half_year
title: {zh: 半年总结, en: Half-year}
---
# 总结

救助{{relief.people}}人。
)";

std::vector<PackFile> good_pack() {
    return {
        {kHead, kHeadText}, {kRelief, kReliefText}, {kVisits, kVisitsText}, {kReport, kReportText}};
}

struct Damage {
    std::string name;
    std::string file;
    std::string what;  // stands in the file exactly once
    std::string with;
    std::size_t line = 0;  // where the mistake is named
    std::string expected;  // must stand in what is said to be right
};

std::vector<Error> problems_of(const std::vector<PackFile>& files) {
    PackProblems problems;
    const auto documents = read_pack_files(files, problems);
    build_pack(documents, problems);
    return problems.errors;
}

std::string all(const std::vector<Error>& errors) {
    std::string lines;
    for (const auto& error : errors) {
        lines += describe(error) + "\n";
    }
    return lines;
}

void expect_refused(const Damage& damage, std::vector<PackFile> files) {
    SCOPED_TRACE(damage.name);
    for (auto& file : files) {
        if (file.path == damage.file) {
            const auto at = file.text.find(damage.what);
            ASSERT_NE(at, std::string::npos);
            ASSERT_EQ(file.text.find(damage.what, at + 1), std::string::npos);
            file.text.replace(at, damage.what.size(), damage.with);
        }
    }
    const auto errors = problems_of(files);
    const bool named = std::any_of(errors.begin(), errors.end(), [&](const Error& error) {
        return error.place && error.place->file == damage.file &&
               error.place->line == damage.line &&
               error.place->expected.find(damage.expected) != std::string::npos;
    });
    EXPECT_TRUE(named) << "want " << damage.file << ":" << damage.line << " " << damage.expected
                       << "\ngot\n"
                       << all(errors);
    for (const auto& error : errors) {
        EXPECT_TRUE(error.place && !error.place->expected.empty()) << describe(error);
        EXPECT_FALSE(error.message.empty());
        EXPECT_EQ(error.code, ErrorCode::InvalidInput);
    }
}

void expect_all_refused(const std::vector<Damage>& damages) {
    for (const auto& damage : damages) {
        expect_refused(damage, good_pack());
    }
}

TEST(PackErrors, TheGoodPackIsGood) {
    PackProblems problems;
    const Pack pack = build_pack(read_pack_files(good_pack(), problems), problems);
    ASSERT_TRUE(problems.empty()) << all(problems.errors);
    EXPECT_EQ(pack.name, "office");
    EXPECT_EQ(pack.ledgers.size(), 2U);
    EXPECT_EQ(pack.indicators.size(), 3U);
    EXPECT_EQ(pack.reports.size(), 1U);
    EXPECT_EQ(pack.report("half_year")->first_line, 5U);
    EXPECT_TRUE(pack.ledger("relief")->fields[0].required);
    EXPECT_EQ(pack.ledger("relief")->happened_on, 0U);
    EXPECT_EQ(pack.ledger("relief")->area, 5U);
    EXPECT_EQ(pack.indicator("relief.amount")->phrase, "共{}元");
}

TEST(PackErrors, Head) {
    expect_all_refused({
        {"bad version", kHead, "version: 1", "version: one", 3, "1 到"},
        {"version below one", kHead, "version: 1", "version: 0", 3, "1 到"},
        {"bad pack name", kHead, "pack: office", "pack: Office!", 1, "小写"},
        {"title missing", kHead, "title: {zh: 街道办事处, en: Office}\n", "", 1, "title"},
        {"title without zh", kHead, "zh: 街道办事处, ", "", 2, "zh"},
        {"no chapters", kHead, "\n  livelihood: {zh: 民生, en: Livelihood}", " {}", 4, "party"},
        {"bad chapter name", kHead, "livelihood: {", "Live-lihood: {", 5, "小写"},
        {"unknown key", kHead, "version: 1", "version: 1\nauthor: x", 4, "version"},
        {"unknown key with a block", kHead, "version: 1", "version: 1\nauthor:\n  zh: x", 4,
         "pack"},
    });
}

TEST(PackErrors, Ledger) {
    expect_all_refused({
        {"unknown key", kRelief, "number: JZ", "number: JZ\ncolour: red", 6, "ledger"},
        {"slip in a key", kRelief, "purpose: {zh", "purpos: {zh", 4, "purpose"},
        {"title missing", kRelief, "title: {zh: 临时救助, en: Relief}\n", "", 1, "title"},
        {"bad name", kRelief, "ledger: relief", "ledger: Relief", 1, "小写"},
        {"duplicate ledger", kVisits, "ledger: visits", "ledger: relief", 1, "换一个"},
        {"unknown chapter", kRelief, "chapter: livelihood", "chapter: party", 3, "livelihood"},
        {"bad prefix", kRelief, "number: JZ", "number: jz1", 5, "大写"},
        {"prefix used twice", kVisits, "number: ZF", "number: JZ", 5, "前缀"},
        {"key naming no field", kRelief, "[applicant, paid_on]", "[aplicant]", 6, "applicant"},
        {"key is no list", kRelief, "[applicant, paid_on]", "applicant", 6, "key: ["},
        {"no retention", kVisits, "retention: permanent\n", "", 1, "retention"},
        {"permanent but personal", kRelief, "{years: 10}", "permanent", 42, "years"},
        {"years and days", kRelief, "{years: 10}", "{years: 10, days: 3}", 42, "years"},
        {"neither years nor days", kRelief, "{years: 10}", "{}", 42, "years"},
        {"years no number", kRelief, "{years: 10}", "{years: ten}", 42, "1 到"},
        {"no fields", kVisits, "fields:\n", "fields: []\nother:\n", 6, "字段"},
    });
}

TEST(PackErrors, Fields) {
    expect_all_refused({
        {"duplicate field", kRelief, "name: asked_on", "name: amount", 38, "名称"},
        {"duplicate title", kRelief, "zh: 申请日期", "zh: 发放日期", 38, "标题"},
        {"bad field name", kRelief, "name: note", "name: no-te", 28, "小写"},
        {"name of a common column", kRelief, "name: note", "name: area_id", 28, "换一个"},
        {"field title missing", kRelief, "    title: {zh: 备注, en: Note}\n", "", 28, "title"},
        {"two happened_on", kRelief, "    check:", "    role: happened_on\n    check:", 8, "一个"},
        {"no happened_on", kRelief, "    role: happened_on\n", "", 8, "一个"},
        {"unknown type", kRelief, "type: text", "type: texts", 30, "text"},
        {"type missing", kRelief, "    type: text\n", "", 28, "type"},
        {"files before the record", kRelief, "    type: text\n",
         "    type: attachment\n    required: true\n", 28, "去掉它们"},
        {"role with wrong type", kRelief, "    role: area", "    role: unit", 36, "unit"},
        {"unknown role", kRelief, "    role: area", "    role: region", 37, "area"},
        {"person without sensitive", kRelief, "    sensitive: identity\n", "", 12, "identity"},
        {"unknown sensitive", kRelief, "sensitive: identity", "sensitive: secret", 15, "health"},
        {"required no boolean", kRelief, "type: text\n", "type: text\n    required: yes\n", 31,
         "true"},
        {"min over max", kRelief, "min: 1", "min: 6000", 20, "min"},
        {"min on text", kRelief, "max_length: 50", "min: 5", 31, "integer"},
        {"min of wrong form", kRelief, "min: 1", "min: 1.234", 19, "金额"},
        {"max_length on money", kRelief, "min: 1", "max_length: 1", 19, "文字"},
        {"max_length no number", kRelief, "max_length: 50", "max_length: many", 31, "1 到"},
        {"bad regex", kRelief, "[a-z]+", "[a-z", 32, "正则"},
        {"bad default", kRelief, "default: 600.00", "default: much", 21, "金额"},
        {"unknown field key", kRelief, "max_length: 50", "max_len: 50", 31, "max_length"},
        {"scale out of range", kRelief, "min: 1", "scale: 9", 19, "0 到 6"},
        {"reference without to", kVisits, "    to: relief\n", "", 11, "to"},
        {"to on a text", kRelief, "max_length: 50", "to: relief", 28, "to"},
        {"reference to unknown ledger", kVisits, "to: relief", "to: relif", 14, "台账"},
    });
}

TEST(PackErrors, Choices) {
    expect_all_refused({
        {"choice without choices", kRelief, "type: text\n", "type: choice\n", 28, "choices"},
        {"choices on text", kRelief, "type: choice\n", "type: text\n", 26, "去掉"},
        {"duplicate choice titles", kRelief, "zh: 水灾", "zh: 火灾", 27, "名字"},
        {"bad choice code", kRelief, "flood: {", "Flood!: {", 27, "小写"},
        {"choice without title", kRelief, "flood: {zh: 水灾, en: Flood}", "flood:", 27, "zh"},
    });
}

TEST(PackErrors, Expressions) {
    expect_all_refused({
        {"unknown field in where", kRelief, "amount > 100", "amont > 100", 54, "amount"},
        {"unknown choice in where", kRelief, "'fire' and", "'fyre' and", 54, "fire、flood"},
        {"type mismatch", kRelief, "amount > 100", "amount > 'x'", 54, "数字"},
        {"unbalanced parenthesis", kRelief, "(amount > 100)", "(amount > 100", 54, "字段"},
        {"bad visible_if", kRelief, "visible_if: cause", "visible_if: couse", 33, "cause"},
        {"bad check rule", kRelief, "paid_on >= asked_on", "paid_on >= amount", 41, "同类型"},
        {"check without message", kRelief, ", message: {zh: 早于申请, en: Too early}", "", 41,
         "message"},
        {"where no text", kRelief, "cause = 'fire' and (amount > 100)", "[a]", 54, "字段"},
    });
}

TEST(PackErrors, Indicators) {
    expect_all_refused({
        {"unknown measure", kRelief, "sum(amount)", "average(amount)", 53, "count"},
        {"sum without field", kRelief, "sum(amount)", "sum", 53, "sum("},
        {"sum of text", kRelief, "sum(amount)", "sum(note)", 53, "money"},
        {"sum of unknown field", kRelief, "sum(amount)", "sum(amont)", 53, "amount"},
        {"of unknown ledger", kRelief, "of: relief\nmeasure: sum", "of: relif\nmeasure: sum", 52,
         "relief"},
        {"of missing", kRelief, "of: relief\nmeasure: sum", "measure: sum", 50, "of"},
        {"ratio of unknown indicator", kRelief, "ratio(relief.amount,", "ratio(relief.amonut,", 60,
         "relief.amount"},
        {"ratio cycle", kRelief, "ratio(relief.amount,", "ratio(relief.mean,", 60, "自己"},
        {"ratio with of", kRelief, "measure: ratio", "of: relief\nmeasure: ratio", 60, "去掉"},
        {"bad indicator name", kRelief, "relief.people\ntitle", "relief..people\ntitle", 44,
         "小写"},
        {"duplicate indicator", kRelief, "relief.people\ntitle", "relief.amount\ntitle", 50, "换"},
        {"unit missing", kRelief, "unit: 人\n", "", 44, "unit"},
        {"unknown span", kRelief, "unit: 人", "unit: 人\nspan: ever", 49, "to_date"},
        {"bad print format", kRelief, "format: wan(2)", "format: wan(9)", 56, "approx"},
        {"print cut off", kRelief, "format: wan(2)", "format: \"wan(\"", 56, "approx"},
        {"print is a list", kRelief, "{format: wan(2), as: \"共{}元\", zero: 零}", "[wan]", 56,
         "wan(2)"},
        {"print as without {}", kRelief, "共{}元", "共元", 56, "{}"},
        {"unknown print key", kRelief, "zero: 零", "nil: 零", 56, "zero"},
    });
}

TEST(PackErrors, Yaml) {
    expect_all_refused({
        {"syntax", kRelief, "chapter: livelihood", "chapter: livelihood: x", 3, "缩进"},
        {"duplicate key", kRelief, "number: JZ", "number: JZ\nnumber: JY", 6, "一次"},
        {"anchor", kRelief, "number: JZ", "number: &x JZ", 5, "直接"},
        {"alias", kRelief, "number: JZ", "number: *x", 5, ""},
        {"tag", kRelief, "number: JZ", "number: !str JZ", 5, "标签"},
        {"unclosed quote", kVisits, "to: relief", "to: \"relief", 14, "引号"},
        {"tab", kRelief, "    role: area", "\trole: area", 37, ""},
        {"not UTF-8", kRelief, "zh: 火灾", "\xc1\xd9\xca\xb1", 0, "UTF-8"},
        {"a document of nothing known", kVisits, "ledger: visits", "leger: visits", 1, "ledger:"},
        {"a document that is a list", kVisits, "ledger: visits", "- a\n---\nledger: visits", 1,
         "ledger:"},
    });
}

TEST(PackErrors, Reports) {
    expect_all_refused({
        {"no front matter", kReport, "---\nreport: half_year", "report: half_year", 1, "---"},
        {"front matter not closed", kReport, "\n---\n# 总结", "\n# 总结", 1, "---"},
        {"no report name", kReport, "report: half_year\n", "", 2, "report"},
        {"no title", kReport, "title: {zh: 半年总结, en: Half-year}\n", "", 2, "title"},
        {"unknown key", kReport, "report: half_year", "report: half_year\nby: x", 3, "title"},
        {"text not UTF-8", kReport, "救助{{", "\xbe\xc8\xd6\xfa{{", 0, "UTF-8"},
        {"no text", kReport, "# 总结\n\n救助{{relief.people}}人。\n", "", 5, "text"},
    });
}

TEST(PackErrors, NoHeadOrTwo) {
    auto files = good_pack();
    files.erase(files.begin());
    auto errors = problems_of(files);
    ASSERT_FALSE(errors.empty());
    EXPECT_EQ(errors[0].place->file, kHead);
    EXPECT_FALSE(errors[0].place->expected.empty());
    files = good_pack();
    files.push_back({"other/pack.yaml", kHeadText});
    errors = problems_of(files);
    ASSERT_FALSE(errors.empty());
    EXPECT_NE(all(errors).find("other/pack.yaml"), std::string::npos) << all(errors);
}

TEST(PackErrors, EveryMistakeIsNamedAtOnce) {
    auto files = good_pack();
    files[1].text = replaced(files[1].text, "type: text", "type: texts");
    files[1].text = replaced(files[1].text, "sum(amount)", "sum(note)");
    files[2].text = replaced(files[2].text, "number: ZF", "number: 1");
    const std::string lines = all(problems_of(files));
    for (const auto* place :
         {"relief.yaml 第 30 行", "relief.yaml 第 53 行", "visits.yaml 第 5 行"}) {
        EXPECT_NE(lines.find(place), std::string::npos) << lines;
    }
}

}  // namespace
}  // namespace taizhang::model
