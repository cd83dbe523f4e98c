// SPDX-License-Identifier: Apache-2.0
// A filled report as the bytes of a file.
#pragma once

#include <string>

#include "base/result.hpp"
#include "report/report.hpp"

namespace taizhang::report {

// Office Open XML laid out by GB/T 9704-2012: A4, top margin 37 mm, left 28 mm, text block
// 156 × 225 mm, 22 lines of 28 characters, page number — N — outside the block.
Result<std::string> write_docx(const Report& report);

// One self-contained page: each figure is a link that opens definition, period, scope and records.
// Works from file://, fetches nothing, prints without the frame.
std::string write_html(const Report& report);

// CommonMark; figures are plain text, missing ones marked 〔缺：…〕.
std::string write_markdown(const Report& report);

// The text and every figure with its provenance; UTF-8, two-space indented, stable key order.
std::string write_json(const Report& report);

}  // namespace taizhang::report
