// SPDX-License-Identifier: Apache-2.0
// Completion and man page, made from the commands themselves so that they cannot fall behind.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/context.hpp"

namespace taizhang::cli {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    return {commands.begin(), commands.end()};
}

std::string option_words(const CLI::App& command) {
    std::vector<std::string> words;
    for (const auto* option : command.get_options()) {
        for (const auto& name : option->get_lnames()) {
            words.push_back("--" + name);
        }
    }
    for (const auto* child : commands_of(command)) {
        words.push_back(child->get_name());
    }
    return join(words, " ");
}

std::string completion(const CLI::App& app) {
    std::string cases;
    std::vector<std::string> names;
    for (const auto* command : commands_of(app)) {
        names.push_back(command->get_name());
        cases += fmt::format("        {}) words=\"{}\" ;;\n", command->get_name(),
                             option_words(*command));
    }
    return fmt::format(
        "# bash completion of taizhang; source it, or put it into bash_completion.d\n"
        "_taizhang() {{\n"
        "    local word=\"${{COMP_WORDS[COMP_CWORD]}}\" words=\"\"\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then words=\"{} --help --version\"; fi\n"
        "    case \"${{COMP_WORDS[1]}}\" in\n{}    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
        "    if [ \"${{#COMPREPLY[@]}}\" -eq 0 ]; then COMPREPLY=($(compgen -f -- \"$word\")); fi\n"
        "}}\n"
        "complete -o filenames -F _taizhang taizhang\n",
        join(names, " "), cases);
}

void add_man_command(const CLI::App& command, const std::string& prefix, std::string& page) {
    page += fmt::format(".SS {}{}\n{}\n", prefix, command.get_name(), command.get_description());
    for (const auto* option : command.get_options()) {
        if (option->get_name() != "--help") {
            page +=
                fmt::format(".TP\n.B {}\n{}\n", replaced(option->get_name(false, true), "-", "\\-"),
                            option->get_description());
        }
    }
    for (const auto* child : commands_of(command)) {
        add_man_command(*child, prefix + command.get_name() + " ", page);
    }
}

std::string man_page(const CLI::App& app) {
    std::string page =
        ".TH TAIZHANG 1\n.SH NAME\ntaizhang \\- 台账：基层单位的台账与报告\n"
        ".SH SYNOPSIS\n.B taizhang\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH COMMANDS\n";
    for (const auto* command : commands_of(app)) {
        add_man_command(*command, "", page);
    }
    page +=
        ".SH EXIT STATUS\n.TP\n.B 0\n做完\n.TP\n.B 1\n没有做成，原因在标准错误\n.TP\n.B 2\n"
        "命令写法不对\n.TP\n.B 3\n做完，但有行没有导入\n.TP\n.B 4\nverify 发现不一致\n";
    return page;
}

}  // namespace

void add_manual(Context& context) {
    context.add("completion", "打印 bash 自动补全脚本", [&context] {
        print(completion(context.app()));
        return Result<int>(kDone);
    });
    context.add("openapi", "打印 HTTP 接口的说明（OpenAPI）", [&context] {
        print(context.environment().openapi());
        return Result<int>(kDone);
    });
    context.add("man", "打印手册页（man -l 可读）", [&context] {
        print(man_page(context.app()));
        return Result<int>(kDone);
    });
}

}  // namespace taizhang::cli
