// SPDX-License-Identifier: Apache-2.0
// What the four writers share: clean text, escaping, and how a figure stands in the sentence.
#pragma once

#include <string>
#include <string_view>

#include "report/report.hpp"

namespace taizhang::report {

// Characters XML 1.0 §2.2 allows; the others are left out, malformed UTF-8 becomes U+FFFD. Also
// what goes into JSON and Markdown, so that all files of a report carry the same text.
std::string clean_text(std::string_view text);

// Cleaned, with & < > " ' escaped: safe in element content and in quoted attributes.
std::string escape_html(std::string_view text);

// The figure of a run, or nothing for plain text.
const Figure* figure_of(const Report& report, const Run& run);

bool is_missing(const Figure& figure);

// Some number of the evidence, counted again, is not the number in the text.
bool is_doubtful(const Figure& figure);

// As on paper: a missing figure is 〔缺：名称〕 whatever the run says.
std::string printed_text(const Report& report, const Run& run);

// All runs of a block as printed.
std::string printed_text(const Report& report, const Block& block);

// 61300.00 → 61,300.00; anything that is no plain number comes back as it is.
std::string grouped_digits(std::string_view number);

}  // namespace taizhang::report
