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
    : ledger_(ledger), ids_{filing_indicator(catalog.id_of(ledger))} {
    for (const auto& indicator : catalog.pack.indicators) {
        if (indicator.ledger == ledger.name && indicator.is_additive()) {
            ids_.push_back(catalog.id_of(indicator));
            indicators_.push_back(&indicator);
        }
    }
}

std::vector<bool> LedgerRollup::fields() const {
    std::vector<bool> used(ledger_.fields.size());
    used[ledger_.happened_on] = true;
    for (const auto* indicator : indicators_) {
        if (indicator->field) {
            used[*indicator->field] = true;
        }
        if (indicator->where) {
            for (const std::size_t field : indicator->where->fields()) {
                used[field] = true;
            }
        }
    }
    return used;
}

void LedgerRollup::append(const LedgerRecord& record, const AreaTree& areas, int sign,
                          RollupDeltas& deltas) const {
    if (record.deleted) {
        return;
    }
    const Date date = record.happened_on(ledger_);
    const auto of_record = deltas.add(ids_, areas.chain(record.area, date), date);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        const RollupTotals added = totals(i, record);
        of_record[i] = {added.count * sign, added.sum * sign};
    }
}

RollupTotals LedgerRollup::totals(std::size_t i, const LedgerRecord& record) const {
    if (i == 0) {
        return {1, 0};  // the filing indicator counts them all
    }
    const auto& indicator = *indicators_[i - 1];
    return counts_in(indicator, record) ? contribution(indicator, record) : RollupTotals{};
}

}  // namespace taizhang::rollup
