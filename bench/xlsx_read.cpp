// SPDX-License-Identifier: Apache-2.0
// xlsx_read FILE: every cell of the first sheet through the reader that the import uses. Prints the
// rows, the filled cells and the characters of the text cells.
#include <fmt/format.h>

#include <iostream>

#include "base/text.hpp"
#include "exchange/table.hpp"

int main(int argc, char** argv) {
    using namespace taizhang;
    if (argc != 2) {
        std::cerr << "xlsx_read FILE\n";
        return 2;
    }
    const auto table = exchange::open_table(argv[1], {});
    if (!table) {
        std::cerr << describe(table.error()) << "\n";
        return 1;
    }
    std::size_t rows = 0;
    std::size_t cells = 0;
    std::size_t characters = 0;
    for (;;) {
        const auto row = (*table)->next();
        if (!row) {
            std::cerr << describe(row.error()) << "\n";
            return 1;
        }
        if (*row == nullptr) {
            break;
        }
        ++rows;
        for (const auto& cell : (*row)->cells) {
            cells += cell.kind == exchange::CellKind::Empty ? 0 : 1;
            characters += cell.kind == exchange::CellKind::Text ? character_count(cell.text) : 0;
        }
    }
    fmt::print("{} {} {}\n", rows, cells, characters);
    return 0;
}
