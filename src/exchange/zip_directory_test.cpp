// SPDX-License-Identifier: Apache-2.0
#include "exchange/zip_directory.hpp"

#include <gtest/gtest.h>

#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::read_file;
using test::TempDir;
using test::write_file;
using test::write_zip;

TEST(ZipDirectory, IsAsLargeAsItStands) {
    const TempDir dir;
    const auto path = write_zip(dir / "a.zip", {{"one", "1"}, {"two", "2"}});
    const auto directory = greatest_directory(path);
    EXPECT_EQ(directory.entries, 2U);
    EXPECT_GE(directory.bytes, 2U * 46 + 6);
    EXPECT_LT(directory.bytes, 200U);
}

TEST(ZipDirectory, DoesNotBelieveItsSize) {
    const TempDir dir;
    auto bytes = read_file(write_zip(dir / "a.zip", {{std::string(5'000, 'n'), ""}}));
    const auto end = bytes.rfind("PK\x05\x06");
    bytes.replace(end + 12, 4, std::string("\x01\0\0\0", 4));
    EXPECT_GE(greatest_directory(write_file(dir / "b.zip", bytes)).bytes, 5'046U);
}

TEST(ZipDirectory, IsNothingWhereThereIsNone) {
    const TempDir dir;
    EXPECT_EQ(greatest_directory(dir / "none").entries, 0U);
    EXPECT_EQ(greatest_directory(write_file(dir / "a", "")).bytes, 0U);
    EXPECT_EQ(greatest_directory(write_file(dir / "b", "PK\x05\x06")).bytes, 0U);
    EXPECT_EQ(greatest_directory(write_file(dir / "c", "PK\x06\x07 PK\x05\x06")).bytes, 0U);
}

}  // namespace
}  // namespace taizhang::exchange
