// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "cli/context.hpp"
#include "cli/progress_line.hpp"
#include "service/attachments/attachment_files.hpp"
#include "service/backup/backup.hpp"
#include "service/records/purge_records.hpp"

namespace taizhang::cli {
namespace {

struct BackupOptions {
    std::string place, file, key;
    const CLI::App* command = nullptr;
};

// What a person compares, and the digest that says it in one word.
void print_manifest(const std::string& what, const service::BackupManifest& manifest) {
    const auto& summary = manifest.summary;
    const auto keys = summary.keys.empty()
                          ? std::string()
                          : fmt::format("，要密钥 {}（不在备份里）", join(summary.keys, "、"));
    const std::string files =
        manifest.attachments == 0 ? "" : fmt::format("，附件 {} 个文件", manifest.attachments);
    print(fmt::format("{}：{}，{} 的备份，条目 {}，留痕 {}，封条 {}{}{}\n摘要 {}\n", what,
                      summary.office_name, format_instant(manifest.taken_at), summary.records,
                      summary.events, summary.seals, files, keys,
                      to_hex(store::summary_digest(summary))));
}

Result<int> back_up(const service::Session& session, const BackupOptions& options) {
    ProgressLine progress("已备份", "块");
    const auto outcome =
        service::take_backup(session, options.file, TAIZHANG_VERSION, progress.report());
    progress.clear();
    if (!outcome) {
        return tl::unexpected(outcome.error());
    }
    print_manifest(options.file, outcome->manifest);
    if (outcome->missing > 0) {
        say(fmt::format("有 {} 个附件文件不见了，没有备份到。taizhang verify 指出是哪些",
                        outcome->missing));
    }
    if (!outcome->noted) {
        say("备份已写好，但库写不进去，没有记入留痕。运行 taizhang doctor 看看");
    }
    return kDone;
}

Result<int> check(const BackupOptions& options) {
    ProgressLine progress("已核对", "MiB");
    const auto manifest = service::check_backup(options.file, progress.report());
    progress.clear();
    if (!manifest) {
        return tl::unexpected(manifest.error());
    }
    print_manifest(options.file + " 完好", *manifest);
    return kDone;
}

std::string place_option(const std::string& place) {
    return (place.find("://") == std::string::npos ? "--data " : "--database ") + place;
}

// What fell due while the backup lay there is not brought back to life.
Result<int> purge_due(const service::Session& session, const BackupOptions& options,
                      const service::BackupManifest& manifest) {
    TZ_TRY(service::note_restored(session, std::filesystem::path(options.file).filename().string(),
                                  manifest));
    const auto outcome = TZ_TRY(service::purge_records(session, civil_date(system_now())));
    print(fmt::format("备份以后到期的个人信息已清除：{} 条\n", outcome.purged));
    if (outcome.attachments.erased > 0) {
        print(fmt::format("到期的附件已清除：{} 份\n", outcome.attachments.erased));
    }
    return kDone;
}

Result<int> restore(const Context& context, const BackupOptions& options) {
    ProgressLine progress("已恢复", "MiB");
    const service::RestoreInto into =
        [&](const std::string& place, const store::StoreSummary& summary,
            store::BackupSource& source, const store::RestoreCheck& check) -> Result<void> {
        std::filesystem::path copied;
        if (!summary.keys.empty()) {
            copied = TZ_TRY(context.environment().bring_keys(place, options.key, summary.keys));
        }
        auto restored = context.environment().restore_store(place, summary, source, check);
        if (!restored && !copied.empty()) {
            std::error_code ignored;
            std::filesystem::remove(copied, ignored);
        }
        return restored;
    };
    const auto folder = context.attachments_folder(Context::given(options.place));
    const service::AttachmentFiles files(folder);
    const auto manifest =
        service::restore_backup(options.file, Context::given(options.place), into,
                                folder.empty() ? nullptr : &files, progress.report());
    progress.clear();
    if (!manifest) {
        return tl::unexpected(manifest.error());
    }
    print_manifest("已恢复，与清单一致", *manifest);
    const auto pending = TZ_TRY(context.environment().pending_migrations(options.place));
    if (!pending.empty()) {
        say(
            fmt::format("库的结构比程序旧。先 taizhang migrate {0}，再 taizhang purge {0} "
                        "清除备份以后到期的个人信息，然后才可以用",
                        place_option(options.place)));
        return kDone;
    }
    return context.with_store(options.place, [&](const service::Session& session) {
        return purge_due(session, options, *manifest);
    });
}

void add_restore(Context& context) {
    auto options = std::make_shared<BackupOptions>();
    auto* command =
        context.add("restore", "由备份恢复到新的数据文件夹或空的数据库，并清除到期的个人信息",
                    [&context, options] { return restore(context, *options); });
    command->add_option("FILE", options->file, "备份文件")->required();
    command->add_option("--key", options->key, "原来的密钥文件，复制到新库的旁边")
        ->type_name("FILE");
    Context::add_data(command, options->place);
    context.add_attachments(command);
}

}  // namespace

void add_backup(Context& context) {
    auto options = std::make_shared<BackupOptions>();
    auto* command = context.add(
        "backup", "把整个库备份成一个文件，不用停下服务", [&context, options]() -> Result<int> {
            if (options->command->got_subcommand("check")) {
                return context.exit_code();  // its own
            }
            if (options->file.empty()) {
                throw CLI::RequiredError("-o FILE");
            }
            return context.with_store(options->place, [&](const service::Session& session) {
                return back_up(session, *options);
            });
        });
    options->command = command;
    Context::add_data(command, options->place);
    context.add_attachments(command);
    command->add_option("-o,--output", options->file, "写到哪个文件，不覆盖已有的")
        ->type_name("FILE");
    auto checked = std::make_shared<BackupOptions>();
    auto* child = context.add_to(command, "check", "核对一个备份是否完好，不用恢复",
                                 [checked] { return check(*checked); });
    child->add_option("FILE", checked->file, "备份文件")->required();
    add_restore(context);
}

}  // namespace taizhang::cli
