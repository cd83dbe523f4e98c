// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "report/json_value.hpp"
#include "report/write_sample_test.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(WriteJson, SaysEveryFigureWithItsProvenance) {
    const boost::json::value json = boost::json::parse(write_json(sample_report()));
    EXPECT_EQ(json.at("period").at("from").as_string(), "2020-01-01");
    const boost::json::value& amount = json.at("figures").at(1);
    EXPECT_EQ(amount.at("number").to_number<int>(), 2);
    EXPECT_EQ(amount.at("indicator").as_string(), "relief.temporary.amount");
    EXPECT_EQ(amount.at("value").as_string(), "61300.00");
    EXPECT_EQ(amount.at("printed").as_string(), "6.13万元");
    EXPECT_EQ(amount.at("record_count").to_number<int>(), 125);
    EXPECT_EQ(amount.at("evidence").at(0).at("counted").at(0).as_string(), "540.00");
    const boost::json::value& missing = json.at("figures").at(4);
    EXPECT_EQ(missing.at("state").as_string(), "missing");
    EXPECT_TRUE(missing.at("value").is_null());
    const boost::json::value& run = json.at("blocks").at(3).at("runs").at(3);
    EXPECT_EQ(run.at("text").as_string(), "6.13万元");
    EXPECT_EQ(run.at("figure").to_number<int>(), 2);
}

TEST(WriteJson, IsIndentedAndStable) {
    const std::string text = write_json(sample_report());
    EXPECT_THAT(text, StartsWith("{\n  \"name\": \"half-year\",\n  \"title\": \"云桥"));
    EXPECT_THAT(text, HasSubstr("\n        [\"JZ-2020-0001\", \"2020-01-01\", \"石桥社区\""));
    EXPECT_EQ(text.back(), '\n');
    EXPECT_EQ(text, write_json(sample_report()));
}

TEST(WriteJson, PrintsWhatItWasGiven) {
    const char* source = R"({"a":[],"b":{},"c":[{"d":[1,"x\ny"]},null],"e":true})";
    const boost::json::value value = boost::json::parse(source);
    EXPECT_EQ(print_json(value),
              "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    {\n      \"d\": [1, \"x\\ny\"]\n"
              "    },\n    null\n  ],\n  \"e\": true\n}\n");
    EXPECT_EQ(boost::json::serialize(boost::json::parse(print_json(value))), source);
}

TEST(WriteJson, HostileTextParses) {
    const boost::json::value json = boost::json::parse(write_json(hostile_report()));
    EXPECT_THAT(std::string(json.at("title").as_string()), StartsWith("</script>"));
    EXPECT_FALSE(json.at("blocks").at(3).at("runs").at(7).as_object().contains("figure"));
}

}  // namespace

}  // namespace taizhang::report
