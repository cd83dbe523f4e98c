// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/report.hpp"
#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct ReportQuery {
    std::string name;  // half-year
    Period period;
    std::string area;  // empty: the whole office
    // How each figure is defined and the rows behind it, counted anew and compared with it. Reads
    // every counted record.
    bool evidence = true;
    WorkReport progress{};  // after each figure of the text; false stops
};

// The template filled in from the records.
Result<report::Report> render_report(const Session& session, const ReportQuery& query);

enum class ReportFormat { Docx, Html, Markdown, Json };

Result<ReportFormat> report_format(const std::string& file_name);  // by its ending
bool shows_evidence(ReportFormat format);
Result<std::string> write_report(const report::Report& report, ReportFormat format);

}  // namespace taizhang::service
