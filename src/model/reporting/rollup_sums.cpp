// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_sums.hpp"

#include <algorithm>
#include <set>

namespace taizhang::model {
namespace {

constexpr int kDayBits = 32;

std::uint64_t place_key(std::uint32_t chain, Date day) {
    return (std::uint64_t{chain} << kDayBits) | static_cast<std::uint32_t>(day.days);
}

// An area by its rank, so that a commit's worth of entries sorts fast and stays small.
struct AreaDay {
    std::uint64_t place = 0;  // rank and day
    RollupTotals totals;

    bool operator<(const AreaDay& other) const { return place < other.place; }
};

Date day_of(std::uint64_t place) {
    return Date{static_cast<std::int32_t>(static_cast<std::uint32_t>(place))};
}

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
        longest_chain_ = std::max(longest_chain_, areas.size());
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

std::vector<AreaId> RollupSums::areas() const {
    std::set<AreaId> areas;
    for (const auto& chain : chains_) {
        areas.insert(chain.begin(), chain.end());
    }
    return {areas.begin(), areas.end()};
}

void RollupSums::visit_indicator(IndicatorId indicator, const std::vector<AreaId>& areas,
                                 const std::function<void(const RollupMonth&)>& visit) const {
    std::vector<std::vector<std::uint32_t>> ranks;  // of each chain
    for (const auto& chain : chains_) {
        auto& of_chain = ranks.emplace_back();
        for (const AreaId area : chain) {
            const auto rank = std::lower_bound(areas.begin(), areas.end(), area) - areas.begin();
            of_chain.push_back(static_cast<std::uint32_t>(rank));
        }
    }
    std::vector<AreaDay> days;
    const auto& places = places_.at(indicator);
    days.reserve(places.size() * longest_chain_);
    for (const auto& [place, totals] : places) {
        for (const std::uint32_t rank : ranks[place >> kDayBits]) {
            days.push_back({place_key(rank, day_of(place)), totals});
        }
    }
    std::sort(days.begin(), days.end());
    MonthMaker months(indicator, visit);
    for (std::size_t i = 0; i < days.size();) {
        AreaDay sum = days[i];
        for (++i; i < days.size() && days[i].place == sum.place; ++i) {
            sum.totals += days[i].totals;
        }
        months.add(areas[sum.place >> kDayBits], day_of(sum.place), sum.totals);
    }
    months.finish();
}

void RollupSums::visit_months(const std::function<void(const RollupMonth&)>& visit) const {
    const auto all = areas();
    for (const auto& [indicator, places] : places_) {
        visit_indicator(indicator, all, visit);
    }
}

std::vector<RollupMonth> RollupSums::months(IndicatorId indicator) const {
    std::vector<RollupMonth> rows;
    if (places_.contains(indicator)) {
        visit_indicator(indicator, areas(), [&](const RollupMonth& row) { rows.push_back(row); });
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
