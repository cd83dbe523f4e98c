// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "service/session.hpp"

namespace taizhang::service {

struct AreasOutcome {
    std::int64_t areas = 0;     // new areas
    std::int64_t versions = 0;  // new versions of known areas
    std::int64_t units = 0;
    std::int64_t same = 0;
    std::vector<Error> errors;  // any error: nothing is written
};

// Subdistrict, communities, grid cells (and units) from a table with the columns 代码, 名称, 级别
// (街道, 社区, 网格 or 单位), 上级代码, 负责人, 生效日期, 边界 (WKT). A row of a known code that
// says something new becomes a new version from its date on.
Result<AreasOutcome> import_areas(const Session& session, const std::filesystem::path& file);

// Counts all records anew for these indicators (all, when empty). For changed definitions and
// areas.
Result<void> rebuild_rollups(store::WriteTx& tx, const Definitions& definitions,
                             const std::vector<std::string>& indicators);

// The same for all, in a transaction of its own. Records and audit log stay as they are.
Result<void> rebuild_rollups(const Session& session);

}  // namespace taizhang::service
