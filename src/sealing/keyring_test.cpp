// SPDX-License-Identifier: Apache-2.0
#include "sealing/keyring.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "sealing/key_file.hpp"

namespace taizhang::sealing {
namespace {

namespace fs = std::filesystem;

constexpr Instant kNow{1'780'000'000'123};

class KeyringTest : public testing::TestWithParam<Suite> {
  protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    KeyringPtr create() {
        auto made = Keyring::create(file_, GetParam(), kNow);
        EXPECT_TRUE(made) << (made ? "" : describe(made.error()));
        return made ? *made : nullptr;
    }

    fs::path folder_ = fs::temp_directory_path() / ("taizhang-keyring-" + std::to_string(getpid()));
    fs::path file_ = folder_ / "office.key";
};

INSTANTIATE_TEST_SUITE_P(Keyring, KeyringTest, testing::Values(Suite::Aes, Suite::Sm));

TEST_P(KeyringTest, IsReadAgainAsItWasMade) {
    const auto made = create();
    EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto again = *Keyring::open(file_);
    EXPECT_EQ(again->keys(), made->keys());
    EXPECT_EQ(again->proofs(), made->proofs());
    EXPECT_EQ(again->open(made->seal("张三", "here"), "here"), "张三");
    EXPECT_EQ(again->blind("phone", "138"), made->blind("phone", "138"));
    EXPECT_EQ(Keyring::create(file_, GetParam(), kNow).error().code, ErrorCode::Conflict);
}

TEST_P(KeyringTest, HidesHowLongATextIs) {
    const auto keys = Keyring::passing(GetParam());
    EXPECT_EQ(keys->seal("", "x").size(), keys->seal("accident", "x").size());
    for (const auto& text : {std::string(), std::string(15, 'a'), std::string(16, 'a'),
                             std::string("\x80\0\x80\0", 4), std::string(3, '\0')}) {
        EXPECT_EQ(keys->open(keys->seal(text, "x"), "x"), text);
    }
}

TEST_P(KeyringTest, BlindsByDomain) {
    const auto keys = Keyring::passing(GetParam());
    EXPECT_EQ(keys->blind("a", "bc"), keys->blind("a", "bc"));
    EXPECT_NE(keys->blind("a", "bc"), keys->blind("ab", "c"));
    EXPECT_NE(keys->blind("a", "bc"), Keyring::passing(GetParam())->blind("a", "bc"));
}

TEST_P(KeyringTest, RotatesUnderOneWhoHasItOpen) {
    const auto mine = create();
    const auto others = *Keyring::open(file_);
    const std::string old = mine->seal("甲", "x");
    const auto added = mine->rotate(Suite::Aes, kNow);
    ASSERT_TRUE(added);
    ASSERT_EQ(mine->keys().size(), 2U);
    EXPECT_TRUE(mine->keys().back().current);
    EXPECT_EQ(mine->keys().back(), *added);
    const std::string fresh = mine->seal("乙", "x");
    EXPECT_FALSE(mine->is_current(old));
    EXPECT_TRUE(mine->is_current(fresh));
    EXPECT_EQ(mine->open(old, "x"), "甲");
    // It learns of the new key by the first value that it cannot open, or when it is told to look.
    EXPECT_EQ(others->open(fresh, "x"), "乙");
    EXPECT_TRUE(others->is_current(others->seal("丙", "x")));
    EXPECT_EQ(mine->blind("a", "b"), others->blind("a", "b"));
}

TEST_P(KeyringTest, ProvesThatItIsTheRightOne) {
    const auto mine = create();
    for (const auto& proof : mine->proofs()) {
        EXPECT_TRUE(mine->holds(proof));
        EXPECT_FALSE(Keyring::passing(GetParam())->holds(proof));
        EXPECT_FALSE(mine->holds({proof.id, std::string(16, 'x')}));
    }
}

TEST_P(KeyringTest, RefusesFilesThatAreNotRight) {
    EXPECT_EQ(Keyring::open(file_).error().code, ErrorCode::NotFound);
    create();
    fs::permissions(file_, fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(Keyring::open(file_).error().code, ErrorCode::Forbidden);
    for (const auto* text : {"", "taizhang keys 2\n", "taizhang keys 1\n",
                             "taizhang keys 1\nseal aes-256-gcm 2026-05-31T00:30:05Z 00\n"}) {
        fs::remove(file_);
        std::ofstream(file_) << text;
        fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);
        EXPECT_EQ(Keyring::open(file_).error().code, ErrorCode::Corrupt) << text;
    }
}

TEST_P(KeyringTest, ShutsOutASecondWhoRotates) {
    const auto mine = create();
    std::ofstream(file_.string() + ".new") << "";
    EXPECT_EQ(mine->rotate(GetParam(), kNow).error().code, ErrorCode::Conflict);
    EXPECT_EQ(mine->keys().size(), 1U);
    fs::remove(file_.string() + ".new");
    EXPECT_TRUE(mine->rotate(GetParam(), kNow));
    EXPECT_FALSE(fs::exists(file_.string() + ".new"));
}

}  // namespace
}  // namespace taizhang::sealing
