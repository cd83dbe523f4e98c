// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "cli/context.hpp"
#include "service/records/export_records.hpp"
#include "service/records/list_ledgers.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/write_template.hpp"

namespace taizhang::cli {
namespace {

Date today() {
    using namespace std::chrono;
    return civil_date(
        Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()});
}

Result<int> ledgers_command(const service::Session& session) {
    for (const auto& row : TZ_TRY(service::list_ledgers(session))) {
        print(fmt::format("{}\t{}\t{}\t{} 条\n", row.name, row.chapter, row.title,
                          row.records.value_or(0)));
    }
    return kDone;
}

Result<int> batches_command(const service::Session& session) {
    for (const auto& row : TZ_TRY(service::list_batches(session))) {
        print(fmt::format("{}\t{}\t{}\t{}\t{}\t新增 {} 改动 {} 相同 {} 有误 {}\n", row.id,
                          row.started, row.status, row.ledger, row.file, row.added, row.changed,
                          row.same, row.rejected));
    }
    return kDone;
}

void add_export(Context& context) {
    struct Options {
        std::string data, ledger, file, period;
        service::ExportOptions wanted;
    };
    auto options = std::make_shared<Options>();
    auto* command =
        context.add("export", "把一本台账导出为 xlsx、csv 或 jsonl", [&context, options] {
            return context.with_store(
                options->data, [&](const service::Session& session) -> Result<int> {
                    if (!options->period.empty()) {
                        options->wanted.period = TZ_TRY(parse_period(options->period));
                    }
                    const auto records = TZ_TRY(service::export_records(
                        session, options->ledger, options->file, options->wanted));
                    print(fmt::format("已导出 {} 条到 {}\n", records, options->file));
                    return kDone;
                });
        });
    Context::add_data(command, options->data);
    command->add_option("LEDGER", options->ledger, "台账的名称或中文名")->required();
    command->add_option("-o,--output", options->file, "写到哪个文件（.xlsx、.csv、.jsonl）")
        ->required();
    command->add_option("--period", options->period, "只要这个时期的，如 2020H1");
    command->add_option("--area", options->wanted.area, "只要这个区域的");
    command->add_option("--reveal", options->wanted.reveal_reason,
                        "不遮盖个人信息，并写明事由（记入留痕）");
}

void add_template(Context& context) {
    struct Options {
        std::string data, ledger, file;
    };
    auto options = std::make_shared<Options>();
    auto* command = context.add("template", "写出一本台账的空白工作簿", [&context, options] {
        return context.with_store(options->data,
                                  [&](const service::Session& session) -> Result<int> {
                                      const auto columns = TZ_TRY(service::write_ledger_template(
                                          session, options->ledger, options->file, today()));
                                      print(fmt::format("已写出 {}，{} 列；填好后用 import 导入\n",
                                                        options->file, columns));
                                      return kDone;
                                  });
    });
    Context::add_data(command, options->data);
    command->add_option("LEDGER", options->ledger, "台账的名称或中文名")->required();
    command->add_option("-o,--output", options->file, "写到哪个 .xlsx 文件")->required();
}

}  // namespace

void add_records(Context& context) {
    struct Options {
        std::string data, ledger, period, area, as_of;
    };
    auto options = std::make_shared<Options>();
    auto* ledgers = context.add("ledgers", "列出全部台账和条数", [&context, options] {
        return context.with_store(options->data, ledgers_command);
    });
    Context::add_data(ledgers, options->data);
    auto* batches = context.add("batches", "列出导入批次", [&context, options] {
        return context.with_store(options->data, batches_command);
    });
    Context::add_data(batches, options->data);

    auto* zero = context.add("zero", "零报告：本期此处没有发生", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                const Period period = TZ_TRY(parse_period(options->period));
                TZ_TRY(service::file_zero_report(session, options->ledger, period, options->area));
                print(fmt::format("已报：{} {} {} 为零\n", options->ledger,
                                  options->area.empty() ? "全街道" : options->area,
                                  period_title(period)));
                return kDone;
            });
    });
    Context::add_data(zero, options->data);
    zero->add_option("LEDGER", options->ledger, "台账的名称或中文名")->required();
    zero->add_option("--period", options->period, "时期，如 2020-05、2020H1")->required();
    zero->add_option("--area", options->area, "区域的代码或名称；不写为整个街道");

    auto* purge = context.add("purge", "清除到期的个人信息及其留痕", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                const Date date =
                    options->as_of.empty() ? today() : TZ_TRY(parse_date(options->as_of));
                const auto outcome = TZ_TRY(service::purge_records(session, date));
                print(fmt::format("已清除 {} 条的个人信息，条目本身仍计数\n", outcome.purged));
                if (const auto& files = outcome.attachments; files.erased + files.collected > 0) {
                    print(fmt::format("附件清除 {} 份，无主的文件清掉 {} 个\n", files.erased,
                                      files.collected));
                }
                return kDone;
            });
    });
    Context::add_data(purge, options->data);
    context.add_attachments(purge);
    add_template(context);
    add_export(context);
    purge->add_option("--as-of", options->as_of, "按这一天算到期，默认今天")->type_name("DATE");
}

}  // namespace taizhang::cli
