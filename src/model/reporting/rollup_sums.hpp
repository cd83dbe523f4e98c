// SPDX-License-Identifier: Apache-2.0
// Deltas gathered until they are written: one entry for an indicator, a place and a day, whatever
// the number of records. Levels and months are made only when the rows are asked for.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <map>
#include <vector>

#include "model/reporting/rollup_delta.hpp"

namespace taizhang::model {

struct ChainHash {
    std::size_t operator()(const std::vector<AreaId>& areas) const {
        std::size_t hash = 0;
        for (const AreaId area : areas) {
            boost::hash_combine(hash, area.value);
        }
        return hash;
    }
};

class RollupSums {
  public:
    // A delta that no longer points anywhere; until clear().
    struct Entry {
        IndicatorId indicator;
        std::uint64_t place = 0;  // number of its chain, and the day
        RollupTotals totals;
    };

    Entry entry_of(const RollupDelta& delta);
    void add(const Entry& entry);
    void add(const RollupDelta& delta) { add(entry_of(delta)); }

    bool empty() const { return entries_ == 0; }
    std::size_t entries() const { return entries_; }
    void clear();

    // By indicator, area and month, as the rows are kept; days that came to nothing are left out.
    void visit_months(const std::function<void(const RollupMonth&)>& visit) const;
    std::vector<RollupMonth> months(IndicatorId indicator) const;
    std::vector<IndicatorId> indicators() const;

  private:
    std::vector<AreaId> areas() const;  // of all chains, ascending
    void visit_indicator(IndicatorId indicator, const std::vector<AreaId>& areas,
                         const std::function<void(const RollupMonth&)>& visit) const;

    // A place with everything above it, by number: few, and named by very many deltas.
    std::uint32_t chain_number(const std::vector<AreaId>& areas);

    // By chain number and day.
    using Places = boost::unordered_flat_map<std::uint64_t, RollupTotals>;

    boost::unordered_flat_map<std::vector<AreaId>, std::uint32_t, ChainHash> numbers_;
    std::vector<std::vector<AreaId>> chains_;
    std::size_t longest_chain_ = 0;
    std::map<IndicatorId, Places> places_;
    std::size_t entries_ = 0;
};

}  // namespace taizhang::model
