// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/job_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "service/jobs/limits.hpp"

namespace taizhang::service {
namespace {

TEST(JobFiles, NamesAreFitForTheDisk) {
    EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(safe_file_name("C:\\表\\5月.xlsx"), "5月.xlsx");
    EXPECT_EQ(safe_file_name(" .hidden"), "hidden");
    EXPECT_EQ(safe_file_name("a\nb"), "ab");
    EXPECT_EQ(safe_file_name(".."), "");
    EXPECT_EQ(safe_file_name("\xff"), "");
    EXPECT_LE(safe_file_name(std::string(500, 'x')).size(), limits::kJobFileNameBytesMax);
}

TEST(JobFiles, AFolderThatOthersMayEnterIsRefused) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("taizhang-job-files-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::all);
    EXPECT_FALSE(JobFiles::open(folder));
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const auto files = JobFiles::open(folder);
    ASSERT_TRUE(files) << describe(files.error());
    EXPECT_EQ(JobFiles::open(folder)->place(), files->place());
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace taizhang::service
