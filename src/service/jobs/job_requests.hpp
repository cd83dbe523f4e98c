// SPDX-License-Identifier: Apache-2.0
// How somebody wants a job done, as values and as the text that waits in the store until then.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace taizhang::service {

// Texts that are empty are not given.
struct ImportRequest {
    std::string ledger;
    std::string file_name;  // as its sender calls it
    std::string sheet{};
    std::string map{};
    std::string date_order{};
    std::vector<std::string> columns{};
    std::string errors_format = "xlsx";  // of the table with what is wrong: xlsx, csv
    bool dry_run = false;
    bool all_or_nothing = false;
};

struct ExportRequest {
    std::string ledger;
    std::string format;  // xlsx, csv, jsonl
    std::string period{};
    std::string area{};
    std::vector<std::string> filters{};
    std::string reason{};  // to see what is masked; empty: masked
};

struct ReportRequest {
    std::string report;
    std::string format;  // docx, html, md, json
    std::string period{};
    std::string area{};
};

std::string request_text(const ImportRequest& request);
std::string request_text(const ExportRequest& request);
std::string request_text(const ReportRequest& request);

// Corrupt: it is none.
Result<ImportRequest> read_import_request(const std::string& text);
Result<ExportRequest> read_export_request(const std::string& text);
Result<ReportRequest> read_report_request(const std::string& text);

}  // namespace taizhang::service
