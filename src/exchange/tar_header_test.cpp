// SPDX-License-Identifier: Apache-2.0
#include "exchange/tar_header.hpp"

#include <gtest/gtest.h>

namespace taizhang::exchange {
namespace {

TEST(TarHeader, ReadsWhatItWrites) {
    for (const std::uint64_t bytes :
         {0ULL, 1ULL, (1ULL << 33U) - 1, 1ULL << 33U, 0x123456789abcdefULL}) {
        const auto read =
            read_tar_header(tar_header({"ledger_x/000001.copy", bytes, 1'590'000'000}));
        ASSERT_TRUE(read) << bytes;
        EXPECT_EQ(read->name, "ledger_x/000001.copy");
        EXPECT_EQ(read->bytes, bytes);
        EXPECT_EQ(read->modified_at, 1'590'000'000);
    }
    const std::string longest(kTarNameBytesMax, 'n');
    EXPECT_EQ(read_tar_header(tar_header({longest, 7, 0}))->name, longest);
}

TEST(TarHeader, SeesEveryBitThatDiffers) {
    const auto whole = tar_header({"taizhang.db", 8'192, 1'590'000'000});
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        auto flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        EXPECT_FALSE(read_tar_header(flipped)) << "bit " << bit;
    }
    EXPECT_FALSE(read_tar_header(whole.substr(1)));
    EXPECT_FALSE(read_tar_header(std::string(kTarBlockBytes, '\0')));
}

}  // namespace
}  // namespace taizhang::exchange
