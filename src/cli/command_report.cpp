// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "cli/context.hpp"
#include "cli/progress_line.hpp"
#include "service/reporting/rebuild_rollups.hpp"
#include "service/reporting/render_report.hpp"
#include "service/verify/verify.hpp"

namespace taizhang::cli {
namespace {

int exit_code(const service::VerifyOutcome& outcome) {
    if (!outcome.findings.empty()) {
        return kNotSound;
    }
    return outcome.cut_short ? kFailed : kDone;
}

Result<int> verify_command(const service::Session& session, bool as_json) {
    ProgressLine line("已核", "条留痕");
    const auto outcome = TZ_TRY(service::verify_store(session, line.report()));
    line.clear();
    for (const auto& note : outcome.notes) {
        say(note);
    }
    if (as_json) {
        boost::json::object object;
        object["sound"] = outcome.sound();
        object["cut_short"] = outcome.cut_short;
        object["records"] = outcome.records;
        object["events"] = outcome.events;
        object["seals"] = outcome.seals;
        object["rollups"] = outcome.rollups;
        object["attachments"] = outcome.attachments;
        object["findings"] = boost::json::value_from(outcome.findings);
        object["notes"] = boost::json::value_from(outcome.notes);
        print(boost::json::serialize(object) + "\n");
        return exit_code(outcome);
    }
    for (const auto& finding : outcome.findings) {
        print(finding + "\n");
    }
    const std::string differing =
        outcome.findings.empty() ? "" : fmt::format("，{} 处不符", outcome.findings.size());
    if (outcome.cut_short) {
        say(fmt::format("核验没有做完就停了，没有核对到的不能说一致{}。请重新运行", differing));
    } else {
        const std::string files =
            outcome.attachments == 0 ? "" : fmt::format("，附件 {}", outcome.attachments);
        print(fmt::format("{}：条目 {}，留痕 {}，封条 {}，汇总 {}{}{}\n",
                          outcome.sound() ? "一致" : "不一致", outcome.records, outcome.events,
                          outcome.seals, outcome.rollups, files, differing));
    }
    return exit_code(outcome);
}

Result<int> rebuild_command(const service::Session& session) {
    ProgressLine line("已数", "条");
    const auto outcome = TZ_TRY(service::rebuild_rollups(session, line.report()));
    line.clear();
    if (outcome == service::RebuildOutcome::CutShort) {
        say("没有数完就停了，汇总仍是原来的");
        return kFailed;
    }
    print("汇总已重新计算\n");
    return kDone;
}

void say_missing(const report::Report& report) {
    std::vector<std::string> missing;
    for (const auto& figure : report.figures) {
        if (figure.state == report::FigureState::Missing) {
            missing.push_back(figure.title_zh + "（" + figure.indicator + "）");
        }
    }
    say(fmt::format("{}，{} 个数字{}", report.title, report.figures.size(),
                    missing.empty() ? "，都有出处" : fmt::format("，缺 {} 个：", missing.size())));
    for (const auto& name : missing) {
        say("  " + name);
    }
}

}  // namespace

Result<int> write_report_file(const service::Session& session, const std::string& name,
                              const Period& period, const std::string& area,
                              const std::filesystem::path& file) {
    const auto format = TZ_TRY(service::report_format(file.string()));
    const service::ReportQuery query{name, period, area, service::shows_evidence(format)};
    const auto report = TZ_TRY(service::render_report(session, query));
    TZ_TRY(write_file(file, TZ_TRY(service::write_report(report, format))));
    say_missing(report);
    print(file.string() + "\n");
    return kDone;
}

void add_report(Context& context) {
    struct Options {
        std::string data, name, period, area, output;
    };
    auto options = std::make_shared<Options>();
    auto* command =
        context.add("report", "按模板写报告（docx、html、md、json）", [&context, options] {
            return context.with_store(
                options->data, [&](const service::Session& session) -> Result<int> {
                    const Period period = TZ_TRY(parse_period(options->period));
                    return write_report_file(session, options->name, period, options->area,
                                             options->output);
                });
        });
    Context::add_data(command, options->data);
    command->add_option("TEMPLATE", options->name, "模板名称，如 half-year")->required();
    command->add_option("--period", options->period, "时期，如 2020H1")->required();
    command->add_option("--area", options->area, "区域的代码或名称；不写为整个街道");
    command->add_option("-o,--output", options->output, "文件，按结尾定格式")
        ->required()
        ->type_name("FILE");
}

void add_verify(Context& context) {
    struct Options {
        std::string data;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = context.add("verify", "重算汇总，核对留痕与封条", [&context, options] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return verify_command(session, options->json);
        });
    });
    Context::add_data(command, options->data);
    context.add_attachments(command);
    command->add_flag("--json", options->json, "供程序读取");

    auto* rebuild = context.add("rebuild", "由条目重新计算全部汇总", [&context, options] {
        return context.with_store(options->data, rebuild_command);
    });
    Context::add_data(rebuild, options->data);
}

}  // namespace taizhang::cli
