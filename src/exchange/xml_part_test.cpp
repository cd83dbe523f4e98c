// SPDX-License-Identifier: Apache-2.0
#include "exchange/xml_part.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

class Recorder final : public XmlHandler {
  public:
    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        events += "<" + std::string(name) + ">";
        if (const auto id = attributes.find("id")) {
            events += std::string(*id);
        }
        if (name == "throw") {
            throw std::runtime_error("from a handler");
        }
        if (name == "stop") {
            stop(Error{ErrorCode::Unsupported, "先", "first", std::nullopt});
            stop(Error{ErrorCode::Io, "后", "second", std::nullopt});
        }
    }
    void on_end(std::string_view name) override {
        events += "</" + std::string(name) + ">";
        if (name == "pause") {
            pause();
        }
    }
    void on_text(std::string_view text) override { events += text; }

    std::string events;
};

struct Outcome {
    std::string events;
    Result<void> result;
};

Outcome parse(const std::string& xml) {
    const test::TempDir dir;
    const auto path = test::write_zip(dir / "a.zip", {{"a.xml", xml}});
    Recorder recorder;
    auto result = parse_part(*ZipArchive::open(path), "a.xml", kZipEntryBytesMax, recorder);
    return {recorder.events, std::move(result)};
}

TEST(XmlPart, DropsPrefixesAndGivesAttributesByLocalName) {
    const auto outcome = parse("<x:a xmlns:x='u' x:id='7'>t&amp;<x:b/></x:a>");
    EXPECT_TRUE(outcome.result);
    EXPECT_EQ(outcome.events, "<a>7t&<b></b></a>");
}

TEST(XmlPart, ReadsUtf16) {
    std::string xml = "\xFF\xFE";
    for (const char c : std::string("<?xml version='1.0' encoding='UTF-16'?><a>b</a>")) {
        xml += c;
        xml += '\0';
    }
    EXPECT_EQ(parse(xml).events, "<a>b</a>");
}

TEST(XmlPart, PausesWhereTheHandlerSays) {
    const test::TempDir dir;
    const auto path =
        test::write_zip(dir / "a.zip", {{"a.xml", "<a><pause>1</pause><pause/></a>"}});
    Recorder recorder;
    auto part = XmlPart::open(*ZipArchive::open(path), "a.xml", kZipEntryBytesMax, recorder);
    ASSERT_TRUE(part);
    EXPECT_TRUE(part->advance().value());
    EXPECT_EQ(recorder.events, "<a><pause>1</pause>");
    EXPECT_TRUE(part->advance().value());
    EXPECT_FALSE(part->advance().value());
    EXPECT_EQ(recorder.events, "<a><pause>1</pause><pause></pause></a>");
    EXPECT_FALSE(part->advance().value());
    EXPECT_EQ(part->progress(), 1.0);
}

TEST(XmlPart, RefusesADocumentType) {
    const auto outcome =
        parse("<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>");
    ASSERT_FALSE(outcome.result);
    EXPECT_EQ(outcome.result.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(outcome.events, "");
}

TEST(XmlPart, RefusesBrokenAndEmptyXml) {
    for (const auto* xml : {"", "<a>", "<a></b>", "text", "<a x=1/>", "<a>&unknown;</a>"}) {
        const auto outcome = parse(xml);
        ASSERT_FALSE(outcome.result) << xml;
        EXPECT_NE(outcome.result.error().message.find("损坏"), std::string::npos);
        EXPECT_NE(outcome.result.error().log.find("a.xml"), std::string::npos);
    }
}

TEST(XmlPart, RefusesAnEndlessTag) {
    const std::string endless(2 * kXmlTokenBytesMax, 'x');
    EXPECT_FALSE(parse("<a b='" + endless + "'/>").result);
    EXPECT_FALSE(parse("<!--" + endless + "--><a/>").result);
    EXPECT_TRUE(parse("<a>" + endless + "</a>").result);
}

TEST(XmlPart, KeepsTheFirstErrorOfAHandler) {
    const auto outcome = parse("<a><stop/><b/></a>");
    ASSERT_FALSE(outcome.result);
    EXPECT_EQ(outcome.result.error().message, "先");
    EXPECT_EQ(outcome.events, "<a><stop>");
}

TEST(XmlPart, LetsExceptionsOfAHandlerThrough) {
    EXPECT_THROW(parse("<a><throw/></a>"), std::runtime_error);
}

}  // namespace
}  // namespace taizhang::exchange
