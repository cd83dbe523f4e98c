// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_preview.hpp"

#include <algorithm>
#include <cmath>

#include "base/limits.hpp"
#include "service/records/record_writer.hpp"
#include "service/reporting/store_totals.hpp"

namespace taizhang::service {

using model::IndicatorDefinition;
using model::LedgerRecord;
using model::RollupTotals;
using rollup::IndicatorValue;

// What the store has, and what the import would add to it.
class PreviewTotals : public rollup::TotalsSource {
  public:
    PreviewTotals(const ImportPreview& preview, store::ReadTx& tx, const access::Grant& grant)
        : preview_(preview), tx_(tx), grant_(grant), stored_(tx, preview.definitions_, grant) {
        for (const auto& report : preview.zero_reports_) {
            stored_.assume(report);
        }
    }

    Result<RollupTotals> totals(IndicatorId indicator, AreaId area, const Period& period) override {
        RollupTotals totals = TZ_TRY(stored_.totals(indicator, area, period));
        const auto days = preview_.days_.find(indicator);
        if (days != preview_.days_.end()) {
            const auto end = days->second.upper_bound(period.to);
            for (auto day = days->second.lower_bound(period.from); day != end; ++day) {
                totals += day->second;
            }
        }
        return totals;
    }

    Result<RollupTotals> from_records(const IndicatorDefinition& indicator, AreaId area,
                                      const Period& period) override {
        const auto& ledger = *preview_.definitions_.catalog.pack.ledger(indicator.ledger);
        RecordTally tally(indicator, ledger);
        const bool own = &ledger == &preview_.ledger_;
        scan_counted(tx_, preview_.definitions_, grant_, indicator, area, period,
                     [&](const LedgerRecord& record) {
                         if (!own || !preview_.values_.replaces(record.id)) {
                             tally.add(record);
                         }
                         return true;
                     });
        preview_.values_.tally(indicator, rollup::span_of(indicator, period), tally);
        return tally.totals();
    }

    Result<bool> zero_reported(LedgerId ledger, AreaId area, const Period& period) override {
        return stored_.zero_reported(ledger, area, period);
    }

  private:
    const ImportPreview& preview_;
    store::ReadTx& tx_;
    const access::Grant& grant_;
    StoreTotals stored_;
};

namespace {

double magnitude(const IndicatorValue& value) {
    return value.number ? static_cast<double>(value.number->units) /
                              static_cast<double>(power_of_ten(value.number->scale))
                        : 0;
}

// How large a change is, for the order of a list only: its share of the figure, then itself.
std::pair<double, double> size_of(const IndicatorValue& from, const IndicatorValue& to) {
    const double change = std::abs(magnitude(to) - magnitude(from));
    const double whole = std::max(std::abs(magnitude(from)), std::abs(magnitude(to)));
    return {whole == 0 ? 0 : change / whole, change};
}

Period half_year(int half) {
    const int year = half / 2;
    return half % 2 == 0 ? Period{Date::from_civil(year, 1, 1), Date::from_civil(year, 6, 30)}
                         : Period{Date::from_civil(year, 7, 1), Date::from_civil(year, 12, 31)};
}

}  // namespace

ImportPreview::ImportPreview(const Definitions& definitions, const model::LedgerDefinition& ledger)
    : definitions_(definitions),
      ledger_(ledger),
      rollup_(definitions.catalog, ledger),
      values_(definitions, ledger) {}

void ImportPreview::add(const LedgerRecord& record, int sign) {
    if (record.deleted) {
        return;
    }
    const Date date = record.happened_on(ledger_);
    half_years_.insert(date.year() * 2 + (date.month() > 6 ? 1 : 0));
    deltas_.clear();
    rollup_.append(record, definitions_.areas, sign, deltas_);
    // Every record is somewhere in the office.
    deltas_.visit([this](const model::RollupDelta& delta) {
        for (std::size_t i = 0; i < delta.totals.size(); ++i) {
            if (delta.totals[i] != RollupTotals{}) {
                days_[(*delta.indicators)[i]][delta.day] += delta.totals[i];
            }
        }
    });
}

void ImportPreview::would_write(const LedgerRecord* before,
                                const std::vector<model::Value>& values) {
    LedgerRecord after = before == nullptr ? LedgerRecord{} : *before;
    after.deleted = false;
    after.values = values;
    after.area = area_of(definitions_, ledger_, values);
    if (before != nullptr) {
        add(*before, -1);
    }
    add(after, 1);
    values_.add(before, after);
}

void ImportPreview::would_file(const store::ZeroReport& report) {
    zero_reports_.push_back(report);
    half_years_.insert(report.period.from.year() * 2 + (report.period.from.month() > 6 ? 1 : 0));
}

std::vector<Period> ImportPreview::touched_periods() const {
    std::vector<Period> periods;
    if (half_years_.size() == 1) {
        return {half_year(*half_years_.begin())};
    }
    for (auto half = half_years_.rbegin(); half != half_years_.rend(); ++half) {
        const Period year{Date::from_civil(*half / 2, 1, 1), Date::from_civil(*half / 2, 12, 31)};
        if (periods.empty() || periods.back() != year) {
            periods.push_back(year);
        }
    }
    return periods;
}

bool ImportPreview::concerns(const IndicatorDefinition& indicator) const {
    if (indicator.measure != model::Measure::Ratio) {
        return indicator.ledger == ledger_.name;
    }
    const auto& pack = definitions_.catalog.pack;
    return concerns(*pack.indicator(indicator.numerator)) ||
           concerns(*pack.indicator(indicator.denominator));
}

bool ImportPreview::needs_records(const IndicatorDefinition& indicator) const {
    if (indicator.measure != model::Measure::Ratio) {
        return indicator.ledger == ledger_.name && !indicator.is_additive();
    }
    const auto& pack = definitions_.catalog.pack;
    return needs_records(*pack.indicator(indicator.numerator)) ||
           needs_records(*pack.indicator(indicator.denominator));
}

Result<PeriodPreview> ImportPreview::preview(store::ReadTx& tx, const access::Grant& grant,
                                             const Period& period) const {
    struct Sized {
        std::pair<double, double> size;
        FigureChange change;
    };
    PeriodPreview result{period, {}, 0};
    std::vector<Sized> changes;
    StoreTotals stored(tx, definitions_, grant);
    PreviewTotals predicted(*this, tx, grant);
    const AreaId office = definitions_.areas.root();
    for (const auto& indicator : definitions_.catalog.pack.indicators) {
        if (!concerns(indicator)) {
            continue;
        }
        if (values_.overflowed() && needs_records(indicator)) {
            ++result.not_counted;
            continue;
        }
        const auto& catalog = definitions_.catalog;
        const auto from = TZ_TRY(rollup::evaluate(catalog, indicator, office, period, stored));
        const auto to = TZ_TRY(rollup::evaluate(catalog, indicator, office, period, predicted));
        FigureChange change{indicator.name, indicator.title.zh,
                            rollup::printed_text(indicator, from),
                            rollup::printed_text(indicator, to)};
        if (change.from != change.to) {
            changes.push_back({size_of(from, to), std::move(change)});
        }
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Sized& a, const Sized& b) { return b.size < a.size; });
    for (auto& change : changes) {
        result.changes.push_back(std::move(change.change));
    }
    return result;
}

Result<FiguresPreview> ImportPreview::figures(store::ReadTx& tx, const access::Grant& grant) const {
    FiguresPreview figures;
    for (const auto& period : touched_periods()) {
        if (figures.periods.size() == limits::kPreviewPeriodsMax) {
            ++figures.years_left_out;
        } else {
            figures.periods.push_back(TZ_TRY(preview(tx, grant, period)));
        }
    }
    return figures;
}

}  // namespace taizhang::service
