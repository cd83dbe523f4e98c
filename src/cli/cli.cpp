// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.hpp"

#include <fmt/format.h>

#include <exception>

#include "cli/context.hpp"

namespace taizhang::cli {
namespace {

int run_checked(int argc, char** argv, const Environment& environment) {
    CLI::App app("台账：记一次，处处可查。taizhang COMMAND --help 说明每条命令", "taizhang");
    app.require_subcommand(1);
    app.failure_message([](const CLI::App*, const CLI::Error& error) {
        return "命令写法不对（" + std::string(error.what()) +
               "）。taizhang --help 列出命令，taizhang COMMAND --help 说明用法\n";
    });
    app.set_version_flag("--version", std::string("taizhang ") + TAIZHANG_VERSION);
    Context context(app, environment);
    add_init(context);
    add_pack(context);
    add_areas(context);
    add_import(context);
    add_columns(context);
    add_records(context);
    add_figures(context);
    add_search(context);
    add_report(context);
    add_verify(context);
    add_demo(context);
    add_tls(context);
    add_manual(context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? kDone : kWrongUsage;
    }
    return context.exit_code();
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
