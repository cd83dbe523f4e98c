// SPDX-License-Identifier: Apache-2.0
// The two sheets of the HTML page: the document, and the annex that says where each number is from.
#pragma once

#include <string>

#include "report/report.hpp"

namespace taizhang::report {

// <article>; each figure is a link to its entry in the annex (#fig-N) and itself #t-N.
std::string html_article(const Report& report);

// <section> with one entry for each figure. It is what the links reach without JavaScript.
std::string html_annex(const Report& report);

}  // namespace taizhang::report
