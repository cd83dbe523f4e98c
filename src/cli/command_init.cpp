// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/limits.hpp"
#include "cli/context.hpp"
#include "cli/progress_line.hpp"
#include "service/pack/install_pack.hpp"

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

std::vector<model::PackFile> as_pack(const std::vector<NamedFile>& files) {
    std::vector<model::PackFile> pack;
    for (const auto& file : files) {
        pack.push_back({file.name, std::string(file.content)});
    }
    return pack;
}

Result<std::vector<model::PackFile>> pack_files(const Context& context, const std::string& folder) {
    return folder.empty()
               ? Result<std::vector<model::PackFile>>(as_pack(context.environment().default_pack()))
               : read_pack_folder(folder);
}

void say_changes(const service::InstallOutcome& outcome) {
    for (const auto& [label, names] :
         {std::pair{"新增", &outcome.added}, std::pair{"改动", &outcome.changed},
          std::pair{"停用", &outcome.retired}, std::pair{"保留本单位的", &outcome.kept},
          std::pair{"重新汇总", &outcome.rebuilt}}) {
        for (const auto& name : *names) {
            print(fmt::format("{} {}\n", label, name));
        }
    }
}

Result<int> check_command(const Context& context, const std::string& folder) {
    const auto files = TZ_TRY(pack_files(context, folder));
    const auto checked = service::check_pack(files);
    if (!checked.problems.empty()) {
        say(fmt::format("{} 处有误：", checked.problems.errors.size()));
        say_errors(checked.problems.errors);
        return kFailed;
    }
    const auto& pack = checked.pack;
    const std::string maps =
        pack.maps.empty() ? "" : fmt::format("，{} 张对照表", pack.maps.size());
    print(fmt::format("{}：{} 本台账，{} 个指标，{} 个报告模板{}，没有错误\n", pack.title.zh,
                      pack.ledgers.size(), pack.indicators.size(), pack.reports.size(), maps));
    return kDone;
}

Result<int> update_command(const Context& context, const service::Session& session,
                           const std::string& folder, service::InstallMode mode) {
    const auto checked = service::check_pack(TZ_TRY(pack_files(context, folder)));
    if (!checked.problems.empty()) {
        say_errors(checked.problems.errors);
        return kFailed;
    }
    const auto outcome = TZ_TRY(service::install_pack(session, checked, mode));
    say_changes(outcome);
    say(mode == service::InstallMode::DryRun ? "以上是将要做的改动，什么也没有写" : "定义已更新");
    return kDone;
}

}  // namespace

Result<std::vector<model::PackFile>> read_pack_folder(const fs::path& folder) {
    std::error_code failed;
    std::vector<model::PackFile> files;
    std::uintmax_t bytes = 0;
    for (fs::recursive_directory_iterator entry(folder, failed), end; entry != end && !failed;
         entry.increment(failed)) {
        const auto ending = entry->path().extension();
        const bool words = entry->path().filename() == "README.md";  // for people
        if (!entry->is_regular_file() || words || (ending != ".yaml" && ending != ".md")) {
            continue;
        }
        // Asked before it is read: what stands there need not fit into memory.
        bytes += entry->file_size(failed);
        if (files.size() == limits::kPackFilesMax || bytes > limits::kPackBytesMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("定义文件太多，不超过 {} 个、共 {} MiB", limits::kPackFilesMax,
                                    limits::kPackBytesMax >> 20U),
                        "too many pack files");
        }
        std::ifstream stream(entry->path(), std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        files.push_back({fs::relative(entry->path(), folder).generic_string(), text.str()});
    }
    if (failed || files.empty()) {
        return fail_at(ErrorCode::NotFound, SourcePlace{folder.string(), "", 0, "", "", ""},
                       "文件夹里没有定义文件（pack.yaml 等）", "no pack there");
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

Result<int> initialise(const service::Session& session, const std::vector<model::PackFile>& files,
                       const std::string& code, const std::string& name) {
    const auto checked = service::check_pack(files);
    if (!checked.problems.empty()) {
        say_errors(checked.problems.errors);
        return kFailed;
    }
    TZ_TRY(service::create_office(session, code, name));
    const auto outcome =
        TZ_TRY(service::install_pack(session, checked, service::InstallMode::Apply));
    std::string key_file;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        key_file = tx.sealing().file;
        return {};
    }));
    say(fmt::format("已建库：{}，{} 本台账，{} 个指标。密钥在 {}，另存一份，不要和备份放在一起",
                    name, checked.pack.ledgers.size(), checked.pack.indicators.size(), key_file));
    return kDone;
}

void add_init(Context& context) {
    struct Options {
        std::string data, pack, code = "000000000", name = "街道办事处", suite;
    };
    auto options = std::make_shared<Options>();
    auto* command = context.add("init", "新建数据文件夹并装入台账定义", [&context, options] {
        // A wrong pack is told before anything is made.
        const auto files = pack_files(context, options->pack);
        if (!files) {
            return Result<int>(tl::unexpected(files.error()));
        }
        const auto checked = service::check_pack(*files);
        if (!checked.problems.empty()) {
            say_errors(checked.problems.errors);
            return Result<int>(kFailed);
        }
        return context.with_new_store(
            options->data, options->suite, [&](const service::Session& session) {
                return initialise(session, *files, options->code, options->name);
            });
    });
    Context::add_data(command, options->data);
    command->add_option("--pack", options->pack, "定义包文件夹；不写用程序自带的街道包")
        ->type_name("DIR");
    command->add_option("--code", options->code, "单位代码")->capture_default_str();
    command->add_option("--name", options->name, "单位名称")->capture_default_str();
    Context::add_suite(command, options->suite);
}

void add_pack(Context& context) {
    struct Options {
        std::string data, pack;
        bool dry_run = false;
    };
    auto options = std::make_shared<Options>();
    auto* group = context.add_group("pack", "台账定义");
    auto* check = context.add_to(group, "check", "检查定义包，指出每处错误", [&context, options] {
        return check_command(context, options->pack);
    });
    check->add_option("DIR", options->pack, "定义包文件夹；不写检查程序自带的");
    auto* update = context.add_to(group, "update", "用定义包更新库里的定义", [&context, options] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return update_command(
                context, session, options->pack,
                options->dry_run ? service::InstallMode::DryRun : service::InstallMode::Apply);
        });
    });
    Context::add_data(update, options->data);
    update->add_option("--pack", options->pack, "定义包文件夹")->type_name("DIR");
    update->add_flag("--dry-run", options->dry_run, "只说将要改什么，不写");

    auto* migrate = context.add("migrate", "把旧版本的库升级到本程序的结构", [&context, options] {
        const auto pending =
            context.environment().pending_migrations(Context::given(options->data));
        if (!pending) {
            return Result<int>(tl::unexpected(pending.error()));
        }
        for (const auto& name : *pending) {
            print(name + "\n");
        }
        if (options->dry_run || pending->empty()) {
            say(pending->empty() ? "库已是最新结构" : "以上是将要做的升级，什么也没有写");
            return Result<int>(kDone);
        }
        ProgressLine progress("已加密", "行");
        const auto migrated = context.environment().migrate(options->data, progress.report());
        progress.clear();
        if (!migrated) {
            return Result<int>(tl::unexpected(migrated.error()));
        }
        say("库已升级");
        return Result<int>(kDone);
    });
    Context::add_data(migrate, options->data);
    migrate->add_flag("--dry-run", options->dry_run, "只列出要做的升级");
}

}  // namespace taizhang::cli
