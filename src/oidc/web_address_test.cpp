// SPDX-License-Identifier: Apache-2.0
#include "oidc/web_address.hpp"

#include <gtest/gtest.h>

namespace taizhang::oidc {
namespace {

TEST(WebAddress, TakesHttpsAndThisMachine) {
    const auto address = parse_web_address("https://Login.Example.cn:8443/realms/district?x=1");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "login.example.cn");
    EXPECT_EQ(address->port, "8443");
    EXPECT_EQ(address->path, "/realms/district");
    EXPECT_EQ(parse_web_address("https://login.example.cn:443")->port, "");
    EXPECT_TRUE(parse_web_address("http://127.0.0.1:3000"));
    EXPECT_TRUE(parse_web_address("http://[::1]:3000/a"));
}

TEST(WebAddress, RefusesOthers) {
    for (const char* text :
         {"", "login.example.cn", "http://login.example.cn/", "http://127.0.0.1.example.cn/",
          "http://127.0.0.1x", "https://1.2.3.4.example.cn:80/", "https://[::1]x/", "https://",
          "https:///a", "https://a@b.example/", "https://a.example/#x", "ftp://a.example/",
          "https://a.example\\@b.example/", "https://a.example/ b", "file:///etc/hostname"}) {
        EXPECT_FALSE(parse_web_address(text)) << text;
    }
    EXPECT_FALSE(parse_web_address("https://a.example/" + std::string(3'000, 'a')));
}

}  // namespace
}  // namespace taizhang::oidc
