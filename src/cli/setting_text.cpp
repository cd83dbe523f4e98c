// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/settings.hpp"

namespace taizhang::cli {
namespace {

constexpr std::string_view kHidden = "***";

}  // namespace

std::string describe(const SettingMistake& mistake) {
    std::string line = mistake.source;
    line += mistake.line == 0 ? "" : fmt::format(" 第 {} 行", mistake.line);
    line += mistake.key.empty() ? "" : " " + mistake.key;
    line += mistake.value.empty() ? ""
                                  : fmt::format("“{}”", shortened(without_password(mistake.value),
                                                                  limits::kQuotedCharactersMax));
    line += "：" + mistake.message;
    line += mistake.expected.empty() ? "" : "。应为：" + mistake.expected;
    return line;
}

ServeRequest serve_request_of(const Settings& settings) {
    ServeRequest request;
    for (const auto& one : settings.effective) {
        if (!one.value.empty()) {
            one.setting->apply(request, one.value);
        }
    }
    return request;
}

std::string origin_text(const Settings& settings, const EffectiveSetting& one) {
    switch (one.origin) {
        case SettingOrigin::Default:
            return "默认";
        case SettingOrigin::File:
            return fmt::format("{} 第 {} 行", settings.file, one.line);
        case SettingOrigin::Environment:
            return "环境变量 " + variable_of(*one.setting);
        case SettingOrigin::Flag:
            return "命令行 --" + std::string(one.setting->key);
    }
    return "";
}

std::string without_password(std::string url) {
    const auto scheme = url.find("://");
    const auto at = url.rfind('@');
    const auto colon = scheme == std::string::npos ? scheme : url.find(':', scheme + 3);
    if (at != std::string::npos && colon < at) {
        url.replace(colon + 1, at - colon - 1, kHidden);
    }
    constexpr std::string_view kParameter = "password=";
    if (const auto begin = url.find(kParameter);
        scheme != std::string::npos && begin != std::string::npos) {
        const auto value = begin + kParameter.size();
        url.replace(value, std::min(url.find('&', value), url.size()) - value, kHidden);
    }
    return url;
}

std::string shown_value(const EffectiveSetting& one) {
    if (one.setting->kind == Setting::Kind::Secret && !one.value.empty()) {
        return std::string(kHidden);
    }
    return one.setting->key == "database" ? without_password(one.value) : one.value;
}

}  // namespace taizhang::cli
