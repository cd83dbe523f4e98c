// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "cli/context.hpp"
#include "service/areas/import_areas.hpp"
#include "service/reporting/render_report.hpp"
#include "service/verify/verify.hpp"

namespace taizhang::cli {
namespace {

Result<int> verify_command(const service::Session& session, bool as_json) {
    const auto outcome = TZ_TRY(service::verify_store(session));
    for (const auto& note : outcome.notes) {
        say(note);
    }
    if (as_json) {
        boost::json::object object;
        object["sound"] = outcome.sound();
        object["records"] = outcome.records;
        object["events"] = outcome.events;
        object["seals"] = outcome.seals;
        object["rollups"] = outcome.rollups;
        object["findings"] = boost::json::value_from(outcome.findings);
        object["notes"] = boost::json::value_from(outcome.notes);
        print(boost::json::serialize(object) + "\n");
        return outcome.sound() ? kDone : kNotSound;
    }
    for (const auto& finding : outcome.findings) {
        print(finding + "\n");
    }
    print(fmt::format("{}：条目 {}，留痕 {}，封条 {}，汇总 {}{}\n",
                      outcome.sound() ? "一致" : "不一致", outcome.records, outcome.events,
                      outcome.seals, outcome.rollups,
                      outcome.sound() ? "" : fmt::format("，{} 处不符", outcome.findings.size())));
    return outcome.sound() ? kDone : kNotSound;
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
    command->add_flag("--json", options->json, "供程序读取");

    auto* rebuild = context.add("rebuild", "由条目重新计算全部汇总", [&context, options] {
        return context.with_store(options->data,
                                  [](const service::Session& session) -> Result<int> {
                                      TZ_TRY(service::rebuild_rollups(session));
                                      print("汇总已重新计算\n");
                                      return kDone;
                                  });
    });
    Context::add_data(rebuild, options->data);
}

}  // namespace taizhang::cli
