// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "cli/context.hpp"
#include "service/reporting/figures.hpp"

namespace taizhang::cli {
namespace {

namespace json = boost::json;

json::value number_json(const std::optional<model::ExactNumber>& number) {
    return number ? json::value(rollup::value_text(*number)) : json::value(nullptr);
}

json::object figure_json(const service::FigureRow& row) {
    json::object object;
    object["indicator"] = row.indicator->name;
    object["title"] = row.indicator->title.zh;
    object["value"] = number_json(row.value.number);
    object["unit"] = row.indicator->unit;
    object["printed"] = row.printed;
    object["records"] = row.value.records;
    object["numerator"] = number_json(row.value.numerator);
    object["denominator"] = number_json(row.value.denominator);
    object["missing"] =
        row.value.missing.empty() ? json::value(nullptr) : json::value(row.value.missing);
    object["previous"] = number_json(row.previous.number);
    object["year_before"] = number_json(row.year_before.number);
    return object;
}

std::string area_name(const service::Definitions& definitions, AreaId area, Date date) {
    return definitions.areas.full_name(area, date);
}

void print_figures(const service::Figures& figures) {
    const std::string area = area_name(*figures.definitions, figures.area, figures.period.to);
    say(fmt::format("{} {}", area, period_title(figures.period)));
    for (const auto& row : figures.rows) {
        const std::string before =
            row.year_before.number
                ? "上年同期 " + rollup::printed_text(*row.indicator, row.year_before)
                : row.value.missing;
        print(fmt::format("{}\t{}\t{}\t{}\n", row.indicator->name, row.indicator->title.zh,
                          row.printed, before));
    }
}

Result<int> figures_command(const service::Session& session, const service::FiguresQuery& query,
                            bool as_json) {
    const auto figures = TZ_TRY(service::read_figures(session, query));
    if (!as_json) {
        print_figures(figures);
        return kDone;
    }
    json::object object;
    object["period"] = period_code(figures.period);
    object["area"] = area_name(*figures.definitions, figures.area, figures.period.to);
    json::array rows;
    for (const auto& row : figures.rows) {
        rows.push_back(figure_json(row));
    }
    object["figures"] = std::move(rows);
    print(json::serialize(object) + "\n");
    return kDone;
}

json::object trace_json(const service::Trace& trace) {
    json::object object;
    object["indicator"] = trace.figure.indicator->name;
    object["period"] = period_code(trace.period);
    object["area"] = area_name(*trace.definitions, trace.area, trace.period.to);
    object["value"] = number_json(trace.figure.value.number);
    object["unit"] = trace.figure.indicator->unit;
    object["numerator"] = number_json(trace.figure.value.numerator);
    object["denominator"] = number_json(trace.figure.value.denominator);
    json::array records;
    for (const auto& record : trace.records) {
        json::object row;
        row["number"] = record.number;
        row["happened_on"] = format_date(record.happened_on);
        row["area"] = record.area;
        row["amount_counted"] = record.amount_counted;
        if (!record.part.empty()) {
            row["part"] = record.part;
        }
        records.push_back(std::move(row));
    }
    object["records"] = std::move(records);
    return object;
}

std::string part_title(const std::string& part) {
    return part.empty() ? "" : part == "numerator" ? "\t分子" : "\t分母";
}

Result<int> trace_command(const service::Session& session, const std::string& indicator,
                          const std::string& period_text, const std::string& area, bool as_json) {
    const Period period = TZ_TRY(parse_period(period_text));
    const auto trace = TZ_TRY(service::trace_figure(session, indicator, period, area));
    if (as_json) {
        print(json::serialize(trace_json(trace)) + "\n");
        return kDone;
    }

    say(fmt::format("{}：{}", trace.figure.indicator->title.zh, trace.figure.printed));
    say(model::definition_sentence(*trace.figure.indicator, trace.definitions->catalog.pack));
    say(fmt::format("{}，{}，{} 条", period_title(period),
                    area_name(*trace.definitions, trace.area, period.to), trace.records.size()));
    for (const auto& record : trace.records) {
        print(fmt::format("{}\t{}\t{}\t{}{}\n", record.number, format_date(record.happened_on),
                          record.area, record.amount_counted, part_title(record.part)));
    }
    return kDone;
}

}  // namespace

void add_figures(Context& context) {
    struct Options {
        std::string data, period, area, indicator;
        std::vector<std::string> indicators;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    auto* figures = context.add("figures", "一个时期的全部数字", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                const Period period = TZ_TRY(parse_period(options->period));
                return figures_command(session, {period, options->area, options->indicators},
                                       options->json);
            });
    });
    Context::add_data(figures, options->data);
    figures->add_option("INDICATOR", options->indicators, "只看这些指标");

    auto* trace = context.add("trace", "一个数字由哪些条目组成", [&context, options] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return trace_command(session, options->indicator, options->period, options->area,
                                 options->json);
        });
    });
    Context::add_data(trace, options->data);
    trace->add_option("INDICATOR", options->indicator, "指标名称，见 figures")->required();
    for (auto* command : {figures, trace}) {
        command->add_option("--period", options->period, "时期，如 2020H1、2020Q2、2020-05")
            ->required();
        command->add_option("--area", options->area, "区域的代码或名称；不写为整个街道");
        command->add_flag("--json", options->json, "供程序读取");
    }
}

}  // namespace taizhang::cli
