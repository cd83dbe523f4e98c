// SPDX-License-Identifier: Apache-2.0
// Adds up very many records of one ledger: what LedgerRollup says of each, looked up as little as
// can be. For one thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "model/areas/area.hpp"
#include "model/reporting/rollup_sums.hpp"
#include "rollup/contribution.hpp"

namespace taizhang::rollup {

class LedgerCounter {
  public:
    // Of the ledger's indicators only those that are wanted (parallel to LedgerRollup::ids()).
    // Refers to all three.
    LedgerCounter(const LedgerRollup& rollup, const model::AreaTree& areas,
                  const std::vector<bool>& wanted)
        : rollup_(rollup), areas_(areas), wanted_(wanted) {}

    void add(const model::LedgerRecord& record);

    // Whoever takes them out leaves nothing.
    model::RollupSums& sums() { return sums_; }
    void clear();

  private:
    // Where records of one area belong, as long as no area changes.
    struct Home {
        AreaId area;
        std::size_t span = 0;

        bool operator==(const Home&) const = default;
    };
    struct HomeHash {
        std::size_t operator()(const Home& home) const;
    };

    std::uint32_t place_of(AreaId area, Date day);

    const LedgerRollup& rollup_;
    const model::AreaTree& areas_;
    const std::vector<bool>& wanted_;
    boost::unordered_flat_map<Home, std::uint32_t, HomeHash> places_;
    model::RollupSums sums_;
};

}  // namespace taizhang::rollup
