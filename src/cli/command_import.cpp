// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "base/limits.hpp"
#include "cli/context.hpp"
#include "cli/progress_line.hpp"
#include "service/areas/import_areas.hpp"
#include "service/records/import_records.hpp"

namespace taizhang::cli {
namespace {

void say_unknown_columns(const service::ImportOutcome& outcome, bool with_map) {
    for (const auto& column : outcome.unknown_columns) {
        if (with_map) {
            say(fmt::format("列“{}”在对照表里没有写，没有导入；要导写进 columns，不要的写进 ignore",
                            column.header));
        } else if (column.suggestion.empty()) {
            say(fmt::format("列“{}”不是这本台账的字段，没有导入", column.header));
        } else {
            say(
                fmt::format("列“{0}”不是这本台账的字段，没有导入。就是“{1}”的话，加 "
                            "--column \"{0}={1}\"，以后一直记得",
                            column.header, column.suggestion));
        }
    }
}

void print_preview(const service::ImportOutcome& outcome) {
    if (outcome.not_compared) {
        say(fmt::format("行太多，{} 条以后没有查文件里自己重复的行", limits::kPreviewRowsMax));
    }
    for (const auto& preview : outcome.preview.periods) {
        if (preview.changes.empty() && preview.not_counted == 0) {
            continue;
        }
        print(fmt::format("导入后将变的数字（{}，全单位）：\n", period_title(preview.period)));
        for (std::size_t i = 0; i < preview.changes.size(); ++i) {
            if (i == limits::kPreviewFiguresShown) {
                print(fmt::format("  …另有 {} 个\n", preview.changes.size() - i));
                break;
            }
            const auto& change = preview.changes[i];
            print(fmt::format("  {}\t{}\t{} → {}\n", change.indicator, change.title, change.from,
                              change.to));
        }
        if (preview.not_counted > 0) {
            print(fmt::format("  行太多，有 {} 个指标没有预计\n", preview.not_counted));
        }
    }
    if (outcome.preview.years_left_out > 0) {
        print(fmt::format("更早还有 {} 年也有这些行，没有列出\n", outcome.preview.years_left_out));
    }
}

void say_outcome(const service::ImportOutcome& outcome, bool dry_run, bool with_map) {
    if (outcome.imported_before) {
        say("这个文件已经导入过，没有改动");
        return;
    }
    say_unknown_columns(outcome, with_map);
    if (!outcome.errors.empty()) {
        say(fmt::format("{} 行有误，没有导入：", outcome.rejected));
        say_errors(outcome.errors);
        if (outcome.errors.size() >= limits::kImportErrorsShown) {
            say("  …只列出前面这些");
        }
    }
    if (outcome.taken_back) {
        print("有行有误，整张没有导入\n");
        return;
    }
    const std::string zero =
        outcome.zero_reports > 0 ? fmt::format("，零报告 {}", outcome.zero_reports) : "";
    print(fmt::format("{}新增 {}，改动 {}，相同 {}，有误 {}{}{}\n", dry_run ? "试导：" : "",
                      outcome.added, outcome.changed, outcome.same, outcome.rejected, zero,
                      dry_run ? "，什么也没有写" : fmt::format("。批次 {}", outcome.batch.value)));
}

// A file where it looks like one, else a name of the pack's.
Result<void> read_map_option(const std::string& map, service::ImportOptions& options) {
    if (!map.ends_with(".yaml") && map.find('/') == std::string::npos) {
        options.map = map;
        return {};
    }
    std::error_code failed;
    if (std::filesystem::exists(map, failed) && !std::filesystem::is_regular_file(map, failed)) {
        return fail_at(ErrorCode::InvalidInput, SourcePlace{map, "", 0, "", "", ""},
                       "这不是一个文件", "map: not a regular file");
    }
    std::ifstream stream(map, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
        return fail_at(ErrorCode::Io, SourcePlace{map, "", 0, "", "", ""},
                       "对照表打不开，检查路径和权限", "cannot open map");
    }
    options.map_file = model::PackFile{std::filesystem::path(map).filename().string(), text.str()};
    return {};
}

Result<int> import_command(const service::Session& session, const std::string& ledger,
                           const std::string& file, service::ImportOptions options) {
    ProgressLine line("已读", "行");
    options.progress = [&](const service::ImportProgress& progress) {
        return line.show({progress.rows, progress.share});
    };
    const auto outcome = TZ_TRY(service::import_records(session, ledger, file, options));
    line.clear();
    if (!outcome.map_errors.empty()) {
        say("对照表有误，什么也没有做：");
        say_errors(outcome.map_errors);
        return kFailed;
    }
    say_outcome(outcome, options.dry_run, options.map_file || !options.map.empty());
    print_preview(outcome);
    if (outcome.rejected > 0 && !options.errors_file.empty()) {
        say(fmt::format("错误表：{}，改好后直接导入它", options.errors_file.string()));
    }
    return outcome.rejected > 0 ? kRowsRejected : kDone;
}

}  // namespace

void add_import(Context& context) {
    struct Options {
        std::string data, ledger, file;
        std::string map, date_order;
        service::ImportOptions wanted;
        std::int64_t batch = 0;
    };
    auto options = std::make_shared<Options>();
    auto* command = context.add("import", "把工作簿（xlsx、csv）导入一本台账", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                TZ_TRY(read_map_option(options->map, options->wanted));
                options->wanted.date_order =
                    model::date_order(options->date_order).value_or(model::DateOrder::Untold);
                return import_command(session, options->ledger, options->file, options->wanted);
            });
    });
    Context::add_data(command, options->data);
    command->add_option("LEDGER", options->ledger, "台账的名称或中文名")->required();
    command->add_option("FILE", options->file, "工作簿")->required();
    command->add_option("--sheet", options->wanted.sheet, "工作表；不写用第一张");
    command->add_flag("--dry-run", options->wanted.dry_run, "只检查，并说哪些数字会变，不写");
    command->add_option("--map", options->map, "别处来的表怎样读：对照表的名称或文件")
        ->type_name("MAP");
    command->add_option("--column", options->wanted.columns,
                        "表里的列是哪个字段，如 \"备考=备注\"；可写多次，以后一直记得");
    command
        ->add_option("--date-order", options->date_order, "3/1/2020 的次序：dmy 日月年，mdy 月日年")
        ->check(CLI::IsMember({"dmy", "mdy"}));
    command->add_flag("--all-or-nothing", options->wanted.all_or_nothing, "有一行不对就整张不导");
    command->add_option("--errors", options->wanted.errors_file,
                        "把整张表连同“错误原因”一列写到这个文件（.xlsx、.csv）");

    auto* undo = context.add("undo", "整批撤回一次导入", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                const auto outcome = TZ_TRY(service::undo_batch(session, BatchId{options->batch}));
                print(fmt::format("已撤回批次 {}：移出 {} 条，改回 {} 条\n", options->batch,
                                  outcome.removed, outcome.reverted));
                return kDone;
            });
    });
    Context::add_data(undo, options->data);
    undo->add_option("BATCH", options->batch, "批次号，见 batches")->required();
}

namespace {

struct AreasCommand {
    std::string data, file, coordinates;
    bool check = false;
};

Result<int> areas_command(const service::Session& session, const AreasCommand& command) {
    service::AreasOptions options;
    options.mode = command.check ? service::AreasMode::Check : service::AreasMode::Apply;
    options.coordinates = model::parse_coordinate_system(command.coordinates);
    const auto outcome = TZ_TRY(service::import_areas(session, command.file, options));
    for (const auto& warning : outcome.warnings) {
        say("注意：" + warning);
    }
    if (!outcome.errors.empty()) {
        say("区域文件有误，什么也没有写：");
        say_errors(outcome.errors);
        return kFailed;
    }
    print(fmt::format("新增区域 {}，变更 {}，单位 {}，相同 {}{}\n", outcome.areas, outcome.versions,
                      outcome.units, outcome.same,
                      outcome.boundaries > 0 ? fmt::format("，边界 {}", outcome.boundaries) : ""));
    if (command.check) {
        say("只检查，什么也没有写");
    }
    return kDone;
}

}  // namespace

void add_areas(Context& context) {
    auto options = std::make_shared<AreasCommand>();
    auto* command = context.add("areas", "导入街道、社区、网格和单位", [&context, options] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return areas_command(session, *options);
        });
    });
    Context::add_data(command, options->data);
    command
        ->add_option("FILE", options->file,
                     "区域表（xlsx、csv）或 GeoJSON：代码、名称、级别、上级代码…")
        ->required();
    command
        ->add_option("--coordinates", options->coordinates,
                     "GeoJSON 的坐标系；不写按文件所写，文件没有写的是 wgs84（即 CGCS2000）")
        ->check(CLI::IsMember({"wgs84", "gcj02", "bd09"}));
    command->add_flag("--check", options->check, "只检查，不写");
}

}  // namespace taizhang::cli
