// SPDX-License-Identifier: Apache-2.0
// CSV read and written apart from the program, for tests that must not believe its own reader. One
// line is one row: no line ends inside cells.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace taizhang::tests {

using Cells = std::vector<std::string>;

inline Cells split_csv(const std::string& line) {
    Cells cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += line[++i];
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (line[i] == ',' && !quoted) {
            cells.emplace_back();
        } else if (line[i] != '\r') {
            cells.back() += line[i];
        }
    }
    return cells;
}

inline std::vector<Cells> read_csv(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<Cells> rows;
    for (std::string line; std::getline(stream, line);) {
        if (rows.empty() && line.starts_with("\xEF\xBB\xBF")) {
            line.erase(0, 3);
        }
        rows.push_back(split_csv(line));
    }
    return rows;
}

inline void write_csv(const std::filesystem::path& file, const std::vector<Cells>& rows) {
    std::ofstream stream(file, std::ios::binary);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string cell = row[i];
            const bool quoted = cell.find_first_of(",\"") != std::string::npos;
            for (auto at = cell.find('"'); at != std::string::npos; at = cell.find('"', at + 2)) {
                cell.insert(at, 1, '"');
            }
            stream << (i == 0 ? "" : ",") << (quoted ? "\"" + cell + "\"" : cell);
        }
        stream << "\n";
    }
}

}  // namespace taizhang::tests
