// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/records/import_records.hpp"

namespace taizhang::service {

// From what was asked and what the office has chosen before. Mistakes of a map go into `problems`.
Result<ImportPlan> make_plan(const Definitions& definitions, const std::string& ledger,
                             const ImportOptions& options, model::PackProblems& problems);

}  // namespace taizhang::service
