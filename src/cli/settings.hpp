// SPDX-License-Identifier: Apache-2.0
// What the server can be told, by flags, by the environment and by a file, in this order of weight.
// Each setting stands once in a table; flag, variable, key, check and help are made from its row.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"

namespace taizhang::cli {

struct Setting {
    // tls-cert: the key in the file, --tls-cert, TAIZHANG_TLS_CERT.
    std::string_view key;
    std::string fallback;  // empty: nothing
    std::string_view type_name;
    std::string_view summary;   // Chinese, of --help
    std::string_view expected;  // Chinese: what would be right
    bool (*fits)(const std::string& value);
    void (*apply)(ServeRequest& request, const std::string& value);
    // A secret is never a flag, which everybody on the machine could read, nor ever shown.
    enum class Kind { Text, Path, Switch, Secret } kind = Kind::Text;
};

const std::vector<Setting>& all_settings();
std::string variable_of(const Setting& setting);  // TAIZHANG_TLS_CERT

enum class SettingOrigin { Default, File, Environment, Flag };

struct EffectiveSetting {
    const Setting* setting = nullptr;
    std::string value;  // empty: nothing
    SettingOrigin origin = SettingOrigin::Default;
    std::size_t line = 0;  // of the file
};

// file 第 3 行 key“value”：message。应为：expected
struct SettingMistake {
    std::string source;  // the file; 环境变量; 命令行
    std::size_t line = 0;
    std::string key;  // as it is spelt there
    std::string value;
    std::string message;
    std::string expected;
};
std::string describe(const SettingMistake& mistake);

struct GivenSettings {
    std::string file;                                           // empty: none
    std::map<std::string, std::string, std::less<>> flags;      // by key
    std::map<std::string, std::string, std::less<>> variables;  // by name, all that there are
};

struct Settings {
    std::string file;
    std::vector<EffectiveSetting> effective;  // in the order of the table; the wrong ones left out
    std::vector<SettingMistake> mistakes;     // at most kSettingMistakesMax
    std::vector<std::string> unknown_variables;

    const EffectiveSetting* find(std::string_view key) const;  // nullptr: wrong, or nothing
};

inline constexpr std::size_t kSettingMistakesMax = 100;

// Reads the file, and looks whether files that are named are there.
Settings resolve_settings(const GivenSettings& given);
// Of settings without mistakes.
ServeRequest serve_request_of(const Settings& settings);

// --config and an option for each setting; `given` outlives the command.
void add_settings(CLI::App* command, GivenSettings& given);
// With the variables of this process. Each mistake is said on standard error first.
Result<Settings> settings_in_force(GivenSettings given);

std::string origin_text(const Settings& settings, const EffectiveSetting& one);
// Without a secret, nor the password that the URL of a database may hold.
std::string shown_value(const EffectiveSetting& one);
std::string without_password(std::string url);

}  // namespace taizhang::cli
