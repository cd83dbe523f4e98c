// SPDX-License-Identifier: Apache-2.0
#include "exchange/zip_entry.hpp"

#include <gtest/gtest.h>

#include <array>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::TempDir;
using test::write_file;
using test::write_zip;

Result<std::string> read_all(const std::filesystem::path& path, const std::string& name,
                             std::uint64_t bytes_max = kZipPartBytesMax) {
    const auto archive = TZ_TRY(ZipArchive::open(path));
    auto entry = TZ_TRY(archive.open_entry(name, bytes_max));
    std::string all;
    std::array<char, 5> buffer{};
    while (true) {
        const auto count = TZ_TRY(entry.read(buffer));
        if (count == 0) {
            return all;
        }
        all.append(buffer.data(), count);
    }
}

TEST(ZipEntry, ReadsAnEntryWhateverItsCaseAndSlashes) {
    const TempDir dir;
    const auto path =
        write_zip(dir / "a.zip", {{"xl/A.xml", "first part"}, {"xl\\b.xml", "second"}});
    EXPECT_EQ(read_all(path, "xl/A.xml").value(), "first part");
    EXPECT_EQ(read_all(path, "XL/a.XML").value(), "first part");
    EXPECT_EQ(read_all(path, "xl/b.xml").value(), "second");
    const auto missing = read_all(path, "xl/c.xml");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::InvalidInput);
}

TEST(ZipEntry, OutlivesItsArchive) {
    const TempDir dir;
    const auto path = write_zip(dir / "a.zip", {{"a", "content"}});
    auto entry = [&] { return ZipArchive::open(path)->open_entry("a", 100); }();
    std::array<char, 20> buffer{};
    EXPECT_EQ(entry->read(buffer).value(), 7U);
}

TEST(ZipEntry, RefusesMoreThanTheLimit) {
    const TempDir dir;
    const auto path = write_zip(dir / "a.zip", {{"a", std::string(1000, 'x')}});
    EXPECT_TRUE(read_all(path, "a", 1000));
    const auto result = read_all(path, "a", 999);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(result.error().place->file, "a.zip");
}

TEST(ZipEntry, RefusesABomb) {
    const TempDir dir;
    const auto path =
        write_zip(dir / "a.zip", {{"a", std::string(kZipRatioCheckedAboveBytes + 100, 'x')}});
    const auto archive = ZipArchive::open(path);
    auto entry = archive->open_entry("a", kZipEntryBytesMax);
    std::string buffer(kMebibyte, '\0');
    Result<std::size_t> count = entry->read(buffer);
    while (count && *count > 0) {
        count = entry->read(buffer);
    }
    ASSERT_FALSE(count);
    EXPECT_EQ(count.error().code, ErrorCode::LimitExceeded);
}

TEST(ZipEntry, ToleratesHighRatiosOfSmallEntries) {
    EXPECT_FALSE(is_zip_bomb(kZipRatioCheckedAboveBytes, 1));
    EXPECT_TRUE(is_zip_bomb(kZipRatioCheckedAboveBytes * 2, 0));
    EXPECT_FALSE(is_zip_bomb(kZipRatioCheckedAboveBytes * 2, kMebibyte));
}

TEST(ZipEntry, SaysThatAnEntryIsEncrypted) {
    const TempDir dir;
    const auto result = read_all(write_zip(dir / "a.zip", {{"a", "secret"}}, "password"), "a");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Unsupported);
    EXPECT_NE(result.error().message.find("加密"), std::string::npos);
}

TEST(ZipArchive, RefusesTruncatedAndForeignFiles) {
    const TempDir dir;
    const auto whole =
        test::read_file(write_zip(dir / "a.zip", {{"a", std::string(5000, 'x')}, {"b", "y"}}));
    for (const auto& bytes : {whole.substr(0, whole.size() / 2), std::string("PK\x03\x04"),
                              std::string("no zip at all"), std::string()}) {
        const auto archive = ZipArchive::open(write_file(dir / "b.zip", bytes));
        ASSERT_FALSE(archive);
        EXPECT_EQ(archive.error().code, ErrorCode::InvalidInput);
        EXPECT_FALSE(archive.error().message.empty());
    }
    EXPECT_EQ(ZipArchive::open(dir / "none.zip").error().code, ErrorCode::NotFound);
}

TEST(ZipEntry, NoticesDamagedContent) {
    const TempDir dir;
    std::string content;
    for (int i = 0; i < 3000; ++i) {
        content += std::to_string(i * 7919 % 10007);
    }
    auto bytes = test::read_file(write_zip(dir / "a.zip", {{"a", content}}));
    for (std::size_t i = 200; i < 240; ++i) {
        bytes[i] = static_cast<char>(~bytes[i]);
    }
    const auto result = read_all(write_file(dir / "b.zip", bytes), "a");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
}

void put(std::string& bytes, std::uint64_t number, int count) {
    for (int i = 0; i < count; ++i) {
        bytes += static_cast<char>(number >> (8 * i));
    }
}

// A directory of so many empty entries (APPNOTE 6.3.10, 4.3.12 to 4.3.16). A library takes most of
// a minute to write them one by one.
std::string archive_of(std::size_t entries) {
    std::string archive;
    for (std::size_t i = 0; i < entries; ++i) {
        const auto name = std::to_string(i);
        put(archive, 0x02014b50, 4);
        archive.append(24, '\0');
        put(archive, name.size(), 2);
        archive.append(16, '\0');
        archive += name;
    }
    const auto bytes = archive.size();
    put(archive, 0x06064b50, 4);
    put(archive, 44, 8);
    archive.append(12, '\0');
    put(archive, entries, 8);
    put(archive, entries, 8);
    put(archive, bytes, 8);
    put(archive, 0, 8);
    put(archive, 0x07064b50, 4);
    put(archive, 0, 4);
    put(archive, bytes, 8);
    put(archive, 1, 4);
    put(archive, 0x06054b50, 4);
    put(archive, 0, 4);
    put(archive, 0xffff'ffff, 4);
    put(archive, bytes, 4);
    put(archive, 0xffff'ffff, 4);
    put(archive, 0, 2);
    return archive;
}

TEST(ZipArchive, RefusesTooManyEntries) {
    const TempDir dir;
    const auto path = dir / "a.zip";
    write_file(path, archive_of(kZipEntriesMax + 1));
    const auto archive = ZipArchive::open(path);
    ASSERT_FALSE(archive);
    EXPECT_EQ(archive.error().code, ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace taizhang::exchange
