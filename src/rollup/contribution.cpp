// SPDX-License-Identifier: Apache-2.0
#include "rollup/contribution.hpp"

namespace taizhang::rollup {

using namespace model;

std::int64_t units_of(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return *integer;
    }
    if (const auto* money = std::get_if<Money>(&value)) {
        return money->fen;
    }
    const auto* decimal = std::get_if<Decimal>(&value);
    return decimal == nullptr ? 0 : decimal->units;
}

bool counts_in(const IndicatorDefinition& indicator, const LedgerRecord& record) {
    return !record.deleted && (!indicator.where || indicator.where->holds(record.values));
}

RollupTotals contribution(const IndicatorDefinition& indicator, const LedgerRecord& record) {
    const bool sums = indicator.measure == Measure::Sum;
    return {1, sums ? units_of(record.values[*indicator.field]) : 0};
}

LedgerRollup::LedgerRollup(const Catalog& catalog, const LedgerDefinition& ledger)
    : ledger_(ledger) {
    items_.push_back({filing_indicator(catalog.id_of(ledger)), nullptr});
    for (const auto& indicator : catalog.pack.indicators) {
        if (indicator.ledger == ledger.name && indicator.is_additive()) {
            items_.push_back({catalog.id_of(indicator), &indicator});
        }
    }
}

void LedgerRollup::append(const LedgerRecord& record, const AreaTree& areas, int sign,
                          std::vector<RollupDelta>& deltas) const {
    if (record.deleted) {
        return;
    }
    const Date date = record.happened_on(ledger_);
    const auto& chain = areas.chain(record.area, date);
    for (const auto& item : items_) {
        if (item.indicator != nullptr && !counts_in(*item.indicator, record)) {
            continue;
        }
        RollupTotals totals =
            item.indicator == nullptr ? RollupTotals{1, 0} : contribution(*item.indicator, record);
        totals.count *= sign;
        totals.sum *= sign;
        deltas.push_back({item.id, &chain, date, totals});
    }
}

}  // namespace taizhang::rollup
