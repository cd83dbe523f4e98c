// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/render_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "report/writer.hpp"
#include "service/reporting/report_figures.hpp"

namespace taizhang::service {
namespace {

Result<const model::ReportSource*> find_report(const model::Pack& pack, const std::string& name) {
    if (const auto* source = pack.report(name)) {
        return source;
    }
    return fail(ErrorCode::NotFound,
                fmt::format("没有报告模板“{}”，现有：{}", name, join(pack.reports.names(), "、")),
                "no such report template");
}

// 2020年上半年 is followed by 下半年, 2020年 by 2021年.
std::string next_title(const Period& period) {
    const Period next = next_period(period);
    const std::string title = period_title(next);
    const std::string year = std::to_string(next.from.year()) + "年";
    const bool same_year = next.from.year() == period.from.year();
    return same_year && title.size() > year.size() ? title.substr(year.size()) : title;
}

std::map<std::string, std::string> words_of(const Definitions& definitions,
                                            const report::Report& report, const Period& period) {
    return {{"office", definitions.office.name},
            {"area", report.area},
            {"period", period_title(period)},
            {"months", period_months(period)},
            {"next_period", next_title(period)},
            {"year", std::to_string(period.from.year())},
            {"date", format_date_zh(civil_date(system_now()))}};
}

// A report speaks of all ledgers; one without some of them would not be that report.
Result<void> check_reach(const Definitions& definitions, const access::Grant& grant, AreaId area) {
    if (grant.everything()) {
        return {};
    }
    for (const auto& ledger : definitions.catalog.pack.ledgers) {
        if (!grant.rows(ledger).holds_all_of(area)) {
            return fail(ErrorCode::Forbidden,
                        fmt::format("报告要用到台账“{}”，它不在你的范围内", ledger.title.zh),
                        "a ledger of the report is outside the scope");
        }
    }
    return {};
}

// Figures and lists in the text are what takes the time.
class ReportProgress {
  public:
    ReportProgress(const WorkReport& report, const report::Template& source) : report_(report) {
        for (const auto& block : source.blocks) {
            for (const auto& run : block.runs) {
                all_ += run.insert ? 1 : 0;
            }
        }
    }

    Result<void> one_more() {
        ++done_;
        const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(all_));
        if (report_ && !report_({done_, share})) {
            return fail(ErrorCode::Interrupted, "已停下，没有写报告", "stopped by the user");
        }
        return {};
    }

  private:
    const WorkReport& report_;
    std::int64_t all_ = 0;
    std::int64_t done_ = 0;
};

}  // namespace

Result<report::Report> render_report(const Session& session, const ReportQuery& query) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    report::Report report;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        const auto& pack = definitions->catalog.pack;
        const auto* source = TZ_TRY(find_report(pack, query.name));
        const AreaId area = TZ_TRY(find_area(*definitions, grant, query.area));
        model::PackProblems problems;
        const auto parsed = report::parse_template(*source, pack, problems);
        if (!problems.empty()) {
            return tl::unexpected(problems.errors.front());
        }
        report.name = source->name;
        report.office = definitions->office.name;
        report.area = definitions->areas.full_name(area, query.period.to);
        report.period_title = period_title(query.period);
        report.from = query.period.from;
        report.to = query.period.to;
        report.data_as_of = format_instant(system_now()).substr(0, 16);
        TZ_TRY(check_reach(*definitions, grant, area));
        StoreTotals totals(tx, *definitions, grant);
        Discretion discretion(session, grant, *definitions, totals);
        ReportFigures figures(tx, *definitions, grant, discretion, area, query.period,
                              query.evidence, report);
        TZ_TRY(figures.gather(parsed));
        ReportProgress progress(query.progress, parsed);
        report::TemplateValues values;
        values.words = words_of(*definitions, report, query.period);
        values.figure = [&](const auto& insert, const auto& indicator) -> Result<report::Figure> {
            TZ_TRY(progress.one_more());
            return figures.figure(insert, indicator);
        };
        values.list = [&](const auto& insert, const auto& indicator) -> Result<std::string> {
            TZ_TRY(progress.one_more());
            return figures.list(insert, indicator);
        };
        return report::fill_template(parsed, pack, values, report);
    };
    TZ_TRY(read_defined(session, read));
    return report;
}

Result<ReportFormat> report_format(const std::string& file_name) {
    if (file_name.ends_with(".docx")) {
        return ReportFormat::Docx;
    }
    if (file_name.ends_with(".html") || file_name.ends_with(".htm")) {
        return ReportFormat::Html;
    }
    if (file_name.ends_with(".md")) {
        return ReportFormat::Markdown;
    }
    if (file_name.ends_with(".json")) {
        return ReportFormat::Json;
    }
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("不知道怎样写“{}”，文件名应以 .docx、.html、.md 或 .json 结尾", file_name),
        "unknown report format");
}

bool shows_evidence(ReportFormat format) {
    return format == ReportFormat::Html || format == ReportFormat::Json;
}

Result<std::string> write_report(const report::Report& report, ReportFormat format) {
    switch (format) {
        case ReportFormat::Docx:
            return report::write_docx(report);
        case ReportFormat::Html:
            return report::write_html(report);
        case ReportFormat::Markdown:
            return report::write_markdown(report);
        default:
            return report::write_json(report);
    }
}

}  // namespace taizhang::service
