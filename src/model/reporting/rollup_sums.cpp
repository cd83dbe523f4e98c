// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_sums.hpp"

#include <algorithm>

namespace taizhang::model {
namespace {

constexpr int kDayBits = 32;

std::uint64_t place_key(std::uint32_t chain, Date day) {
    return (std::uint64_t{chain} << kDayBits) | static_cast<std::uint32_t>(day.days);
}

struct AreaDay {
    AreaId area;
    Date day;
    RollupTotals totals;

    bool operator<(const AreaDay& other) const {
        return std::pair(area, day) < std::pair(other.area, other.day);
    }
};

// Sorted entries of one indicator, joined into its rows.
class MonthMaker {
  public:
    MonthMaker(IndicatorId indicator, const std::function<void(const RollupMonth&)>& visit)
        : visit_(visit) {
        row_.indicator = indicator;
    }

    void add(AreaId area, Date day, const RollupTotals& totals) {
        if (totals == RollupTotals{}) {
            return;
        }
        const Bucket month = month_bucket(day);
        if (row_.area != area || row_.month != month) {
            finish();
            row_.area = area;
            row_.month = month;
        }
        row_.totals += totals;
        row_.days.push_back({static_cast<int>(day.day()), totals});
    }

    void finish() {
        if (!row_.days.empty()) {
            visit_(row_);
        }
        row_.totals = {};
        row_.days.clear();
    }

  private:
    const std::function<void(const RollupMonth&)>& visit_;
    RollupMonth row_;
};

}  // namespace

std::uint32_t RollupSums::chain_number(const std::vector<AreaId>& areas) {
    const auto [known, added] =
        numbers_.try_emplace(areas, static_cast<std::uint32_t>(chains_.size()));
    if (added) {
        chains_.push_back(areas);
    }
    return known->second;
}

RollupSums::Entry RollupSums::entry_of(const RollupDelta& delta) {
    return {delta.indicator, place_key(chain_number(*delta.areas), delta.day), delta.totals};
}

void RollupSums::add(const Entry& entry) {
    auto& places = places_[entry.indicator];
    const std::size_t before = places.size();
    places[entry.place] += entry.totals;
    entries_ += places.size() - before;
}

void RollupSums::clear() {
    *this = RollupSums{};
}

void RollupSums::visit_indicator(IndicatorId indicator,
                                 const std::function<void(const RollupMonth&)>& visit) const {
    std::vector<AreaDay> days;
    for (const auto& [key, totals] : places_.at(indicator)) {
        const Date day{static_cast<std::int32_t>(static_cast<std::uint32_t>(key))};
        for (const AreaId area : chains_[key >> kDayBits]) {
            days.push_back({area, day, totals});
        }
    }
    std::sort(days.begin(), days.end());
    MonthMaker months(indicator, visit);
    for (std::size_t i = 0; i < days.size();) {
        AreaDay sum = days[i];
        for (++i; i < days.size() && !(sum < days[i]); ++i) {
            sum.totals += days[i].totals;
        }
        months.add(sum.area, sum.day, sum.totals);
    }
    months.finish();
}

void RollupSums::visit_months(const std::function<void(const RollupMonth&)>& visit) const {
    for (const auto& [indicator, places] : places_) {
        visit_indicator(indicator, visit);
    }
}

std::vector<RollupMonth> RollupSums::months(IndicatorId indicator) const {
    std::vector<RollupMonth> rows;
    if (places_.contains(indicator)) {
        visit_indicator(indicator, [&](const RollupMonth& row) { rows.push_back(row); });
    }
    return rows;
}

std::vector<IndicatorId> RollupSums::indicators() const {
    std::vector<IndicatorId> ids;
    for (const auto& [indicator, places] : places_) {
        ids.push_back(indicator);
    }
    return ids;
}

}  // namespace taizhang::model
