// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct ExportOptions {
    std::optional<Period> period;        // absent: all
    std::string area;                    // empty: the whole office
    std::vector<std::string> filters{};  // as of a list of records: "amount ge 500"
    // Why personal fields are wanted unmasked; empty: masked. Goes into the audit log.
    std::string reveal_reason;
    WorkReport progress{};  // false stops, and no file is left
};

// Writes the ledger's records as a table of .xlsx, .csv or .jsonl, in the order in which they were
// entered and as they stood at one moment. The first column is the record's number; titles are the
// fields' Chinese titles, in .jsonl their names. Returns the number of records.
Result<std::int64_t> export_records(const Session& session, const std::string& ledger,
                                    const std::filesystem::path& file,
                                    const ExportOptions& options);

}  // namespace taizhang::service
