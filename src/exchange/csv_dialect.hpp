// SPDX-License-Identifier: Apache-2.0
// What CSV leaves open: which character parts the cells, and how a cell says that it is text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace taizhang::exchange {

struct CsvDialect {
    char delimiter = ',';
    bool has_hint = false;  // the first line is Excel's "sep=;" and no row
};

// From the first lines: the candidate (comma, tab, semicolon, bar) that stands equally often,
// outside quotes, in most of them.
CsvDialect detect_dialect(std::string_view beginning);

// A spreadsheet runs a cell that begins with = + - @ or a control character as a formula, whoever
// typed it. An apostrophe in front stops that; cells that look guarded already get one more, so
// that unguarded(guarded(x)) is x.
std::string guarded(std::string_view text);

// Takes guarded()'s apostrophe off again, and unwraps ="0012", by which other systems keep leading
// zeros.
std::string_view unguarded(std::string_view text);

}  // namespace taizhang::exchange
