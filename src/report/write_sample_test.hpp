// SPDX-License-Identifier: Apache-2.0
// A made-up report for the tests of the writers: six figures, one missing, one a ratio, one with
// 5,878 records, one whose records do not add up to it.
#pragma once

#include "report/report.hpp"

namespace taizhang::report {

inline constexpr std::size_t kSampleRecords = 5878;

Report sample_report();

// Text that breaks out of careless writers: markup, quotes, control characters, broken UTF-8.
Report hostile_report();

}  // namespace taizhang::report
