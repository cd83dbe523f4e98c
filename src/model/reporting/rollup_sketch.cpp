// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_sketch.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <optional>

namespace taizhang::model {
namespace {

constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61U) - 1;
__extension__ using WideUnsigned = unsigned __int128;

std::uint64_t reduced(std::uint64_t number) {
    const std::uint64_t folded = (number & kPrime) + (number >> 61U);
    return folded >= kPrime ? folded - kPrime : folded;
}

std::uint64_t product(std::uint64_t left, std::uint64_t right) {
    const WideUnsigned wide = WideUnsigned{left} * right;
    return reduced((static_cast<std::uint64_t>(wide) & kPrime) +
                   static_cast<std::uint64_t>(wide >> 61U));
}

std::uint64_t negated(std::uint64_t number) {
    return number == 0 ? 0 : kPrime - number;
}

std::uint64_t of_signed(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    return number < 0 ? negated(reduced(~bits + 1)) : reduced(bits);
}

// Every bit of the result depends on every bit of both (the finalizer of SplitMix64).
std::uint64_t scattered(std::uint64_t key, std::uint64_t number) {
    std::uint64_t bits = (number + 0x9e37'79b9'7f4a'7c15) ^ key;
    bits = (bits ^ (bits >> 30U)) * 0xbf58'476d'1ce4'e5b9;
    bits = (bits ^ (bits >> 27U)) * 0x94d0'49bb'1331'11eb;
    return bits ^ (bits >> 31U);
}

std::optional<Date> day_of_month(Bucket month, int day) {
    if (month % 100 < 1 || month % 100 > 12 || day < 1 || day > 31) {
        return std::nullopt;
    }
    const Date date =
        Date::from_civil(month / 100, static_cast<unsigned>(month % 100), 1).plus_days(day - 1);
    return month_bucket(date) == month ? std::optional(date) : std::nullopt;
}

bool is_well_formed(const RollupMonth& row) {
    RollupTotals totals;
    int before = 0;
    for (const auto& day : row.days) {
        if (day.day <= before || day.totals == RollupTotals{} ||
            !day_of_month(row.month, day.day)) {
            return false;
        }
        before = day.day;
        totals += day.totals;
    }
    return totals == row.totals;
}

}  // namespace

std::size_t RollupSketch::CellHash::operator()(const RollupCell& cell) const {
    std::size_t hash = 0;
    boost::hash_combine(hash, cell.indicator.value);
    boost::hash_combine(hash, cell.month);
    return hash;
}

RollupSketch::RollupSketch(std::uint64_t key)
    : area_key_(scattered(key, 1)),
      day_key_(scattered(key, 2)),
      count_weight_(reduced(scattered(key, 3))),
      sum_weight_(reduced(scattered(key, 4))) {}

std::uint64_t RollupSketch::weight(AreaId area, Date day) const {
    const std::uint64_t of_area = scattered(area_key_, static_cast<std::uint64_t>(area.value));
    const auto of_day = static_cast<std::uint64_t>(std::int64_t{day.days});
    return reduced(scattered(of_area ^ day_key_, of_day));
}

std::uint64_t RollupSketch::value(const RollupTotals& totals) const {
    return reduced(product(of_signed(totals.count), count_weight_) +
                   product(of_signed(totals.sum), sum_weight_));
}

void RollupSketch::add(const RollupDelta& delta) {
    std::uint64_t place = 0;
    for (const AreaId area : *delta.areas) {
        place = reduced(place + weight(area, delta.day));
    }
    const Bucket month = month_bucket(delta.day);
    for (std::size_t i = 0; i < delta.totals.size(); ++i) {
        if (delta.totals[i] != RollupTotals{}) {
            auto& cell = cells_[{(*delta.indicators)[i], month}];
            cell = reduced(cell + product(place, value(delta.totals[i])));
        }
    }
}

void RollupSketch::subtract(const RollupMonth& row) {
    if (!is_well_formed(row)) {
        malformed_.insert({row.indicator, row.month});
        return;
    }
    auto& cell = cells_[{row.indicator, row.month}];
    for (const auto& day : row.days) {
        const std::uint64_t place = weight(row.area, *day_of_month(row.month, day.day));
        cell = reduced(cell + negated(product(place, value(day.totals))));
    }
}

std::set<RollupCell> RollupSketch::differing() const {
    std::set<RollupCell> cells = malformed_;
    for (const auto& [cell, number] : cells_) {
        if (number != 0) {
            cells.insert(cell);
        }
    }
    return cells;
}

}  // namespace taizhang::model
