// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/figures.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"
#include "service/reporting/discretion.hpp"
#include "service/reporting/store_totals.hpp"

namespace taizhang::service {

using model::IndicatorDefinition;
using model::Measure;

namespace {

Result<FigureRow> figure_row(const Definitions& definitions, const IndicatorDefinition& indicator,
                             AreaId area, const Period& period, StoreTotals& totals,
                             Discretion& discretion) {
    const auto value_in = [&](const Period& asked) -> Result<rollup::IndicatorValue> {
        auto value = TZ_TRY(rollup::evaluate(definitions.catalog, indicator, area, asked, totals));
        TZ_TRY(discretion.apply(indicator, area, asked, value));
        return value;
    };
    FigureRow row;
    row.indicator = &indicator;
    row.value = TZ_TRY(value_in(period));
    row.printed = rollup::printed_text(indicator, row.value);
    row.previous = TZ_TRY(value_in(previous_period(period)));
    row.year_before = TZ_TRY(value_in(year_before(period)));
    return row;
}

Result<void> check_reach(const Discretion& discretion, const IndicatorDefinition& indicator,
                         AreaId area) {
    if (discretion.reaches(indicator, area)) {
        return {};
    }
    return fail(ErrorCode::Forbidden,
                fmt::format("数字“{}”不在你的范围内，请找管理员", indicator.title.zh),
                "indicator is outside the scope");
}

Result<std::vector<const IndicatorDefinition*>> wanted_indicators(
    const Definitions& definitions, const Discretion& discretion, AreaId area,
    const std::vector<std::string>& names) {
    std::vector<const IndicatorDefinition*> wanted;
    for (const auto& name : names) {
        wanted.push_back(TZ_TRY(definitions.catalog.indicator(name)));
        TZ_TRY(check_reach(discretion, *wanted.back(), area));
    }
    if (names.empty()) {
        for (const auto& indicator : definitions.catalog.pack.indicators) {
            if (discretion.reaches(indicator, area)) {
                wanted.push_back(&indicator);
            }
        }
    }
    return wanted;
}

class Tracer {
  public:
    Tracer(store::ReadTx& tx, const Definitions& definitions, const access::Grant& grant,
           AreaId area, const Period& period)
        : tx_(tx), definitions_(definitions), grant_(grant), area_(area), period_(period) {}

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
        scan_counted(tx_, definitions_, grant_, indicator, area_, period_,
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
    const access::Grant& grant_;
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
            return model::masked_text(record.values[*indicator.field],
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
        StoreTotals totals(tx, definitions, grant);
        Discretion discretion(session, grant, definitions, totals);
        const auto wanted =
            TZ_TRY(wanted_indicators(definitions, discretion, figures.area, query.indicators));
        TZ_TRY(totals.gather(wanted, figures.area, compared_span(query.period)));
        for (const auto* indicator : wanted) {
            figures.rows.push_back(TZ_TRY(figure_row(definitions, *indicator, figures.area,
                                                     query.period, totals, discretion)));
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
        StoreTotals totals(tx, definitions, grant);
        Discretion discretion(session, grant, definitions, totals);
        TZ_TRY(check_reach(discretion, *indicator, trace.area));
        trace.figure =
            TZ_TRY(figure_row(definitions, *indicator, trace.area, period, totals, discretion));
        if (!discretion.shows_rows(*indicator, trace.area)) {
            return fail(ErrorCode::Forbidden, "这个数字按你看不到的个人信息统计，不能列出条目",
                        "the rows would tell a hidden field");
        }
        return Tracer(tx, definitions, grant, trace.area, period)
            .add(*indicator, "", trace.records);
    };
    TZ_TRY(read_defined(session, read));
    return trace;
}

}  // namespace taizhang::service
