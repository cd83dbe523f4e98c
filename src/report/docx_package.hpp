// SPDX-License-Identifier: Apache-2.0
// The zip around the parts of an Office document.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace taizhang::report {

struct PackagePart {
    std::string name;  // word/document.xml
    std::string bytes;
};

// The parts in the given order, deflated, all dated 1980-01-01: equal parts make equal bytes.
Result<std::string> pack_parts(const std::vector<PackagePart>& parts);

}  // namespace taizhang::report
