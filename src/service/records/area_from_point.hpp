// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// The area of a row that gives a point and no area: the grid cell, or else the community, whose
// boundary covered the ledger's first field of type point that is filled, on the day of the row.
// Returns why none was found, at the point; nothing where the row gives no point or where the areas
// of that day have no boundaries.
std::optional<Error> area_from_point(const Definitions& definitions,
                                     const model::LedgerDefinition& ledger,
                                     std::vector<model::Value>& values);

}  // namespace taizhang::service
