// SPDX-License-Identifier: Apache-2.0
// What the readers promise whatever they are given. A broken promise stops the program, so that the
// fuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "base/result.hpp"
#include "base/text.hpp"
#include "exchange/limits.hpp"
#include "exchange/table.hpp"

namespace taizhang::fuzz {

inline void promise(bool kept, const char* what) {
    if (!kept) {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

// An error says something, in valid UTF-8, within bounds.
inline void promise_error(const Error& error) {
    constexpr std::size_t kShownBytesMax = 4'000;
    const auto shown = describe(error);
    promise(!error.message.empty() && !error.log.empty(), "an error says something");
    promise(shown.size() <= kShownBytesMax, "an error is short");
    promise(is_valid_utf8(shown), "an error is UTF-8");
}

// Reads to the end. Rows come in any order in a workbook, but each within its bounds.
inline void read_rows(exchange::TableReader& table) {
    while (true) {
        const auto row = table.next();
        if (!row) {
            promise_error(row.error());
            promise(!table.next(), "an error stays");
            return;
        }
        if (*row == nullptr) {
            return;
        }
        const auto& cells = (*row)->cells;
        promise((*row)->number > 0, "rows count from 1");
        promise(!cells.empty() && cells.size() <= exchange::kRowCellsMax, "a row within bounds");
        promise(cells.back().kind != exchange::CellKind::Empty, "no empty cells at the end");
        for (const auto& cell : cells) {
            promise(is_valid_utf8(cell.text), "a cell is UTF-8");
            promise(cell.text.size() <= exchange::kCellBytesMax, "a cell within bounds");
            promise(cell.text.find('\0') == std::string::npos, "no NUL in a cell");
            promise((cell.kind == exchange::CellKind::Empty) == cell.text.empty(),
                    "empty cells only are Empty");
        }
        promise(table.progress() >= 0 && table.progress() <= 1, "progress is a share");
    }
}

}  // namespace taizhang::fuzz
