// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "service/session.hpp"

namespace taizhang::service {

// An empty .xlsx for the ledger, made from its definition and the areas and units of `today`; what
// is filled in imports as it is. Returns the number of columns.
Result<std::size_t> write_ledger_template(const Session& session, const std::string& ledger,
                                          const std::filesystem::path& file, Date today);

}  // namespace taizhang::service
