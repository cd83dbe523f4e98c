// SPDX-License-Identifier: Apache-2.0
// The settings of the server: as options of a command, and what is in force of them.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/context.hpp"
#include "cli/settings.hpp"

namespace taizhang::cli {
namespace {

void read_environment(GivenSettings& given) {
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (equals != std::string_view::npos) {
            given.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
}

void say_mistakes(const Settings& settings) {
    for (const auto& mistake : settings.mistakes) {
        say(describe(mistake));
    }
}

Result<int> check(const Settings& settings) {
    for (const auto& one : settings.effective) {
        const auto value = shown_value(one);
        print(fmt::format("{}\t{}\t{}\n", one.setting->key, value.empty() ? "（无）" : value,
                          origin_text(settings, one)));
    }
    // A cluster gives programs variables of its own making; they are no mistakes of anybody's.
    for (const auto& name : settings.unknown_variables) {
        say(fmt::format("环境变量 {} 不起作用：没有这一项", name));
    }
    say_mistakes(settings);
    const bool has_store = settings.find("data") != nullptr || settings.find("database") != nullptr;
    if (settings.mistakes.empty() && !has_store) {
        say("还没有写 data 或 database，serve 启动前要写明");
    }
    return settings.mistakes.empty() && has_store ? kDone : kFailed;
}

}  // namespace

void add_settings(CLI::App* command, GivenSettings& given) {
    command->add_option("--config", given.file, "设置文件（YAML），命令行和环境变量优先于它")
        ->type_name("FILE");
    for (const auto& setting : all_settings()) {
        const std::string key(setting.key);
        const std::string summary(setting.summary);
        if (setting.kind == Setting::Kind::Secret) {
            continue;
        }
        if (setting.kind == Setting::Kind::Switch) {
            command->add_flag_function(
                "--" + key,
                [&given, key](std::int64_t times) {
                    given.flags[key] = times > 0 ? "true" : "false";
                },
                summary);
        } else {
            command
                ->add_option_function<std::string>(
                    "--" + key,
                    [&given, key](const std::string& value) { given.flags[key] = value; }, summary)
                ->type_name(std::string(setting.type_name));
        }
    }
}

Result<Settings> settings_in_force(GivenSettings given) {
    read_environment(given);
    auto settings = resolve_settings(given);
    if (settings.mistakes.empty()) {
        return settings;
    }
    say_mistakes(settings);
    return fail(ErrorCode::InvalidInput, "设置有误，没有启动。taizhang config check 列出全部设置",
                "bad settings");
}

void add_config(Context& context) {
    auto given = std::make_shared<GivenSettings>();
    auto* group = context.add_group("config", "服务的设置");
    auto* command = context.add_to(group, "check", "列出各项设置和出处，指出每一处错误", [given] {
        read_environment(*given);
        return check(resolve_settings(*given));
    });
    add_settings(command, *given);
}

}  // namespace taizhang::cli
