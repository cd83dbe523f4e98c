// SPDX-License-Identifier: Apache-2.0
#include "rollup/ledger_counter.hpp"

#include <boost/container_hash/hash.hpp>

namespace taizhang::rollup {

std::size_t LedgerCounter::HomeHash::operator()(const Home& home) const {
    std::size_t hash = home.span;
    boost::hash_combine(hash, home.area.value);
    return hash;
}

std::uint32_t LedgerCounter::place_of(AreaId area, Date day) {
    const auto [known, added] = places_.try_emplace({area, areas_.span_of(day)}, 0);
    if (added) {
        known->second = sums_.place(areas_.chain(area, day));
    }
    return known->second;
}

void LedgerCounter::add(const model::LedgerRecord& record) {
    if (record.deleted) {
        return;
    }
    const Date day = rollup_.day_of(record);
    const auto row = sums_.row(rollup_.ids(), place_of(record.area, day), day);
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
        if (wanted_[i]) {
            sums_.add(row, i, rollup_.totals(i, record));
        }
    }
}

void LedgerCounter::clear() {
    sums_.clear();
    places_.clear();
}

}  // namespace taizhang::rollup
