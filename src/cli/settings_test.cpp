// SPDX-License-Identifier: Apache-2.0
#include "cli/settings.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

class SettingsTest : public testing::Test {
  protected:
    SettingsTest() : folder_(fs::path(TAIZHANG_BINARY_DIR) / "settings_test") {
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "office");
        given_.file = (folder_ / "taizhang.yaml").string();
    }

    Settings resolve(const std::string& text) {
        std::ofstream(given_.file) << text;
        return resolve_settings(given_);
    }
    std::string mistake(const std::string& text) {
        const auto settings = resolve(text);
        EXPECT_EQ(settings.mistakes.size(), 1U) << text;
        return settings.mistakes.empty() ? "" : describe(settings.mistakes.front());
    }
    std::string said(const std::string& rest) const { return given_.file + rest; }

    fs::path folder_;
    GivenSettings given_;
};

TEST_F(SettingsTest, FlagsWeighMoreThanVariablesAndThoseMoreThanTheFile) {
    given_.variables = {{"TAIZHANG_LISTEN", "127.0.0.1:2"}, {"TAIZHANG_LOG", "text"}};
    given_.flags = {{"listen", "127.0.0.1:3"}};
    const auto settings = resolve("listen: 127.0.0.1:1\nlog: off\nqueue: 7\n");
    EXPECT_TRUE(settings.mistakes.empty());
    EXPECT_EQ(settings.find("listen")->value, "127.0.0.1:3");
    EXPECT_EQ(settings.find("log")->value, "text");
    EXPECT_EQ(settings.find("queue")->value, "7");
    EXPECT_EQ(origin_text(settings, *settings.find("listen")), "命令行 --listen");
    EXPECT_EQ(origin_text(settings, *settings.find("log")), "环境变量 TAIZHANG_LOG");
    EXPECT_EQ(origin_text(settings, *settings.find("queue")), said(" 第 3 行"));
    EXPECT_EQ(origin_text(settings, *settings.find("long-threads")), "默认");
}

TEST_F(SettingsTest, OfAProviderAreWholeAndItsSecretIsKept) {
    const std::string whole =
        "oidc-issuer: https://login.example\noidc-client-id: office\n"
        "oidc-redirect: https://office.example/api/v1/session/oidc/callback\n";
    EXPECT_TRUE(resolve(whole).mistakes.empty());
    EXPECT_EQ(mistake("oidc-client-id: office\noidc-redirect: https://office.example/c\n"),
              "默认 oidc-issuer：统一登录的设置不全。应为：https://登录服务器");
    const std::string open = mistake(whole + "oidc-client-secret: a=b\n");
    EXPECT_NE(open.find("设置文件里有密钥"), std::string::npos) << open;
    EXPECT_EQ(open.find("a=b"), std::string::npos) << open;
    fs::permissions(given_.file, fs::perms::owner_read | fs::perms::owner_write);
    const auto settings = resolve_settings(given_);
    EXPECT_TRUE(settings.mistakes.empty());
    EXPECT_EQ(shown_value(*settings.find("oidc-client-secret")), "***");
    EXPECT_EQ(serve_request_of(settings).oidc.client_secret, "a=b");
}

TEST_F(SettingsTest, BecomeARequest) {
    const auto settings = resolve(
        "data: office\nbehind-proxy: true\nlisten: 0.0.0.0:80\nlog: text\nconnections: 5\n"
        "requests-per-second: 2.5\nread-threads: 3\nstop-seconds: 4\n");
    ASSERT_TRUE(settings.mistakes.empty()) << describe(settings.mistakes.front());
    const auto request = serve_request_of(settings);
    EXPECT_EQ(request.place, (folder_ / "office").string());
    EXPECT_TRUE(request.behind_proxy);
    EXPECT_EQ(request.listen, "0.0.0.0:80");
    EXPECT_EQ(request.log, ServeLog::Text);
    EXPECT_EQ(request.limits.connections_max, 5U);
    EXPECT_EQ(request.limits.requests_per_second, 2.5);
    EXPECT_EQ(request.limits.read_threads, 3U);
    EXPECT_EQ(request.limits.stop_seconds_max, 4);
    EXPECT_EQ(request.limits.write_threads, limits::kApiWriteThreads);
}

TEST_F(SettingsTest, NameEachMistakeAndWhatWouldBeRight) {
    EXPECT_EQ(mistake("log: json\nlisen: 1\n"),
              said(" 第 2 行 lisen“1”：没有这一项。应为：listen"));
    EXPECT_EQ(mistake("\nlisten: 8080\n"),
              said(" 第 2 行 listen“8080”：写得不对。应为：127.0.0.1:8080"));
    EXPECT_EQ(mistake("queue: [1]\n"),
              said(" 第 1 行 queue：要写一个值。应为：1 到 1000000 的整数"));
    EXPECT_EQ(mistake("- listen\n"), said(" 第 1 行：要一行写一项。应为：listen: 127.0.0.1:8080"));
    EXPECT_EQ(mistake("listen: 0.0.0.0:80\n").find(said(" 第 1 行 listen“0.0.0.0:80”：不加密")),
              0U);
    EXPECT_NE(mistake("log: json\nlog: text\n").find("写了两次"), std::string::npos);
    EXPECT_EQ(mistake("tls-key: taizhang.yaml\n").find(said(" 第 1 行 tls-key")), 0U);
}

TEST_F(SettingsTest, NoWrongValueIsInForce) {
    for (const auto& setting : all_settings()) {
        const bool any_text = setting.kind == Setting::Kind::Secret || setting.key == "key";
        const std::string wrong = any_text ? "" : "? ?/? ?";
        const auto text = std::string(setting.key) + ": \"" + wrong + "\"\n";
        const auto settings = resolve(text);
        EXPECT_FALSE(settings.mistakes.empty()) << text;
        EXPECT_EQ(settings.find(setting.key), nullptr) << text;
    }
}

TEST_F(SettingsTest, EachFallbackIsRightByItsOwnRule) {
    for (const auto& setting : all_settings()) {
        EXPECT_TRUE(setting.fallback.empty() || setting.fits(setting.fallback)) << setting.key;
        EXPECT_FALSE(setting.summary.empty() || setting.expected.empty()) << setting.key;
    }
}

TEST_F(SettingsTest, TheWeightierSourceSaysWhereTheStoreIs) {
    given_.variables = {{"TAIZHANG_DATABASE", "postgresql://me:secret@host/office"}};
    const auto settings = resolve("data: office\n");
    EXPECT_TRUE(settings.mistakes.empty());
    EXPECT_EQ(settings.find("data"), nullptr);
    EXPECT_EQ(shown_value(*settings.find("database")), "postgresql://me:***@host/office");
    EXPECT_EQ(serve_request_of(settings).place, "postgresql://me:secret@host/office");
    given_.variables.clear();
    EXPECT_NE(mistake("data: office\ndatabase: postgresql://host/a\n"), "");
}

TEST_F(SettingsTest, TellVariablesThatMeanNothing) {
    given_.variables = {{"TAIZHANG_PORT", "tcp://10.0.0.1:80"}, {"HOME", "/"}};
    const auto settings = resolve("");
    EXPECT_TRUE(settings.mistakes.empty());
    EXPECT_EQ(settings.unknown_variables, std::vector<std::string>{"TAIZHANG_PORT"});
}

TEST_F(SettingsTest, AFileThatIsNotThereIsAMistake) {
    given_.file = (folder_ / "nowhere.yaml").string();
    EXPECT_EQ(resolve_settings(given_).mistakes.size(), 1U);
}

TEST(WithoutPassword, HidesItWhereverItStands) {
    EXPECT_EQ(without_password("postgresql://me@host:5432/a"), "postgresql://me@host:5432/a");
    EXPECT_EQ(without_password("postgresql://me:a@b:c@host/a"), "postgresql://me:***@host/a");
    EXPECT_EQ(without_password("postgresql:///a?user=me&password=x&port=1"),
              "postgresql:///a?user=me&password=***&port=1");
}

}  // namespace
}  // namespace taizhang::cli
