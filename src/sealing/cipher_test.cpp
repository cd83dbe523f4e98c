// SPDX-License-Identifier: Apache-2.0
#include "sealing/cipher.hpp"

#include <gtest/gtest.h>

#include <set>

namespace taizhang::sealing {
namespace {

class EachSuite : public testing::TestWithParam<Suite> {};

INSTANTIATE_TEST_SUITE_P(Cipher, EachSuite, testing::Values(Suite::Aes, Suite::Sm));

TEST_P(EachSuite, GivesBackWhatItTook) {
    const Cipher cipher(GetParam(), Secret::random());
    for (const auto& plain : {std::string(), std::string("张三"), std::string(100'000, 'x')}) {
        std::string sealed = "head";
        cipher.encrypt(sealed, plain, "place");
        EXPECT_EQ(sealed.size(), 4 + kNonceBytes + plain.size() + kTagBytes);
        EXPECT_EQ(cipher.decrypt(std::string_view(sealed).substr(4), "place"), plain);
    }
}

TEST_P(EachSuite, NeverTheSameTwice) {
    const Cipher cipher(GetParam(), Secret::random());
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) {
        std::string sealed;
        cipher.encrypt(sealed, "张三", "place");
        EXPECT_TRUE(seen.insert(sealed.substr(0, kNonceBytes)).second);
    }
}

TEST_P(EachSuite, RefusesWhatIsAlteredMovedOrOfAnotherKey) {
    const Cipher cipher(GetParam(), Secret::random());
    std::string sealed;
    cipher.encrypt(sealed, "13800001111", "place");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string altered = sealed;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(cipher.decrypt(altered, "place")) << i;
        EXPECT_FALSE(cipher.decrypt(sealed.substr(0, i), "place")) << i;
    }
    EXPECT_FALSE(cipher.decrypt(sealed, "other"));
    EXPECT_FALSE(cipher.decrypt(sealed + "x", "place"));
    EXPECT_FALSE(Cipher(GetParam(), Secret::random()).decrypt(sealed, "place"));
    const Suite other = GetParam() == Suite::Aes ? Suite::Sm : Suite::Aes;
    EXPECT_FALSE(Cipher(other, Secret::random()).decrypt(sealed, "place"));
}

// RFC 4231, test cases 1 and 2.
TEST(Mac, IsHmacSha256) {
    EXPECT_EQ(to_hex(Mac(Suite::Aes, std::string(20, '\x0b')).of("Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(to_hex(Mac(Suite::Aes, "Jefe").of("what do ya want ", "for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Mac, OfSm3IsAnother) {
    EXPECT_NE(Mac(Suite::Aes, "Jefe").of("x"), Mac(Suite::Sm, "Jefe").of("x"));
    EXPECT_NE(Mac(Suite::Sm, "Jefe").of("x"), Mac(Suite::Sm, "Jeff").of("x"));
}

TEST(Suite, IsKnownByItsName) {
    EXPECT_EQ(suite_named("aes-256-gcm"), Suite::Aes);
    EXPECT_EQ(suite_named("sm4-ctr-hmac-sm3"), Suite::Sm);
    EXPECT_FALSE(suite_named("rot13"));
}

TEST(Secret, ReadsItsHexAlone) {
    const auto secret = Secret::random();
    EXPECT_EQ(Secret::from_hex(secret.hex())->view(), secret.view());
    EXPECT_FALSE(Secret::from_hex(secret.hex() + "0"));
    EXPECT_FALSE(Secret::from_hex(std::string(64, 'g')));
    EXPECT_FALSE(Secret::from_hex(std::string(64, '-')));
}

}  // namespace
}  // namespace taizhang::sealing
