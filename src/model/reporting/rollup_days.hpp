// SPDX-License-Identifier: Apache-2.0
// The days of a roll-up month as text: "3:1:50000 17:2:0", each day with its count and its sum.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/reporting/rollup_delta.hpp"

namespace taizhang::model {

std::string days_text(const std::vector<RollupDay>& days);

// What cannot be read ends the list; verify then finds that the days are not those of the records.
std::vector<RollupDay> parse_days(std::string_view text);

// Day by day; a day whose totals become 0 is left out. What is in one text only is taken over as it
// stands, so that a few new days cost little beside the many that are there.
std::string joined_days(std::string_view one, std::string_view other);

}  // namespace taizhang::model
