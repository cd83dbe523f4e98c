// SPDX-License-Identifier: Apache-2.0
// The office's own ledgers and indicators: shown, checked and changed.
#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "cli/context.hpp"
#include "model/pack/write_yaml.hpp"
#include "service/pack/change_definitions.hpp"
#include "service/pack/foresee_change.hpp"
#include "service/pack/list_definitions.hpp"
#include "service/pack/stored_documents.hpp"

namespace taizhang::cli {
namespace {

struct DefinitionOptions {
    std::string data;
    std::string file;
    std::string reason;
    std::vector<std::string> retired_ledgers;
    std::vector<std::string> retired_indicators;
};

Result<std::string> read_definition_file(const std::string& file) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    if (failed) {
        return fail_at(ErrorCode::NotFound,
                       SourcePlace{file, "", 0, "", "", "写明位置，并检查权限"}, "读不了这个文件",
                       "cannot read file");
    }
    if (bytes > limits::kPackFileBytesMax) {
        return fail_at(ErrorCode::LimitExceeded,
                       SourcePlace{file, "", 0, "", "",
                                   fmt::format("不超过 {} 字节", limits::kPackFileBytesMax)},
                       "文件太大", "file too large");
    }
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

Result<service::DefinitionChange> change_of(const DefinitionOptions& options) {
    service::DefinitionChange change;
    if (!options.file.empty()) {
        change = service::read_change(TZ_TRY(read_definition_file(options.file)));
    }
    change.retired_ledgers = options.retired_ledgers;
    change.retired_indicators = options.retired_indicators;
    change.reason = options.reason;
    return change;
}

// The service knows of no file; the one who asks does.
int say_mistakes(std::vector<Error> errors, const std::string& file) {
    for (auto& error : errors) {
        if (error.place && error.place->file == service::kOfficeFile) {
            error.place->file = file;
        }
    }
    say_errors(errors);
    return kFailed;
}

std::string_view difference_word(service::Difference difference) {
    switch (difference) {
        case service::Difference::Added:
            return "新增";
        case service::Difference::Changed:
            return "改动";
        case service::Difference::Retired:
            return "停用";
        default:
            return "恢复";
    }
}

std::string keys_text(const std::vector<std::string>& keys) {
    return keys.empty() ? "" : "\t" + join(keys, " ");
}

void print_differences(const service::ChangeForeseen& foreseen) {
    for (const auto& one : foreseen.differences) {
        print(fmt::format("{} {} {}\t{}{}\n", difference_word(one.difference), one.kind, one.name,
                          one.title, keys_text(one.keys)));
        for (const auto& field : one.fields) {
            print(fmt::format("  {} {}\t{}{}{}\n", difference_word(field.difference), field.name,
                              field.title, field.new_column ? "\t加一列" : "",
                              keys_text(field.keys)));
        }
    }
}

void print_records(const service::ChangeForeseen& foreseen) {
    for (const auto& one : foreseen.records) {
        for (const auto& rule : one.breaks) {
            std::vector<std::string> numbers;
            for (const auto& record : rule.examples) {
                numbers.push_back(record.number);
            }
            print(fmt::format("{}：{} 条不合“{}”的新规定，如 {}\n", one.title,
                              rule.records.value_or(0), rule.title, join(numbers, "、")));
        }
        if (!one.complete) {
            print(fmt::format("{}：只查了 {} 条\n", one.title, one.checked.value_or(0)));
        }
    }
}

void print_figures(const service::ChangeForeseen& foreseen) {
    for (const auto& one : foreseen.figures) {
        const std::string counts =
            one.records_before && one.records_after
                ? fmt::format("\t{} 条 → {} 条", *one.records_before, *one.records_after)
                : "";
        print(fmt::format("数字 {}\t{}{}{}\n", one.indicator, one.title, counts,
                          one.rebuilt ? "\t重新汇总" : ""));
    }
    for (const auto& [label, names] :
         {std::pair{"填报表格", &foreseen.templates}, std::pair{"报告模板", &foreseen.reports},
          std::pair{"对照表", &foreseen.maps}}) {
        if (!names->empty()) {
            print(fmt::format("涉及{}：{}\n", label, join(*names, "、")));
        }
    }
    for (const auto& column : foreseen.columns) {
        print(fmt::format("记住的列名不再有用：{} {}={}\n", column.ledger, column.header,
                          column.field));
    }
}

Result<int> check(const service::Session& session, const DefinitionOptions& options) {
    const auto foreseen = TZ_TRY(service::foresee_change(session, TZ_TRY(change_of(options))));
    if (!foreseen.errors.empty()) {
        return say_mistakes(foreseen.errors, options.file);
    }
    print_differences(foreseen);
    print_records(foreseen);
    print_figures(foreseen);
    say(foreseen.differences.empty() ? "和现在的定义一样，没有要改的"
                                     : "以上是将要做的改动，什么也没有写");
    return kDone;
}

Result<int> apply(const service::Session& session, const DefinitionOptions& options) {
    const auto outcome =
        TZ_TRY(service::change_definitions(session, TZ_TRY(change_of(options)), std::nullopt));
    if (!outcome.errors.empty()) {
        return say_mistakes(outcome.errors, options.file);
    }
    for (const auto& [label, names] :
         {std::pair{"新增", &outcome.done.added}, std::pair{"改动", &outcome.done.changed},
          std::pair{"停用", &outcome.done.retired}, std::pair{"重新汇总", &outcome.done.rebuilt}}) {
        for (const auto& name : *names) {
            print(fmt::format("{} {}\n", label, name));
        }
    }
    say(outcome.done.nothing() ? "和现在的定义一样，没有改" : "定义已更新");
    return kDone;
}

Result<int> list(const service::Session& session) {
    service::DefinitionsRequest request;
    request.retired = true;
    request.definitions_max = limits::kIndicatorsMax + limits::kLedgersMax;
    for (const auto& row : TZ_TRY(service::list_definitions(session, request)).rows) {
        print(fmt::format("{} {}\t{}\t第 {} 版{}{}\n", row.stored.kind, row.stored.name, row.title,
                          row.stored.version, row.stored.retired ? "\t停用" : "",
                          service::is_offices_own(row.stored) ? "\t本单位" : ""));
    }
    return kDone;
}

// A ledger with its indicators, or one indicator.
Result<int> show(const service::Session& session, const std::string& name) {
    auto yaml = service::ledger_yaml(session, name);
    if (!yaml) {
        const auto page = TZ_TRY(service::get_definition(session, "indicator", name));
        yaml = model::to_yaml(page.rows.front().node);
    }
    print(*yaml);
    return kDone;
}

using Work = Result<int> (*)(const service::Session&, const DefinitionOptions&);

CLI::App* add_change(Context& context, CLI::App* group, const std::string& name,
                     const std::string& description, Work work) {
    auto options = std::make_shared<DefinitionOptions>();
    auto* command = context.add_to(group, name, description, [&context, options, work] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return work(session, *options);
        });
    });
    Context::add_data(command, options->data);
    command->add_option("FILE", options->file, "台账和指标的完整定义（YAML），没写到的不变");
    command->add_option("--retire-ledger", options->retired_ledgers, "停用这本台账和它的指标")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_option("--retire-indicator", options->retired_indicators, "停用这个指标")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_option("--reason", options->reason, "事由，写进留痕");
    return command;
}

}  // namespace

void add_definition(Context& context) {
    auto* group = context.add_group("definition", "改本单位的台账和指标");
    auto options = std::make_shared<DefinitionOptions>();
    auto* all = context.add_to(group, "list", "列出台账和指标的定义", [&context, options] {
        return context.with_store(options->data, list);
    });
    Context::add_data(all, options->data);
    auto* one =
        context.add_to(group, "show", "打印一本台账连同它的指标，或一个指标", [&context, options] {
            return context.with_store(options->data, [&](const service::Session& session) {
                return show(session, options->file);
            });
        });
    Context::add_data(one, options->data);
    one->add_option("NAME", options->file, "台账或指标的英文名")->required();
    add_change(context, group, "check", "预览：这样改会怎样，什么也不写", check);
    add_change(context, group, "apply", "照文件改定义", apply);
}

}  // namespace taizhang::cli
