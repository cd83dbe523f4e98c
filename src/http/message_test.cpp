// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include <gtest/gtest.h>

namespace taizhang::http {
namespace {

TEST(Target, IsDecodedPartByPart) {
    const auto target = parse_target("/api/%E5%8F%B0%E8%B4%A6/a%2Fb/?q=%E4%B8%80+%E4%BA%8C&q=&x");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "台账", "a/b"}));
    ASSERT_EQ(target->parameters.size(), 3U);
    EXPECT_EQ(*target->parameter("q"), "一 二");
    EXPECT_EQ(target->parameter("y"), nullptr);
}

TEST(Target, IsRefusedWhereItIsNoPathOrNoText) {
    for (const char* wrong : {"", "a", "/%", "/%zz", "/%ff", "/%00", "/?a=%00", "/?%c0%80",
                              "http://x/", "*", "/a b", "/#part"}) {
        EXPECT_FALSE(parse_target(wrong)) << wrong;
    }
}

TEST(Headers, KnowNoCase) {
    Headers headers = {{"Content-Type", "a"}, {"content-type", "b"}};
    EXPECT_EQ(headers.get("CONTENT-TYPE"), "a");
    headers.set("Content-type", "c");
    EXPECT_EQ(headers.size(), 1U);
    EXPECT_EQ(headers.get("content-type"), "c");
    EXPECT_EQ(headers.find("content-typ"), nullptr);
    EXPECT_EQ(headers.get("nothing"), "");
}

}  // namespace
}  // namespace taizhang::http
