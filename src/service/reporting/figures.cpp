// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/figures.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"
#include "service/reporting/store_totals.hpp"

namespace taizhang::service {

using model::IndicatorDefinition;
using model::Measure;

namespace {

Result<FigureRow> figure_row(const Definitions& definitions, const IndicatorDefinition& indicator,
                             AreaId area, const Period& period, StoreTotals& totals) {
    FigureRow row;
    row.indicator = &indicator;
    row.value = TZ_TRY(rollup::evaluate(definitions.catalog, indicator, area, period, totals));
    row.printed = rollup::printed_text(indicator, row.value);
    row.previous = TZ_TRY(
        rollup::evaluate(definitions.catalog, indicator, area, previous_period(period), totals));
    row.year_before =
        TZ_TRY(rollup::evaluate(definitions.catalog, indicator, area, year_before(period), totals));
    return row;
}

Result<std::vector<const IndicatorDefinition*>> wanted_indicators(
    const Definitions& definitions, const std::vector<std::string>& names) {
    std::vector<const IndicatorDefinition*> wanted;
    for (const auto& name : names) {
        wanted.push_back(TZ_TRY(definitions.catalog.indicator(name)));
    }
    if (names.empty()) {
        for (const auto& indicator : definitions.catalog.pack.indicators) {
            wanted.push_back(&indicator);
        }
    }
    return wanted;
}

class Tracer {
  public:
    Tracer(store::ReadTx& tx, const Definitions& definitions, const model::Scope& scope,
           AreaId area, const Period& period)
        : tx_(tx), definitions_(definitions), scope_(scope), area_(area), period_(period) {}

    Result<void> add(const IndicatorDefinition& indicator, const std::string& part,
                     std::vector<TracedRecord>& records) {
        if (indicator.measure == Measure::Ratio) {
            const auto& pack = definitions_.catalog.pack;
            if (auto added = add(*pack.indicator(indicator.numerator), "numerator", records);
                !added) {
                return added;
            }
            return add(*pack.indicator(indicator.denominator), "denominator", records);
        }
        const auto& ledger = *definitions_.catalog.pack.ledger(indicator.ledger);
        bool full = false;
        scan_counted(tx_, definitions_, scope_, indicator, area_, period_,
                     [&](const model::LedgerRecord& record) {
                         records.push_back(
                             {record.number, record.happened_on(ledger),
                              definitions_.areas.full_name(record.area, record.happened_on(ledger)),
                              part, counted_text(indicator, ledger, record)});
                         full = records.size() >= limits::kTraceRecordsMax;
                         return !full;
                     });
        if (full) {
            return fail(ErrorCode::LimitExceeded, "条目太多，请缩小时期或范围", "too many records");
        }
        return {};
    }

  private:
    store::ReadTx& tx_;
    const Definitions& definitions_;
    const model::Scope& scope_;
    AreaId area_;
    Period period_;
};

}  // namespace

std::string counted_text(const IndicatorDefinition& indicator,
                         const model::LedgerDefinition& ledger, const model::LedgerRecord& record) {
    switch (indicator.measure) {
        case Measure::Sum:
        case Measure::Last: {
            const auto& field = ledger.fields[*indicator.field];
            return format_scaled(rollup::units_of(record.values[*indicator.field]),
                                 model::scale_of(field));
        }
        case Measure::Distinct:
            return model::shown_text(record.values[*indicator.field],
                                     ledger.fields[*indicator.field]);
        default:
            return "1";
    }
}

Result<Figures> read_figures(const Session& session, const FiguresQuery& query) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadFigures));
    Figures figures;
    figures.period = query.period;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& known) -> Result<void> {
        figures.definitions = known;
        const auto& definitions = *known;
        figures.area = TZ_TRY(find_area(definitions, grant, query.area));
        const auto wanted = TZ_TRY(wanted_indicators(definitions, query.indicators));
        StoreTotals totals(tx, definitions, grant.scope());
        TZ_TRY(totals.gather(wanted, figures.area, compared_span(query.period)));
        for (const auto* indicator : wanted) {
            figures.rows.push_back(
                TZ_TRY(figure_row(definitions, *indicator, figures.area, query.period, totals)));
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return figures;
}

Result<Trace> trace_figure(const Session& session, const std::string& name, const Period& period,
                           const std::string& area) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    Trace trace;
    trace.period = period;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& known) -> Result<void> {
        trace.definitions = known;
        const auto& definitions = *known;
        trace.area = TZ_TRY(find_area(definitions, grant, area));
        const auto* indicator = TZ_TRY(definitions.catalog.indicator(name));
        StoreTotals totals(tx, definitions, grant.scope());
        trace.figure = TZ_TRY(figure_row(definitions, *indicator, trace.area, period, totals));
        return Tracer(tx, definitions, grant.scope(), trace.area, period)
            .add(*indicator, "", trace.records);
    };
    TZ_TRY(read_defined(session, read));
    return trace;
}

}  // namespace taizhang::service
