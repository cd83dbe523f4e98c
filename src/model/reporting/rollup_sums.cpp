// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_sums.hpp"

#include <algorithm>
#include <set>

namespace taizhang::model {
namespace {

constexpr int kDayBits = 32;
constexpr std::size_t kPlaceBytes = 24;  // of a map that is two thirds full

// Turned, so that days before 1970 come first.
constexpr std::uint32_t kDayZero = 0x8000'0000;

std::uint64_t place_of(std::uint32_t number, Date day) {
    return (std::uint64_t{number} << kDayBits) | (static_cast<std::uint32_t>(day.days) ^ kDayZero);
}

Date day_of(std::uint64_t place) {
    return Date{static_cast<std::int32_t>(static_cast<std::uint32_t>(place) ^ kDayZero)};
}

// Days of one indicator in order of area and day, joined into its rows.
class MonthMaker {
  public:
    MonthMaker(IndicatorId indicator, const RollupVisitor& visit) : visit_(visit) {
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
    const RollupVisitor& visit_;
    RollupMonth row_;
};

}  // namespace

std::size_t RollupSums::ChainHash::operator()(const std::vector<AreaId>& areas) const {
    std::size_t hash = 0;
    for (const AreaId area : areas) {
        boost::hash_combine(hash, area.value);
    }
    return hash;
}

std::uint32_t RollupSums::chain_number(const std::vector<AreaId>& areas) {
    const auto [known, added] =
        numbers_.try_emplace(areas, static_cast<std::uint32_t>(chains_.size()));
    if (added) {
        chains_.push_back(areas);
    }
    return known->second;
}

RollupTotals RollupSums::Ledger::at(std::size_t row, std::size_t indicator) const {
    const auto& column = sums[indicator];
    return {counts[row * sums.size() + indicator], row < column.size() ? column[row] : 0};
}

RollupSums::Ledger& RollupSums::ledger_of(const std::vector<IndicatorId>& indicators) {
    auto& ledger = ledgers_[indicators];
    ledger.sums.resize(indicators.size());
    return ledger;
}

std::uint32_t RollupSums::row_of(Ledger& ledger, std::uint64_t place) {
    const auto [known, added] =
        ledger.rows.try_emplace(place, static_cast<std::uint32_t>(ledger.rows.size()));
    if (added) {
        bytes_ += kPlaceBytes + ledger.sums.size() * sizeof(std::int32_t);
        ledger.counts.resize(ledger.counts.size() + ledger.sums.size());
    }
    return known->second;
}

void RollupSums::add(Ledger& ledger, std::uint32_t row, std::size_t indicator,
                     const RollupTotals& totals) {
    ledger.counts[row * ledger.sums.size() + indicator] += static_cast<std::int32_t>(totals.count);
    if (totals.sum == 0) {
        return;
    }
    auto& column = ledger.sums[indicator];
    if (column.size() <= row) {
        bytes_ += (row + 1 - column.size()) * sizeof(std::int64_t);
        column.resize(row + 1);
    }
    column[row] += totals.sum;
}

RollupSums::Row RollupSums::row(const std::vector<IndicatorId>& indicators, std::uint32_t place,
                                Date day) {
    Ledger& ledger = ledger_of(indicators);
    return {ledger, row_of(ledger, place_of(place, day))};
}

void RollupSums::add(const Row& row, std::size_t indicator, const RollupTotals& totals) {
    add(row.ledger_, row.number_, indicator, totals);
}

void RollupSums::add(const RollupDelta& delta) {
    Ledger& ledger = ledger_of(*delta.indicators);
    const auto row = row_of(ledger, place_of(chain_number(*delta.areas), delta.day));
    for (std::size_t i = 0; i < delta.totals.size(); ++i) {
        add(ledger, row, i, delta.totals[i]);
    }
}

void RollupSums::add(const RollupSums& other) {
    std::vector<std::uint32_t> numbers;
    for (const auto& chain : other.chains_) {
        numbers.push_back(chain_number(chain));
    }
    for (const auto& [indicators, from] : other.ledgers_) {
        Ledger& ledger = ledger_of(indicators);
        for (const auto& [place, index] : from.rows) {
            const auto row = row_of(ledger, place_of(numbers[place >> kDayBits], day_of(place)));
            for (std::size_t i = 0; i < indicators.size(); ++i) {
                add(ledger, row, i, from.at(index, i));
            }
        }
    }
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

// Every row once for each level, by area and day.
std::vector<RollupSums::LevelRow> RollupSums::level_rows(const Ledger& ledger,
                                                         const std::vector<AreaId>& areas) const {
    std::vector<std::vector<std::uint32_t>> ranks;  // of each chain
    std::size_t longest = 0;
    for (const auto& chain : chains_) {
        auto& of_chain = ranks.emplace_back();
        for (const AreaId area : chain) {
            const auto rank = std::lower_bound(areas.begin(), areas.end(), area) - areas.begin();
            of_chain.push_back(static_cast<std::uint32_t>(rank));
        }
        longest = std::max(longest, chain.size());
    }
    std::vector<LevelRow> rows;
    rows.reserve(ledger.rows.size() * longest);
    for (const auto& [place, row] : ledger.rows) {
        for (const std::uint32_t rank : ranks[place >> kDayBits]) {
            rows.push_back({rank, day_of(place).days, row});
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

void RollupSums::visit_column(const Ledger& ledger, const Column& column,
                              const std::vector<LevelRow>& rows, const std::vector<AreaId>& areas,
                              const RollupVisitor& visit) {
    MonthMaker months(column.indicator, visit);
    for (std::size_t i = 0; i < rows.size();) {
        const LevelRow& place = rows[i];
        RollupTotals sum;
        for (; i < rows.size() && rows[i].same_place(place); ++i) {
            sum += ledger.at(rows[i].row, column.number);
        }
        months.add(areas[place.rank], Date{place.day}, sum);
    }
    months.finish();
}

void RollupSums::visit_months(const RollupVisitor& visit) const {
    const auto all = areas();
    for (const auto& [indicators, ledger] : ledgers_) {
        const auto rows = level_rows(ledger, all);
        for (std::size_t i = 0; i < indicators.size(); ++i) {
            visit_column(ledger, {indicators[i], i}, rows, all, visit);
        }
    }
}

std::vector<RollupMonth> RollupSums::months(IndicatorId indicator) const {
    std::vector<RollupMonth> months;
    const auto all = areas();
    for (const auto& [indicators, ledger] : ledgers_) {
        const auto known = std::find(indicators.begin(), indicators.end(), indicator);
        if (known != indicators.end()) {
            const auto column = static_cast<std::size_t>(known - indicators.begin());
            visit_column(ledger, {indicator, column}, level_rows(ledger, all), all,
                         [&](const RollupMonth& month) { months.push_back(month); });
        }
    }
    return months;
}

std::vector<IndicatorId> RollupSums::indicators() const {
    std::vector<IndicatorId> ids;
    for (const auto& [indicators, ledger] : ledgers_) {
        ids.insert(ids.end(), indicators.begin(), indicators.end());
    }
    return ids;
}

}  // namespace taizhang::model
