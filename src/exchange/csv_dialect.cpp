// SPDX-License-Identifier: Apache-2.0
#include "exchange/csv_dialect.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "exchange/limits.hpp"

namespace taizhang::exchange {
namespace {

constexpr std::string_view kCandidates = ",\t;|";  // earlier ones win a draw

using Counts = std::array<std::size_t, kCandidates.size()>;

// How often each candidate stands outside quotes in each line that is not blank.
std::vector<Counts> count_candidates(std::string_view text) {
    std::vector<Counts> lines;
    Counts counts{};
    bool quoted = false;
    bool blank = true;
    char before = '\n';
    for (const char c : text) {
        const auto candidate = kCandidates.find(c);
        if (c == '"') {
            const bool opens = before == '\n' || before == '\r' || before == '"' ||
                               kCandidates.find(before) != std::string_view::npos;
            quoted = quoted ? false : opens;
        } else if (!quoted && (c == '\n' || c == '\r')) {
            if (!blank) {
                lines.push_back(std::exchange(counts, Counts{}));
            }
            blank = true;
            if (lines.size() == kDialectSampleLines) {
                return lines;
            }
        } else if (!quoted && candidate != std::string_view::npos) {
            ++counts[candidate];
        }
        blank = blank && (c == '\n' || c == '\r');
        before = c;
    }
    if (!blank) {
        lines.push_back(counts);
    }
    return lines;
}

// Lines that agree on the commonest count, then that count: a title or a stray delimiter in one
// line decides nothing.
std::pair<std::size_t, std::size_t> agreement(const std::vector<Counts>& lines,
                                              std::size_t candidate) {
    std::map<std::size_t, std::size_t> lines_of_count;
    for (const auto& counts : lines) {
        if (counts[candidate] > 0) {
            ++lines_of_count[counts[candidate]];
        }
    }
    std::pair<std::size_t, std::size_t> best{0, 0};
    for (const auto& [count, agreeing] : lines_of_count) {
        best = std::max(best, {agreeing, count});
    }
    return best;
}

bool starts_formula(char c) {
    return std::string_view("=+-@\t\r\n").find(c) != std::string_view::npos;
}

bool is_apostrophes_before_formula(std::string_view text) {
    const auto at = text.find_first_not_of('\'');
    return at != std::string_view::npos && starts_formula(text[at]);
}

}  // namespace

CsvDialect detect_dialect(std::string_view beginning) {
    constexpr std::string_view kHint = "sep=";
    const auto first_line = beginning.substr(0, beginning.find_first_of("\r\n"));
    if (first_line.size() == kHint.size() + 1 && first_line.starts_with(kHint)) {
        return {first_line.back(), true};
    }
    const auto lines = count_candidates(beginning);
    CsvDialect dialect;
    std::pair<std::size_t, std::size_t> best{0, 0};
    for (std::size_t i = 0; i < kCandidates.size(); ++i) {
        const auto found = agreement(lines, i);
        if (found > best) {
            best = found;
            dialect.delimiter = kCandidates[i];
        }
    }
    return dialect;
}

std::string guarded(std::string_view text) {
    return (is_apostrophes_before_formula(text) ? "'" : "") + std::string(text);
}

std::string_view unguarded(std::string_view text) {
    if (text.starts_with('\'') && is_apostrophes_before_formula(text)) {
        return text.substr(1);
    }
    if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"') &&
        text.substr(2, text.size() - 3).find('"') == std::string_view::npos) {
        return text.substr(2, text.size() - 3);
    }
    return text;
}

}  // namespace taizhang::exchange
