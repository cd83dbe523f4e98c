// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_days.hpp"

#include <charconv>

namespace taizhang::model {
namespace {

void append_number(std::string& text, std::int64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    text.append(digits.begin(), end);
}

template <typename Number>
bool read_number(std::string_view& text, char mark, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) {
        return false;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const bool marked = text.empty() ? mark == ' ' : text.front() == mark;
    text.remove_prefix(text.empty() ? 0 : 1);
    return marked;
}

}  // namespace

std::string days_text(const std::vector<RollupDay>& days) {
    std::string text;
    for (const auto& day : days) {
        if (!text.empty()) {
            text += ' ';
        }
        append_number(text, day.day);
        text += ':';
        append_number(text, day.totals.count);
        text += ':';
        append_number(text, day.totals.sum);
    }
    return text;
}

std::vector<RollupDay> parse_days(std::string_view text) {
    std::vector<RollupDay> days;
    RollupDay day;
    while (read_number(text, ':', day.day) && read_number(text, ':', day.totals.count) &&
           read_number(text, ' ', day.totals.sum)) {
        days.push_back(day);
    }
    return days;
}

std::vector<RollupDay> joined(const std::vector<RollupDay>& one,
                              const std::vector<RollupDay>& other) {
    std::vector<RollupDay> days;
    days.reserve(one.size() + other.size());
    const auto add = [&](const RollupDay& day) {
        if (day.totals != RollupTotals{}) {
            days.push_back(day);
        }
    };
    auto left = one.begin();
    auto right = other.begin();
    while (left != one.end() || right != other.end()) {
        if (right == other.end() || (left != one.end() && left->day < right->day)) {
            add(*left++);
        } else if (left == one.end() || right->day < left->day) {
            add(*right++);
        } else {
            RollupDay both = *left++;
            both.totals += (right++)->totals;
            add(both);
        }
    }
    return days;
}

}  // namespace taizhang::model
