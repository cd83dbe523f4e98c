// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <array>
#include <map>
#include <pugixml.hpp>

#include "report/write_sample_test.hpp"
#include "report/write_text.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;

struct Package {
    std::map<std::string, std::string> parts;
    std::vector<std::string> names;
    std::vector<time_t> times;
};

Package unpack(const std::string& bytes) {
    Package package;
    zip_error_t error;
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    EXPECT_NE(archive, nullptr);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(zip_get_num_entries(archive, 0)); ++i) {
        zip_stat_t status;
        zip_stat_index(archive, i, 0, &status);
        std::string part(status.size, '\0');
        zip_file_t* file = zip_fopen_index(archive, i, 0);
        EXPECT_EQ(zip_fread(file, part.data(), part.size()), static_cast<zip_int64_t>(part.size()));
        zip_fclose(file);
        package.names.emplace_back(status.name);
        package.times.push_back(status.mtime);
        package.parts[status.name] = std::move(part);
    }
    zip_discard(archive);
    return package;
}

class DocxTest : public testing::Test {
  protected:
    void open(const Report& report) {
        const Result<std::string> bytes = write_docx(report);
        ASSERT_TRUE(bytes.has_value());
        package_ = unpack(*bytes);
        for (const auto& [name, part] : package_.parts) {
            pugi::xml_document document;
            EXPECT_TRUE(document.load_string(part.c_str())) << name;
        }
        ASSERT_TRUE(document_.load_string(package_.parts["word/document.xml"].c_str(),
                                          pugi::parse_default | pugi::parse_ws_pcdata));
        ASSERT_TRUE(styles_.load_string(package_.parts["word/styles.xml"].c_str()));
    }

    std::string attribute(const pugi::xml_document& document, const std::string& path) {
        return document.select_node(path.c_str()).attribute().value();
    }

    std::string style(const std::string& id, const std::string& rest) {
        return attribute(styles_, "//w:style[@w:styleId='" + id + "']" + rest);
    }

    std::string text_of(pugi::xml_node paragraph) {
        std::string text;
        for (const pugi::xpath_node& node : paragraph.select_nodes(".//w:t")) {
            text += node.node().text().get();
        }
        return text;
    }

    Package package_;
    pugi::xml_document document_;
    pugi::xml_document styles_;
};

TEST_F(DocxTest, IsLaidOutByTheStandard) {
    open(sample_report());
    EXPECT_EQ(attribute(document_, "//w:pgSz/@w:w"), "11906");
    EXPECT_EQ(attribute(document_, "//w:pgSz/@w:h"), "16838");
    const auto millimetres = [this](const char* side) {
        const std::string path = std::string("//w:pgMar/@w:") + side;
        return std::stod(attribute(document_, path)) * 25.4 / 1440;
    };
    EXPECT_NEAR(millimetres("top"), 37, 0.1);
    EXPECT_NEAR(millimetres("left"), 28, 0.1);
    EXPECT_NEAR(millimetres("right"), 26, 0.1);
    EXPECT_NEAR(millimetres("bottom"), 35, 0.1);
}

TEST_F(DocxTest, APageHolds22LinesOf28Characters) {
    open(sample_report());
    const int height = 16838 - std::stoi(attribute(document_, "//w:pgMar/@w:top")) -
                       std::stoi(attribute(document_, "//w:pgMar/@w:bottom"));
    const int width = 11906 - std::stoi(attribute(document_, "//w:pgMar/@w:left")) -
                      std::stoi(attribute(document_, "//w:pgMar/@w:right"));
    const int line = std::stoi(attribute(document_, "//w:docGrid/@w:linePitch"));
    EXPECT_EQ(height / line, 22);
    EXPECT_EQ(style("Normal", "/w:pPr/w:spacing/@w:line"), std::to_string(line));
    EXPECT_EQ(style("Normal", "/w:pPr/w:spacing/@w:lineRule"), "exact");
    const int half_points = std::stoi(style("Normal", "/w:rPr/w:sz/@w:val"));
    EXPECT_EQ(half_points, 32);  // 三号
    const int character = half_points * 10 + std::stoi(style("Normal", "/w:rPr/w:spacing/@w:val"));
    EXPECT_EQ(width / character, 28);
}

TEST_F(DocxTest, EachLevelHasTheFontOfTheStandard) {
    open(sample_report());
    const std::string font = "/w:rPr/w:rFonts/@w:eastAsia";
    EXPECT_EQ(attribute(styles_, "//w:rPrDefault//w:rFonts/@w:eastAsia"), "仿宋_GB2312");
    EXPECT_EQ(attribute(styles_, "//w:rPrDefault//w:lang/@w:eastAsia"), "zh-CN");
    EXPECT_EQ(style("Title", font), "方正小标宋简体");
    EXPECT_EQ(style("Title", "/w:rPr/w:sz/@w:val"), "44");  // 二号
    EXPECT_EQ(style("Title", "/w:pPr/w:jc/@w:val"), "center");
    EXPECT_EQ(style("Heading1", font), "黑体");
    EXPECT_EQ(style("Heading1", "/w:name/@w:val"), "heading 1");
    EXPECT_EQ(style("Heading1", "/w:pPr/w:outlineLvl/@w:val"), "0");
    EXPECT_EQ(style("Heading2", font), "楷体_GB2312");
    EXPECT_EQ(style("Heading2", "/w:pPr/w:outlineLvl/@w:val"), "1");
    EXPECT_EQ(style("Heading3", "/w:pPr/w:outlineLvl/@w:val"), "2");
    EXPECT_TRUE(styles_.select_node("//w:style[@w:styleId='Heading3']/w:rPr/w:b"));
    EXPECT_EQ(style("BodyText", "/w:pPr/w:ind/@w:firstLineChars"), "200");
    EXPECT_EQ(style("Signature", "/w:pPr/w:ind/@w:rightChars"), "400");
    pugi::xml_document fonts;
    ASSERT_TRUE(fonts.load_string(package_.parts["word/fontTable.xml"].c_str()));
    EXPECT_EQ(fonts.select_nodes("//w:font[w:altName][w:panose1][w:charset]").size(), 5U);
}

TEST_F(DocxTest, PageNumbersStandOutsideOnOddAndEvenPages) {
    open(sample_report());
    pugi::xml_document settings;
    ASSERT_TRUE(settings.load_string(package_.parts["word/settings.xml"].c_str()));
    EXPECT_TRUE(settings.select_node("//w:evenAndOddHeaders"));
    EXPECT_EQ(attribute(document_, "//w:footerReference[@w:type='default']/@r:id"), "rId4");
    EXPECT_EQ(attribute(document_, "//w:footerReference[@w:type='even']/@r:id"), "rId5");
    EXPECT_EQ(style("FooterOdd", "/w:pPr/w:jc/@w:val"), "right");
    EXPECT_EQ(style("FooterOdd", "/w:pPr/w:ind/@w:rightChars"), "100");
    EXPECT_EQ(style("FooterEven", "/w:pPr/w:jc/@w:val"), "left");
    EXPECT_EQ(style("Footer", "/w:rPr/w:sz/@w:val"), "28");  // 四号
    for (const char* name : {"word/footer1.xml", "word/footer2.xml"}) {
        pugi::xml_document footer;
        ASSERT_TRUE(footer.load_string(package_.parts[name].c_str(),
                                       pugi::parse_default | pugi::parse_ws_pcdata));
        EXPECT_EQ(text_of(footer.document_element()), "— 1 —");
        EXPECT_STREQ(footer.select_node("//w:instrText").node().text().get(), " PAGE ");
    }
}

TEST_F(DocxTest, TextStandsInItsStyleWithAnEmptyLineAfterTheTitle) {
    const Report report = sample_report();
    open(report);
    std::vector<std::string> texts;
    std::vector<std::string> styles;
    for (pugi::xml_node paragraph : document_.child("w:document").child("w:body").children("w:p")) {
        texts.push_back(text_of(paragraph));
        styles.emplace_back(paragraph.child("w:pPr").child("w:pStyle").attribute("w:val").value());
    }
    ASSERT_EQ(texts.size(), report.blocks.size() + 2);  // after the title, before the signature
    EXPECT_EQ(styles[0], "Title");
    EXPECT_EQ(texts[0], report.title);
    EXPECT_EQ(texts[1], "");
    EXPECT_EQ(styles[2], "Heading1");
    EXPECT_EQ(styles[3], "Heading2");
    EXPECT_EQ(texts[4], printed_text(report, report.blocks[3]));
    EXPECT_EQ(texts[texts.size() - 3], "");
    EXPECT_EQ(styles.back(), "Signature");
}

TEST_F(DocxTest, EveryFigureHasItsBookmark) {
    Report report = sample_report();
    report.blocks.push_back({BlockKind::Body, {{"6.13万元", false, 1}}});  // a second time
    open(report);
    std::vector<std::string> names;
    for (const pugi::xpath_node& start : document_.select_nodes("//w:bookmarkStart")) {
        const std::string id = start.node().attribute("w:id").value();
        const std::string end = "//w:bookmarkEnd[@w:id='" + id + "']";
        EXPECT_EQ(document_.select_nodes(end.c_str()).size(), 1U);
        names.emplace_back(start.node().attribute("w:name").value());
    }
    EXPECT_THAT(names,
                ElementsAre("fig_1", "fig_2", "fig_3", "fig_4", "fig_5", "fig_6", "fig_2_2"));
    pugi::xml_node second = document_.select_node("//w:bookmarkStart[@w:name='fig_2']").node();
    EXPECT_STREQ(second.next_sibling("w:r").child("w:t").text().get(), "6.13万元");
}

TEST_F(DocxTest, AMissingFigureIsSeen) {
    open(sample_report());
    const pugi::xpath_node_set marked = document_.select_nodes("//w:r[w:rPr/w:highlight]");
    ASSERT_EQ(marked.size(), 1U);
    EXPECT_STREQ(marked[0].node().child("w:t").text().get(), "〔缺：演练人次〕");
}

TEST_F(DocxTest, NamesTitleOfficeAndTimeInUtc) {
    open(sample_report());
    pugi::xml_document core;
    ASSERT_TRUE(core.load_string(package_.parts["docProps/core.xml"].c_str()));
    const pugi::xml_node root = core.document_element();
    EXPECT_STREQ(root.child("dc:title").text().get(), "云桥街道2020年上半年工作总结");
    EXPECT_STREQ(root.child("dc:creator").text().get(), "云桥街道办事处");
    EXPECT_STREQ(root.child("dcterms:created").text().get(), "2020-07-02T02:32:00Z");
}

TEST_F(DocxTest, EqualReportsMakeEqualBytes) {
    EXPECT_EQ(write_docx(sample_report()).value(), write_docx(sample_report()).value());
    open(sample_report());
    EXPECT_EQ(package_.names.front(), "[Content_Types].xml");
    EXPECT_THAT(package_.times, Each(package_.times.front()));
}

TEST_F(DocxTest, HostileTextStaysText) {
    open(hostile_report());
    EXPECT_FALSE(document_.select_node("//b"));
    std::vector<std::string> texts;
    for (const pugi::xpath_node& node : document_.select_nodes("//w:t")) {
        texts.emplace_back(node.node().text().get());
    }
    EXPECT_THAT(texts, Contains("越界"));
    EXPECT_THAT(texts, Contains(clean_text(hostile_report().blocks[3].runs[0].text)));
}

TEST_F(DocxTest, AnEmptyReportIsStillADocument) {
    open(Report{});
    EXPECT_TRUE(document_.select_node("//w:sectPr"));
}

}  // namespace

}  // namespace taizhang::report
