// SPDX-License-Identifier: Apache-2.0
#include "service/backup/manifest.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace taizhang::service {
namespace {

BackupManifest example() {
    BackupManifest manifest;
    manifest.program = "0.4.0";
    manifest.taken_at = Instant{1'590'000'000'123};
    manifest.summary = {"sqlite", 8, "110101001", "云桥“街道”办事处", 12,
                        40,       9, 40,          sha256("seal"),     {"1a2b3c4d", "5e6f7a8b"}};
    manifest.contents_bytes = 1ULL << 40U;
    manifest.contents_digest = sha256("contents");
    return manifest;
}

TEST(BackupManifest, ReadsWhatItWrites) {
    const auto manifest = example();
    const auto read = read_manifest(manifest_json(manifest));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->program, manifest.program);
    EXPECT_EQ(read->taken_at, manifest.taken_at);
    EXPECT_EQ(read->summary, manifest.summary);
    EXPECT_EQ(read->contents_bytes, manifest.contents_bytes);
    EXPECT_EQ(read->contents_digest, manifest.contents_digest);
}

TEST(BackupManifest, IsRefusedWhereItDoesNotHold) {
    const auto json = manifest_json(example());
    EXPECT_EQ(read_manifest(replaced(json, "\"format\":1", "\"format\":2")).error().code,
              ErrorCode::Unsupported);
    for (const auto& wrong :
         {std::string(), std::string("[]"), replaced(json, "\"records\":12", "\"records\":13"),
          replaced(json, "\"seals\":9,", ""), replaced(json, "\"schema\":8", "\"schema\":\"8\""),
          replaced(json, "\"last_seal\":\"", "\"last_seal\":\"0")}) {
        const auto read = read_manifest(wrong);
        ASSERT_FALSE(read) << wrong;
        EXPECT_EQ(read.error().code, ErrorCode::Corrupt);
    }
}

}  // namespace
}  // namespace taizhang::service
