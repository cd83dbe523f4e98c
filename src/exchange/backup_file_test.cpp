// SPDX-License-Identifier: Apache-2.0
#include "exchange/backup_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "exchange/backup_head.hpp"

namespace taizhang::exchange {
namespace {

namespace fs = std::filesystem;

class BackupFile : public testing::Test {
  protected:
    BackupFile() : folder_(fs::temp_directory_path() / ("tz-backup-" + std::to_string(getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~BackupFile() override { fs::remove_all(folder_); }

    fs::path file() const { return folder_ / "a.tar"; }

    BackupContents write() {
        auto writer = BackupWriter::create(file(), 1'590'000'000);
        EXPECT_TRUE(writer);
        EXPECT_TRUE(writer->begin("one", 5));
        EXPECT_TRUE(writer->write("ab"));
        EXPECT_TRUE(writer->write("cde"));
        EXPECT_TRUE(writer->begin("none", 0));
        EXPECT_TRUE(writer->begin("two", 512));
        EXPECT_TRUE(writer->write(std::string(512, 'x')));
        const auto contents = writer->end_contents();
        EXPECT_TRUE(contents);
        EXPECT_TRUE(writer->write_manifest(R"({"a":1})"));
        EXPECT_FALSE(fs::exists(file()));
        EXPECT_TRUE(writer->commit());
        return *contents;
    }
    std::string bytes() const {
        std::ostringstream text;
        text << std::ifstream(file(), std::ios::binary).rdbuf();
        return text.str();
    }
    // Whether somebody who reads all of it sees that it is as it was.
    bool is_whole(const BackupContents& contents) const {
        auto reader = BackupReader::open(file());
        if (!reader || reader->contents_bytes() != contents.bytes) {
            return false;
        }
        const auto read = reader->finish();
        return read && read->digest == contents.digest && reader->manifest() == R"({"a":1})";
    }

    fs::path folder_;
};

TEST_F(BackupFile, GivesWhatItWasGiven) {
    const auto contents = write();
    auto reader = BackupReader::open(file());
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->manifest(), R"({"a":1})");
    EXPECT_EQ(reader->contents_bytes(), contents.bytes);
    std::string name;
    std::uint64_t size = 0;
    ASSERT_TRUE(*reader->next(name, size));
    EXPECT_EQ(name, "one");
    EXPECT_EQ(size, 5U);
    EXPECT_EQ(*reader->read(3), "abc");
    ASSERT_TRUE(*reader->next(name, size));
    EXPECT_EQ(name, "none");
    EXPECT_EQ(*reader->read(3), "");
    ASSERT_TRUE(*reader->next(name, size));
    EXPECT_EQ(*reader->read(10'000), std::string(512, 'x'));
    EXPECT_EQ(*reader->read(10'000), "");
    EXPECT_FALSE(*reader->next(name, size));
    const auto finished = reader->finish();
    ASSERT_TRUE(finished);
    EXPECT_EQ(finished->digest, contents.digest);
}

TEST_F(BackupFile, ShowsEveryByteThatDiffers) {
    const auto contents = write();
    const auto whole = bytes();
    EXPECT_TRUE(is_whole(contents));
    for (std::size_t i = 0; i <= whole.size(); ++i) {
        auto damaged = whole;
        if (i < whole.size()) {
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
        } else {
            damaged += '\0';
        }
        std::ofstream(file(), std::ios::binary) << damaged;
        EXPECT_FALSE(is_whole(contents)) << "byte " << i;
    }
}

TEST_F(BackupFile, LeavesNothingThatIsNotWhole) {
    {
        auto writer = BackupWriter::create(file(), 0);
        ASSERT_TRUE(writer);
        EXPECT_TRUE(writer->begin("one", 5));
        EXPECT_FALSE(fs::is_empty(folder_));
    }
    EXPECT_TRUE(fs::is_empty(folder_));
    write();
    EXPECT_FALSE(BackupWriter::create(file(), 0));
    EXPECT_FALSE(BackupWriter::create(folder_ / "missing" / "a.tar", 0));
    EXPECT_FALSE(BackupReader::open(folder_ / "missing.tar"));
}

TEST_F(BackupFile, HasARoomForItsManifest) {
    auto writer = BackupWriter::create(file(), 0);
    ASSERT_TRUE(writer);
    EXPECT_TRUE(writer->write_manifest(std::string(kManifestBytes - 1, ' ')));
    EXPECT_FALSE(writer->write_manifest(std::string(kManifestBytes, ' ')));
}

}  // namespace
}  // namespace taizhang::exchange
