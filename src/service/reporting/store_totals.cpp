// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/store_totals.hpp"

#include <algorithm>
#include <optional>

#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"

namespace taizhang::service {

using model::is_missing;

using model::IndicatorDefinition;
using model::LedgerRecord;
using model::RollupTotals;

namespace {

// Says whether a record counts in the indicator, and as what.
std::vector<bool> counted_fields(const IndicatorDefinition& indicator,
                                 const model::LedgerDefinition& ledger) {
    std::vector<bool> used(ledger.fields.size());
    if (indicator.field) {
        used[*indicator.field] = true;
    }
    for (const std::size_t field :
         indicator.where ? indicator.where->fields() : std::vector<std::size_t>()) {
        used[field] = true;
    }
    return used;
}

// What a figure is made of: the parts of a ratio, else itself.
void add_parts(const model::Pack& pack, const IndicatorDefinition& indicator,
               std::set<const IndicatorDefinition*>& parts) {
    if (indicator.measure != model::Measure::Ratio) {
        parts.insert(&indicator);
        return;
    }
    for (const auto& name : {indicator.numerator, indicator.denominator}) {
        if (const auto* part = pack.indicator(name)) {
            add_parts(pack, *part, parts);
        }
    }
}

void scan_fields(store::ReadTx& tx, const Definitions& definitions, const access::Grant& grant,
                 const IndicatorDefinition& indicator, AreaId area, const Period& period,
                 std::optional<std::vector<bool>> fields, const store::RecordVisitor& visit) {
    const auto& ledger = *definitions.catalog.pack.ledger(indicator.ledger);
    const auto rows = grant.rows(ledger);
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &rows;
    query.fields = std::move(fields);
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

}  // namespace

Period compared_span(const Period& period) {
    return {std::min(previous_period(period).from, year_before(period).from), period.to};
}

void scan_counted(store::ReadTx& tx, const Definitions& definitions, const access::Grant& grant,
                  const IndicatorDefinition& indicator, AreaId area, const Period& period,
                  const store::RecordVisitor& visit) {
    scan_fields(tx, definitions, grant, indicator, area, period, std::nullopt, visit);
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

Result<void> StoreTotals::gather_months(const std::vector<IndicatorId>& ids,
                                        const BucketRange& window) {
    auto months = tx_.rollup_months(ids, gathered_area_, window);
    if (!months) {
        const bool one_by_one = months.error().code == ErrorCode::Unsupported;
        return one_by_one ? Result<void>() : tl::unexpected(months.error());
    }
    for (const IndicatorId id : ids) {
        gathered_[id.value].window = window;
    }
    for (const auto& month : *months) {
        gathered_[month.indicator.value].months.emplace_back(month.month, month.totals);
    }
    return {};
}

Result<void> StoreTotals::gather(const std::vector<const IndicatorDefinition*>& indicators,
                                 AreaId area, const Period& window) {
    const auto& catalog = definitions_.catalog;
    std::set<const IndicatorDefinition*> parts;
    for (const auto* indicator : indicators) {
        add_parts(catalog.pack, *indicator, parts);
    }
    std::set<IndicatorId> within;
    std::vector<IndicatorId> to_date;
    for (const auto* part : parts) {
        if (!part->is_additive()) {
            continue;
        }
        if (part->span == model::Span::ToDate) {
            to_date.push_back(catalog.id_of(*part));
        } else {
            within.insert(catalog.id_of(*part));
            // Asked for where nothing counts: was the ledger filed?
            within.insert(model::filing_indicator(catalog.ledger_ids.find(part->ledger)->second));
        }
    }
    gathered_area_ = area;
    gathered_.clear();
    const Bucket last = month_bucket(window.to);
    TZ_TRY(gather_months({within.begin(), within.end()}, {month_bucket(window.from), last}));
    return gather_months(to_date, {0, last});
}

const model::LedgerDefinition* StoreTotals::partly_seen(IndicatorId indicator, AreaId area) const {
    if (grant_.everything()) {
        return nullptr;
    }
    const auto& catalog = definitions_.catalog;
    const model::LedgerDefinition* ledger = nullptr;
    if (indicator.value < 0) {
        ledger = definitions_.ledger(LedgerId{-indicator.value});
    } else {
        for (const auto& [name, id] : catalog.indicator_ids) {
            ledger = id == indicator ? catalog.pack.ledger(catalog.pack.indicator(name)->ledger)
                                     : ledger;
        }
    }
    return ledger == nullptr || grant_.rows(*ledger).holds_all_of(area) ? nullptr : ledger;
}

Result<RollupTotals> StoreTotals::count(IndicatorId indicator,
                                        const model::LedgerDefinition& ledger, AreaId area,
                                        const Period& period) {
    const IndicatorDefinition all = model::filing_definition(ledger);
    const IndicatorDefinition* counted = &all;
    for (const auto& [name, id] : definitions_.catalog.indicator_ids) {
        counted = id == indicator ? definitions_.catalog.pack.indicator(name) : counted;
    }
    // The period is what the indicator looks at already.
    IndicatorDefinition plain = *counted;
    plain.span = model::Span::Period;
    RollupTotals totals;
    scan_counted(tx_, definitions_, grant_, plain, area, period, [&](const LedgerRecord& record) {
        totals += rollup::contribution(plain, record);
        return true;
    });
    return totals;
}

Result<RollupTotals> StoreTotals::totals(IndicatorId indicator, AreaId area, const Period& period) {
    if (const auto* ledger = partly_seen(indicator, area)) {
        return count(indicator, *ledger, area, period);
    }
    const auto known = area == gathered_area_ ? gathered_.find(indicator.value) : gathered_.end();
    const auto ranges = cover(period);
    const bool whole_months = ranges.size() == 1 && is_month(ranges.front().first);
    if (known == gathered_.end() || !whole_months ||
        ranges.front().first < known->second.window.first ||
        known->second.window.last < ranges.front().last) {
        return tx_.rollup(indicator, area, period);
    }
    RollupTotals sum;
    for (const auto& [month, totals] : known->second.months) {
        if (ranges.front().first <= month && month <= ranges.front().last) {
            sum += totals;
        }
    }
    return sum;
}

Result<RollupTotals> StoreTotals::from_records(const IndicatorDefinition& indicator, AreaId area,
                                               const Period& period) {
    const auto& ledger = *definitions_.catalog.pack.ledger(indicator.ledger);
    RecordTally tally(indicator, ledger);
    scan_fields(tx_, definitions_, grant_, indicator, area, period,
                counted_fields(indicator, ledger), [&](const LedgerRecord& record) {
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
