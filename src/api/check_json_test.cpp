// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "api/schema.hpp"
#include "base/limits.hpp"

namespace taizhang::api {
namespace {

const Schema& person() {
    static const Schema kPerson =
        object_schema({{"name", text_schema("", 3)},
                       {"age", integer_schema("", 0, 150), false},
                       {"kind", choice_schema("", {"a", "b"}), false},
                       {"born", or_null(date_schema("")), false},
                       {"friends", array_schema(reference_schema("Person"), 2), false},
                       {"more", map_schema("", field_value_schema()), false}});
    return kPerson;
}

std::vector<std::string> pointers(const char* text) {
    std::vector<std::string> all;
    for (const auto& error :
         check_json(boost::json::parse(text), person(), {{"Person", person()}})) {
        EXPECT_FALSE(error.message.empty());
        all.push_back(error.place->column);
    }
    return all;
}

using Pointers = std::vector<std::string>;

TEST(CheckJson, TakesWhatFits) {
    EXPECT_EQ(pointers(R"({"name":"张三丰","age":7,"kind":"a","born":null,
        "friends":[{"name":"李"}],"more":{"x/y":[],"z":1.5,"w":null}})"),
              Pointers{});
}

TEST(CheckJson, PointsAtWhatDoesNot) {
    EXPECT_EQ(pointers("[]"), Pointers{""});
    EXPECT_EQ(pointers("{}"), Pointers{"/name"});
    EXPECT_EQ(pointers(R"({"name":1})"), Pointers{"/name"});
    EXPECT_EQ(pointers(R"({"name":"四个字长"})"), Pointers{"/name"});
    EXPECT_EQ(pointers(R"({"name":"a","age":151})"), Pointers{"/age"});
    EXPECT_EQ(pointers(R"({"name":"a","age":18446744073709551615})"), Pointers{"/age"});
    EXPECT_EQ(pointers(R"({"name":"a","age":1.5})"), Pointers{"/age"});
    EXPECT_EQ(pointers(R"({"name":"a","kind":"c"})"), Pointers{"/kind"});
    EXPECT_EQ(pointers(R"({"name":"a","born":"2020-02-30"})"), Pointers{"/born"});
    EXPECT_EQ(pointers(R"({"name":"a","x/y~z":1})"), Pointers{"/x~1y~0z"});
    EXPECT_EQ(pointers(R"({"name":"a","friends":[{"name":"b"},{"age":1}]})"),
              Pointers{"/friends/1/name"});
    EXPECT_EQ(pointers(R"({"name":"a","friends":[1,2,3]})"), Pointers{"/friends"});
    EXPECT_EQ(pointers(R"({"name":"a","more":{"x":{}}})"), Pointers{"/more/x"});
}

TEST(CheckJson, StopsAtALimit) {
    std::string text = R"({"name":"a")";
    for (int i = 0; i < 1'000; ++i) {
        text += ",\"k" + std::to_string(i) + "\":1";
    }
    EXPECT_EQ(pointers((text + "}").c_str()).size(), limits::kApiErrorsMax);
}

}  // namespace
}  // namespace taizhang::api
