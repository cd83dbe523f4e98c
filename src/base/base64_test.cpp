// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

TEST(Base64Url, GivesTheVectorsOfTheStandard) {
    EXPECT_EQ(to_base64url(""), "");
    EXPECT_EQ(to_base64url("f"), "Zg");
    EXPECT_EQ(to_base64url("fo"), "Zm8");
    EXPECT_EQ(to_base64url("foo"), "Zm9v");
    EXPECT_EQ(to_base64url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
}

TEST(Base64Url, GivesEveryByteBack) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
}

TEST(Base64Url, RefusesWhatNobodyEncodes) {
    for (const char* text : {"Z", "Zg==", "Zh", "Zm9=", "a b", "+/8"}) {
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace taizhang
