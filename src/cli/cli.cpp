// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.hpp"

#include <fmt/format.h>

#include <exception>
#include <span>

#include "cli/context.hpp"

namespace taizhang::cli {
namespace {

using Family = void (*)(Context&);

// In the order of --help.
constexpr Family kFamilies[] = {add_init,    add_pack,    add_definition, add_areas,  add_import,
                                add_columns, add_records, add_figures,    add_search, add_report,
                                add_verify,  add_demo,    add_tls,        add_user,   add_token,
                                add_audit,   add_serve,   add_config,     add_backup, add_key,
                                add_doctor,  add_manual};

// Their commands are over in a few milliseconds, of which describing all commands would be one.
constexpr Family kShortFamilies[] = {add_figures, add_report, add_search};

class CommandLine {
  public:
    CommandLine(std::span<const Family> families, const Environment& environment)
        : context_(app_, environment) {
        app_.require_subcommand(1);
        app_.failure_message([](const CLI::App*, const CLI::Error& error) {
            return "命令写法不对（" + std::string(error.what()) +
                   "）。taizhang --help 列出命令，taizhang COMMAND --help 说明用法\n";
        });
        app_.set_version_flag("--version", std::string("taizhang ") + TAIZHANG_VERSION);
        for (const Family add : families) {
            add(context_);
        }
    }

    bool knows(const std::string& command) const {
        const auto called = [&](const CLI::App* one) { return one->get_name() == command; };
        return !app_.get_subcommands(called).empty();
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            const int code = app_.exit(error);
            return code == 0 ? kDone : kWrongUsage;
        }
        return context_.exit_code();
    }

  private:
    CLI::App app_{"台账：记一次，处处可查。taizhang COMMAND --help 说明每条命令", "taizhang"};
    Context context_;
};

int run_checked(int argc, char** argv, const Environment& environment) {
    const std::string command = argc > 1 ? argv[1] : "";
    for (const Family& family : kShortFamilies) {
        if (CommandLine line({&family, 1}, environment); line.knows(command)) {
            return line.run(argc, argv);
        }
    }
    return CommandLine(kFamilies, environment).run(argc, argv);
}

}  // namespace

int run(int argc, char** argv, const Environment& environment) {
    // The one place where a broken environment (disk full, file locked) ends a command.
    try {
        return run_checked(argc, argv, environment);
    } catch (const std::exception& error) {
        say(fmt::format("程序遇到环境问题，没有做完：{}。检查磁盘空间和数据文件夹的权限",
                        error.what()));
        return kFailed;
    }
}

}  // namespace taizhang::cli
