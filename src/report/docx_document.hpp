// SPDX-License-Identifier: Apache-2.0
// The two parts of a docx that depend on the report; all others are assets/docx.
#pragma once

#include <string>

#include "report/report.hpp"

namespace taizhang::report {

// word/document.xml. The first run of figure i stands in bookmark fig_(i+1), a further run of the
// same figure in fig_(i+1)_2 and so on, so that a later tool finds the figures again.
std::string docx_document_xml(const Report& report);

// docProps/core.xml: title, creator (the office), subject (period), created (data as of).
std::string docx_core_xml(const Report& report);

}  // namespace taizhang::report
