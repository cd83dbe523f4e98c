// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_days.hpp"

#include <algorithm>
#include <array>
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

void append_day(std::string& text, const RollupDay& day) {
    if (!text.empty()) {
        text += ' ';
    }
    append_number(text, day.day);
    text += ':';
    append_number(text, day.totals.count);
    text += ':';
    append_number(text, day.totals.sum);
}

// The days of a text, one at a time.
class DayReader {
  public:
    explicit DayReader(std::string_view text) : rest_(text) { next(); }

    bool at_end() const { return word_.empty(); }
    int day() const { return day_; }
    std::string_view word() const { return word_; }  // the whole day: 3:1:50000

    RollupTotals totals() const {
        const auto days = parse_days(word_);
        return days.empty() ? RollupTotals{} : days.front().totals;
    }

    void next() {
        word_ = rest_.substr(0, rest_.find(' '));
        rest_.remove_prefix(std::min(rest_.size(), word_.size() + 1));
        day_ = 0;
        for (std::size_t i = 0; i < word_.size() && word_[i] != ':'; ++i) {
            day_ = day_ * 10 + (word_[i] - '0');
        }
    }

  private:
    std::string_view rest_;
    std::string_view word_;
    int day_ = 0;
};

void take_day(std::string& text, DayReader& days) {
    if (!text.empty()) {
        text += ' ';
    }
    text += days.word();
    days.next();
}

}  // namespace

std::string days_text(const std::vector<RollupDay>& days) {
    std::string text;
    for (const auto& day : days) {
        append_day(text, day);
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

std::string joined_days(std::string_view one, std::string_view other) {
    std::string text;
    text.reserve(one.size() + 1 + other.size());
    DayReader left(one);
    DayReader right(other);
    while (!left.at_end() || !right.at_end()) {
        if (right.at_end() || (!left.at_end() && left.day() < right.day())) {
            take_day(text, left);
        } else if (left.at_end() || right.day() < left.day()) {
            take_day(text, right);
        } else {
            RollupDay both{left.day(), left.totals()};
            both.totals += right.totals();
            if (both.totals != RollupTotals{}) {
                append_day(text, both);
            }
            left.next();
            right.next();
        }
    }
    return text;
}

}  // namespace taizhang::model
