// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/store_totals.hpp"

#include <algorithm>
#include <set>

#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"

namespace taizhang::service {

using model::is_missing;

using model::IndicatorDefinition;
using model::LedgerRecord;
using model::RollupTotals;

void scan_counted(store::ReadTx& tx, const Definitions& definitions, const model::Scope& scope,
                  const IndicatorDefinition& indicator, AreaId area, const Period& period,
                  const store::RecordVisitor& visit) {
    const auto& ledger = *definitions.catalog.pack.ledger(indicator.ledger);
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &scope;
    query.period = rollup::span_of(indicator, period);
    if (area != definitions.areas.root()) {
        query.areas = definitions.areas.ever_within(area);
    }
    tx.scan_records(query, [&](const LedgerRecord& record) {
        // Boundaries are dated: the area must have held the record's place on its day.
        const bool within = definitions.areas.is_within(record.area, area,
                                                        record.happened_on(ledger));
        return within && rollup::counts_in(indicator, record) ? visit(record) : true;
    });
}

Result<RollupTotals> StoreTotals::totals(IndicatorId indicator, AreaId area,
                                         const Period& period) {
    return tx_.rollup(indicator, area, period);
}

Result<RollupTotals> StoreTotals::from_records(const IndicatorDefinition& indicator, AreaId area,
                                               const Period& period) {
    const auto& ledger = *definitions_.catalog.pack.ledger(indicator.ledger);
    const auto& field = ledger.fields[*indicator.field];
    RollupTotals totals;
    std::set<std::string> distinct;
    std::pair<Date, RecordId> latest;
    scan_counted(tx_, definitions_, scope_, indicator, area, period,
                 [&](const LedgerRecord& record) {
                     const auto& value = record.values[*indicator.field];
                     const std::pair when(record.happened_on(ledger), record.id);
                     if (is_missing(value)) {
                         return true;
                     }
                     if (indicator.measure == model::Measure::Distinct) {
                         ++totals.count;
                         distinct.insert(model::stored_text(value, field));
                     } else if (totals.count == 0 || latest < when) {
                         totals = {1, rollup::units_of(value)};
                         latest = when;
                     }
                     return true;
                 });
    if (indicator.measure == model::Measure::Distinct) {
        totals.sum = static_cast<std::int64_t>(distinct.size());
    }
    return totals;
}

// Whether the reports of this one area, laid side by side, leave no day of the period out.
bool StoreTotals::covered(LedgerId ledger, AreaId area, const Period& period) const {
    std::vector<Period> filed;
    for (const auto& report : zero_reports_) {
        if (report.ledger == ledger && report.area == area) {
            filed.push_back(report.period);
        }
    }
    std::sort(filed.begin(), filed.end(),
              [](const Period& a, const Period& b) { return a.from < b.from; });
    Date next = period.from;
    for (const Period& part : filed) {
        if (part.from <= next && next <= part.to) {
            next = part.to.plus_days(1);
        }
    }
    return period.to < next;
}

Result<bool> StoreTotals::zero_reported(LedgerId ledger, AreaId area, const Period& period) {
    // What is filed for a larger area holds for its parts; what all parts filed holds for the whole.
    for (const AreaId above : definitions_.areas.chain(area, period.to)) {
        if (covered(ledger, above, period)) {
            return true;
        }
    }
    const auto children = definitions_.areas.children(area, period.to);
    if (children.empty()) {
        return false;
    }
    for (const AreaId child : children) {
        if (!covered(ledger, child, period) &&
            !TZ_TRY(zero_reported(ledger, child, period))) {
            return false;
        }
    }
    return true;
}

}  // namespace taizhang::service
