// SPDX-License-Identifier: Apache-2.0
// multiply FILE COPIES [COLUMN]: the rows of an exported ledger, so many times, as CSV on standard
// output. Copy 0 is the row itself; the days of a later copy lie up to five years earlier, all of a
// row by as many, so that what holds between them still does. COLUMN (a number that must be unique,
// say) gets the copy's number behind it. The running number 编号 is left out.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "base/calendar.hpp"
#include "base/text.hpp"
#include "exchange/table.hpp"

namespace {

using namespace taizhang;

constexpr int kDays = 1826;  // five years
constexpr int kStep = 1009;  // prime to kDays: each copy of a row has days of its own

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return take_value(std::move(result));
}

struct Cell {
    std::string text;
    std::optional<Date> date;
};

std::string quoted(const std::string& text) {
    return text.find_first_of(",\"\n") == std::string::npos
               ? text
               : "\"" + replaced(text, "\"", "\"\"") + "\"";
}

// Rows without their first cell, all as long as the header.
std::vector<std::vector<Cell>> read_table(const char* file) {
    std::vector<std::vector<Cell>> rows;
    const auto table = must(exchange::open_table(file, {}));
    for (const exchange::Row* row = must(table->next()); row != nullptr;
         row = must(table->next())) {
        auto& cells = rows.emplace_back();
        for (std::size_t i = 1; i < row->cells.size(); ++i) {
            const std::string& text = row->cells[i].text;
            const auto date = parse_date(text);
            cells.push_back(
                {quoted(text), date && text.size() == 10 ? std::optional(*date) : std::nullopt});
        }
        cells.resize(std::max(cells.size(), rows.front().size()));
    }
    return rows;
}

void write_copy(const std::vector<Cell>& row, int copy, std::optional<std::size_t> column,
                std::string& line) {
    const int earlier = static_cast<int>(std::int64_t{copy} * kStep % kDays);
    line.clear();
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) {
            line += ',';
        }
        line += row[i].date ? format_date(row[i].date->plus_days(-earlier)) : row[i].text;
        if (copy > 0 && column == i) {
            line += '-' + std::to_string(copy);
        }
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
}

void multiply(const char* file, int copies, const std::string& title) {
    if (copies < 1 || copies > kDays) {
        throw std::runtime_error(fmt::format("COPIES is not in 1 … {}", kDays));
    }
    const auto rows = read_table(file);
    std::optional<std::size_t> column;
    for (std::size_t i = 0; i < rows.at(0).size(); ++i) {
        if (rows[0][i].text == title) {
            column = i;
        }
    }
    if (!title.empty() && !column) {
        throw std::runtime_error("there is no column " + title);
    }
    std::string line;
    write_copy(rows[0], 0, std::nullopt, line);
    for (int copy = 0; copy < copies; ++copy) {
        for (std::size_t i = 1; i < rows.size(); ++i) {
            write_copy(rows[i], copy, column, line);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3 || argc > 4) {
        std::cerr << "multiply FILE COPIES [COLUMN]\n";
        return 2;
    }
    try {
        multiply(argv[1], std::atoi(argv[2]), argc == 4 ? argv[3] : "");
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
