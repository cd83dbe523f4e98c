// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <xlsxwriter.h>

#include <cstdint>

namespace taizhang::exchange {

// A4 lying, all columns on one page's width, the titles on every page.
inline void print_on_a4(lxw_worksheet* sheet) {
    constexpr std::uint8_t kPaperA4 = 9;  // ECMA-376, 18.3.1.63
    worksheet_set_paper(sheet, kPaperA4);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
}

}  // namespace taizhang::exchange
