// SPDX-License-Identifier: Apache-2.0
#include "cli/oidc_settings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

class OidcSettingsOf : public testing::Test {
  protected:
    OidcSettingsOf()
        : file_(fs::temp_directory_path() / ("taizhang-oidc-" + std::to_string(getpid()))) {}
    ~OidcSettingsOf() override {
        fs::remove(file_);
        unsetenv("TAIZHANG_OIDC_CLIENT_ID");
        unsetenv("TAIZHANG_OIDC_CLIENT_SECRET");
    }
    std::string write(const std::string& text, fs::perms permissions = fs::perms::owner_read) {
        std::ofstream(file_) << text;
        fs::permissions(file_, permissions);
        return file_.string();
    }

    fs::path file_;
};

TEST_F(OidcSettingsOf, OptionsComeBeforeTheEnvironmentBeforeTheFile) {
    OidcOptions options;
    options.file = write(
        "# of the district\nissuer = https://file.example\nclient_id=file\nclient_secret=a=b \n"
        "redirect=https://office.example/callback\n");
    setenv("TAIZHANG_OIDC_CLIENT_ID", "environment", 1);
    options.settings.issuer = "https://option.example";
    const auto settings = read_oidc_settings(options);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->issuer, "https://option.example");
    EXPECT_EQ(settings->client_id, "environment");
    EXPECT_EQ(settings->client_secret, "a=b");
    EXPECT_EQ(settings->redirect, "https://office.example/callback");
    setenv("TAIZHANG_OIDC_CLIENT_SECRET", "other", 1);
    EXPECT_EQ(read_oidc_settings(options)->client_secret, "other");
}

TEST_F(OidcSettingsOf, NoneIsNone) {
    EXPECT_EQ(read_oidc_settings({})->issuer, "");
}

TEST_F(OidcSettingsOf, SaysWhatIsWrong) {
    OidcOptions options;
    options.file = write("issuer=https://file.example\nsecret=x\n");
    const auto wrong = read_oidc_settings(options);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().place->line, 2U);
    fs::remove(file_);
    EXPECT_FALSE(read_oidc_settings(options));
    options.file = write("client_id=x\n");
    EXPECT_FALSE(read_oidc_settings(options));  // of which provider?
    fs::remove(file_);
    options.file =
        write("issuer=https://file.example\n", fs::perms::owner_read | fs::perms::others_read);
    EXPECT_FALSE(read_oidc_settings(options));
}

}  // namespace
}  // namespace taizhang::cli
