// SPDX-License-Identifier: Apache-2.0
#include "cli/oidc_settings.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

struct Setting {
    const char* name;      // in the file
    const char* variable;  // of the environment
    std::string OidcSettings::*member;
};

constexpr std::array<Setting, 5> kSettings = {{
    {"issuer", "TAIZHANG_OIDC_ISSUER", &OidcSettings::issuer},
    {"client_id", "TAIZHANG_OIDC_CLIENT_ID", &OidcSettings::client_id},
    {"client_secret", "TAIZHANG_OIDC_CLIENT_SECRET", &OidcSettings::client_secret},
    {"redirect", "TAIZHANG_OIDC_REDIRECT", &OidcSettings::redirect},
    {"ca", "TAIZHANG_OIDC_CA", &OidcSettings::authority_file},
}};

tl::unexpected<Error> refuse(const std::string& file, std::size_t line, std::string message,
                             std::string expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{file, "", line, "", "", std::move(expected)}, std::move(message),
                   "oidc settings");
}

// A secret lies in it.
Result<void> check_private(const std::string& file) {
    constexpr auto kOthers = fs::perms::others_all | fs::perms::group_write;
    std::error_code missing;
    const auto status = fs::status(file, missing);
    if (missing || !fs::is_regular_file(status) ||
        fs::file_size(file, missing) > limits::kOidcFileBytesMax) {
        return refuse(file, 0, "没有这个设置文件，或者太大", "每行一项：issuer=https://登录服务器");
    }
    if ((status.permissions() & kOthers) != fs::perms::none) {
        return refuse(file, 0, "设置文件里有密钥，别的用户不能读写", "chmod 600");
    }
    return {};
}

Result<OidcSettings> read_file(const std::string& file) {
    OidcSettings settings;
    if (file.empty()) {
        return settings;
    }
    TZ_TRY(check_private(file));
    std::ifstream stream(file);
    std::size_t number = 0;
    for (std::string text; std::getline(stream, text);) {
        ++number;
        const std::string line = trimmed(text);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const auto equals = line.find('=');
        bool known = false;
        for (const auto& setting : kSettings) {
            if (equals != std::string::npos && trimmed(line.substr(0, equals)) == setting.name) {
                settings.*setting.member = trimmed(line.substr(equals + 1));
                known = true;
            }
        }
        if (!known) {
            return refuse(file, number, "这一行看不懂",
                          "issuer、client_id、client_secret、redirect、ca 之一，等号，值");
        }
    }
    return settings;
}

}  // namespace

void add_oidc_options(CLI::App* command, OidcOptions& options) {
    command
        ->add_option("--oidc-issuer", options.settings.issuer, "统一登录（OpenID Connect）的服务器")
        ->type_name("URL");
    command->add_option("--oidc-client-id", options.settings.client_id, "在那里登记的客户端")
        ->type_name("ID");
    command
        ->add_option("--oidc-redirect", options.settings.redirect,
                     "登录后回来的网址：https://本系统/api/v1/session/oidc/callback")
        ->type_name("URL");
    command->add_option("--oidc-ca", options.settings.authority_file, "那里的证书由谁签发，PEM")
        ->type_name("FILE");
    command
        ->add_option("--oidc-file", options.file,
                     "以上各项和 client_secret，每行一项 名=值；也可用环境变量 TAIZHANG_OIDC_…")
        ->type_name("FILE");
}

Result<OidcSettings> read_oidc_settings(const OidcOptions& options) {
    auto settings = TZ_TRY(read_file(options.file));
    for (const auto& setting : kSettings) {
        if (const char* value = std::getenv(setting.variable); value != nullptr && *value != '\0') {
            settings.*setting.member = value;
        }
        if (const auto& said = options.settings.*setting.member; !said.empty()) {
            settings.*setting.member = said;
        }
    }
    const bool any = !settings.client_id.empty() || !settings.client_secret.empty() ||
                     !settings.redirect.empty();
    if (settings.issuer.empty() && any) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "--oidc-issuer", "", "https://登录服务器"},
                       "统一登录的设置不全", "oidc issuer missing");
    }
    return settings;
}

}  // namespace taizhang::cli
