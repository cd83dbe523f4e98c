// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <regex>
#include <set>

#include "base/text.hpp"
#include "report/assets.hpp"
#include "report/write_sample_test.hpp"
#include "report/write_text.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

namespace {

using testing::HasSubstr;
using testing::Not;

std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const std::size_t start = text.find(from);
    if (start == std::string::npos) {
        return {};
    }
    const std::size_t end = text.find(to, start + from.size());
    return text.substr(start + from.size(), end - start - from.size());
}

std::size_t occurrences(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

boost::json::value embedded(const std::string& html) {
    return boost::json::parse(
        between(html, "<script type=\"application/json\" id=\"data\">", "</script>"));
}

std::string without_assets(std::string html) {
    html = replaced(html, assets::kReportCss, "");
    return replaced(html, assets::kReportJs, "");
}

TEST(WriteHtml, EveryLinkReachesAnEntryAndBack) {
    const std::string html = without_assets(write_html(sample_report()));
    std::set<std::string> ids;
    const std::regex id_pattern(" id=\"([^\"]+)\"");
    for (std::sregex_iterator it(html.begin(), html.end(), id_pattern), end; it != end; ++it) {
        EXPECT_TRUE(ids.insert((*it)[1]).second) << "twice: " << (*it)[1];
    }
    const std::regex link_pattern("href=\"#([^\"]+)\"");
    for (std::sregex_iterator it(html.begin(), html.end(), link_pattern), end; it != end; ++it) {
        EXPECT_TRUE(ids.contains((*it)[1])) << (*it)[1];
    }
    EXPECT_THAT(html, HasSubstr("<a class=\"fg\" id=\"t-2\" href=\"#fig-2\" data-n=\"2\" "
                                "title=\"临时救助金额\">6.13万元</a>"));
}

TEST(WriteHtml, SaysTheStateOfEachFigure) {
    const std::string html = write_html(sample_report());
    EXPECT_THAT(html, HasSubstr("全部 <b>6</b>"));
    EXPECT_THAT(html, HasSubstr("已绑定 <b>5</b>"));
    EXPECT_THAT(html, HasSubstr("缺数 <b>1</b>"));
    EXPECT_THAT(html, HasSubstr("有疑 <b>1</b>"));
    EXPECT_THAT(html, HasSubstr("class=\"fg mi\" id=\"t-5\""));
    EXPECT_THAT(html, HasSubstr("缺 · 演练人次"));
    EXPECT_THAT(html, HasSubstr("〔缺：演练人次〕"));
    EXPECT_THAT(html, HasSubstr("class=\"fg fd\" id=\"t-3\""));
}

TEST(WriteHtml, CarriesEachRecordOnce) {
    const std::string html = write_html(sample_report());
    EXPECT_EQ(occurrences(html, "\"FH-2020-5878\""), 1U);
    const boost::json::value data = embedded(html);
    const boost::json::array& figures = data.at("figures").as_array();
    ASSERT_EQ(figures.size(), 6U);
    const boost::json::value& arrivals = figures[5].at("evidence").at(0);
    EXPECT_EQ(arrivals.at("rows").as_array().size(), kSampleRecords);
    EXPECT_EQ(arrivals.at("counted").as_array().size(), kSampleRecords);
    EXPECT_EQ(data.at("tables").at(2).at("rows").as_array().size(), kSampleRecords);
}

TEST(WriteHtml, TheAnnexTellsWithoutScript) {
    const std::string html = write_html(sample_report());
    const std::string annex = between(html, "<section class=\"annex\"", "</section>");
    EXPECT_EQ(occurrences(annex, "<li id=\"fig-"), 6U);
    EXPECT_THAT(annex, HasSubstr("临时救助条目的救助金额之和，不含作废"));
    EXPECT_THAT(annex, HasSubstr("2020年上半年，2020-01-01 至 2020-06-30"));
    EXPECT_THAT(annex, HasSubstr("125 条，合计 61,300.00 元，与文中数字相等"));
    EXPECT_THAT(annex, HasSubstr("11 条，合计 76,200.00 元，与文中数字不等"));
    EXPECT_THAT(annex, HasSubstr("506 条，合计 506，与分子相等"));
    EXPECT_THAT(annex, HasSubstr("5,878 条"));
}

// tests/report_files opens the page in a browser, which checks the digests; here: the policy names
// one of each, and nothing in the page would need another.
TEST(WriteHtml, RunsOnlyItsOwnScriptAndFetchesNothing) {
    const std::string html = write_html(sample_report());
    const std::string policy =
        between(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    EXPECT_THAT(policy,
                testing::MatchesRegex("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; "
                                      "script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; "
                                      "form-action 'none'"));
    const std::string frame = without_assets(html);
    EXPECT_EQ(occurrences(frame, "<script>"), 1U);
    EXPECT_FALSE(std::regex_search(frame, std::regex("<[^>]* on[a-z]+=")));
    EXPECT_FALSE(std::regex_search(frame, std::regex("<[^>]* style=")));
    EXPECT_FALSE(std::regex_search(frame, std::regex("(src|href)=\"[^#]")));
    EXPECT_THAT(std::string(assets::kReportCss), Not(HasSubstr("url(")));
}

TEST(WriteHtml, HostileTextStaysText) {
    const std::string html = write_html(hostile_report());
    EXPECT_EQ(occurrences(html, "</script>"), 2U);  // the data's and the script's own
    EXPECT_EQ(occurrences(html, "<b x="), 0U);
    EXPECT_THAT(html, HasSubstr("&lt;/script&gt;&lt;b x=&quot;1&quot; y=&#39;2&#39;&gt;&amp;"));
    EXPECT_EQ(html.find('\x01'), std::string::npos);
    EXPECT_TRUE(is_valid_utf8(html));
    const boost::json::value data = embedded(html);
    EXPECT_EQ(data.at("tables").at(0).at("columns").at(1).as_string(),
              clean_text(hostile_report().tables[0].columns[1]));
}

TEST(WriteHtml, AFigureSaidTwiceHasTwoChipsAndOneEntry) {
    Report report = sample_report();
    report.blocks.push_back({BlockKind::Body, {{"6.13万元", true, 1}}});
    const std::string html = write_html(report);
    EXPECT_THAT(html, HasSubstr("<b><a class=\"fg\" id=\"t-2-2\" href=\"#fig-2\""));
    EXPECT_EQ(occurrences(html, "<li id=\"fig-2\""), 1U);
}

}  // namespace

}  // namespace taizhang::report
