// SPDX-License-Identifier: Apache-2.0
// Whether two sides give the same roll-ups, without keeping either: one number for each indicator
// and month. Each side's counts and sums of a day and an area are multiplied by weights drawn at
// random and added up modulo 2^61 - 1. Where any of them differs, the numbers differ too, but for
// one case in 2^59. Order does not matter, and memory does not grow with areas, days or records.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <set>
#include <vector>

#include "model/reporting/rollup_delta.hpp"

namespace taizhang::model {

struct RollupCell {
    IndicatorId indicator;
    Bucket month = 0;

    auto operator<=>(const RollupCell&) const = default;
};

class RollupSketch {
  public:
    // `key` at random: whoever could know it could choose totals that cancel out.
    explicit RollupSketch(std::uint64_t key);

    void add(const RollupDelta& delta);
    // Rows of which the other side can have no like (days out of order, totals that are not those
    // of the days) make their cell differ.
    void subtract(const RollupMonth& row);

    std::set<RollupCell> differing() const;

  private:
    struct CellHash {
        std::size_t operator()(const RollupCell& cell) const;
    };

    std::uint64_t weight(AreaId area, Date day) const;
    std::uint64_t value(const RollupTotals& totals) const;

    std::uint64_t area_key_;
    std::uint64_t day_key_;
    std::uint64_t count_weight_;
    std::uint64_t sum_weight_;
    boost::unordered_flat_map<RollupCell, std::uint64_t, CellHash> cells_;
    std::set<RollupCell> malformed_;
};

}  // namespace taizhang::model
