// SPDX-License-Identifier: Apache-2.0
// Who is responsible: a department, a residents' committee, an outside body. Never mixed with Area.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"

namespace taizhang::model {

struct Unit {
    UnitId id;
    std::string code;
    std::string name;

    bool operator==(const Unit&) const = default;
};

// By code or name; the error names the nearest.
Result<UnitId> find_unit(const std::vector<Unit>& units, std::string_view code_or_name);

}  // namespace taizhang::model
