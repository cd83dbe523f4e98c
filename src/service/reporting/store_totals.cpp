// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/store_totals.hpp"

#include <algorithm>

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
        const bool within =
            definitions.areas.is_within(record.area, area, record.happened_on(ledger));
        return within && rollup::counts_in(indicator, record) ? visit(record) : true;
    });
}

void RecordTally::add(const LedgerRecord& record) {
    const auto& value = record.values[*indicator_.field];
    if (is_missing(value)) {
        return;
    }
    if (indicator_.measure == model::Measure::Distinct) {
        add_distinct(model::stored_text(value, ledger_.fields[*indicator_.field]), 1);
    } else {
        add_last({record.happened_on(ledger_), record.id}, rollup::units_of(value));
    }
}

void RecordTally::add_distinct(const std::string& text, std::int64_t count) {
    totals_.count += count;
    distinct_.insert(text);
}

void RecordTally::add_last(const std::pair<Date, RecordId>& when, std::int64_t units) {
    if (totals_.count == 0 || latest_ < when) {
        totals_ = {1, units};
        latest_ = when;
    }
}

RollupTotals RecordTally::totals() const {
    RollupTotals totals = totals_;
    if (indicator_.measure == model::Measure::Distinct) {
        totals.sum = static_cast<std::int64_t>(distinct_.size());
    }
    return totals;
}

Result<RollupTotals> StoreTotals::totals(IndicatorId indicator, AreaId area, const Period& period) {
    return tx_.rollup(indicator, area, period);
}

Result<RollupTotals> StoreTotals::from_records(const IndicatorDefinition& indicator, AreaId area,
                                               const Period& period) {
    RecordTally tally(indicator, *definitions_.catalog.pack.ledger(indicator.ledger));
    scan_counted(tx_, definitions_, scope_, indicator, area, period,
                 [&](const LedgerRecord& record) {
                     tally.add(record);
                     return true;
                 });
    return tally.totals();
}

void StoreTotals::mark_own(LedgerId ledger, AreaId area, const Period& period, Days& days) const {
    for (const auto& report : zero_reports_) {
        if (report.ledger != ledger || report.area != area) {
            continue;
        }
        const Date first = std::max(report.period.from, period.from);
        const Date last = std::min(report.period.to, period.to);
        for (Date day = first; day <= last; day = day.plus_days(1)) {
            days[static_cast<std::size_t>(day.days - period.from.days)] = true;
        }
    }
}

// What all parts of an area have filed holds for the whole.
StoreTotals::Days StoreTotals::filed_days(LedgerId ledger, AreaId area,
                                          const Period& period) const {
    const auto length = static_cast<std::size_t>(period.to.days - period.from.days) + 1;
    const auto children = definitions_.areas.children(area, period.to);
    Days days(length, !children.empty());
    for (const AreaId child : children) {
        const Days of_child = filed_days(ledger, child, period);
        for (std::size_t day = 0; day < length; ++day) {
            days[day] = days[day] && of_child[day];
        }
    }
    mark_own(ledger, area, period, days);
    return days;
}

Result<bool> StoreTotals::zero_reported(LedgerId ledger, AreaId area, const Period& period) {
    if (std::none_of(zero_reports_.begin(), zero_reports_.end(),
                     [&](const auto& report) { return report.ledger == ledger; })) {
        return false;
    }
    Days days = filed_days(ledger, area, period);
    // What is filed for a larger area holds for its parts.
    for (const AreaId above : definitions_.areas.chain(area, period.to)) {
        mark_own(ledger, above, period, days);
    }
    return std::all_of(days.begin(), days.end(), [](bool filed) { return filed; });
}

}  // namespace taizhang::service
