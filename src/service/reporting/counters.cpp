// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/counters.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "service/desk/limits.hpp"
#include "service/reporting/discretion.hpp"
#include "service/reporting/store_totals.hpp"

namespace taizhang::service {

using model::IndicatorDefinition;

namespace {

class Counter {
  public:
    Counter(const Session& session, store::ReadTx& tx, const access::Grant& grant,
            const model::LedgerDefinition& ledger, Counters& counters)
        : definitions_(*counters.definitions),
          ledger_(ledger),
          counters_(counters),
          all_(model::filing_definition(ledger)),
          totals_(tx, definitions_, grant),
          discretion_(session, grant, definitions_, totals_) {}

    Result<void> run() {
        const AreaId whole = counters_.whole.area;
        if (!discretion_.reaches(all_, whole)) {
            return fail(ErrorCode::Forbidden,
                        fmt::format("台账“{}”不在你的范围内，请找管理员", ledger_.title.zh),
                        "ledger is outside the scope");
        }
        counters_.whole.records = TZ_TRY(records_in(whole));
        for (const AreaId part : TZ_TRY(parts_of(whole))) {
            counters_.parts.push_back({part, TZ_TRY(records_in(part))});
        }
        for (const auto& indicator : definitions_.catalog.pack.indicators) {
            if (indicator.ledger == ledger_.name && indicator.is_additive()) {
                counters_.indicators.push_back({&indicator, TZ_TRY(values_of(indicator, whole))});
            }
        }
        return {};
    }

  private:
    using Values = std::array<rollup::IndicatorValue, kCounterPeriods>;

    Result<std::vector<AreaId>> parts_of(AreaId whole) const {
        auto parts = definitions_.areas.children(whole, counters_.periods.front().to);
        if (parts.size() > limits::kCounterAreasMax) {
            return fail(
                ErrorCode::LimitExceeded,
                fmt::format("下一级区域超过 {} 个，请写小一些的区域", limits::kCounterAreasMax),
                "too many parts");
        }
        return parts;
    }

    Result<Values> values_of(const IndicatorDefinition& indicator, AreaId area) {
        Values values;
        for (std::size_t i = 0; i < kCounterPeriods; ++i) {
            const auto& period = counters_.periods[i];
            values[i] =
                TZ_TRY(rollup::evaluate(definitions_.catalog, indicator, area, period, totals_));
            TZ_TRY(discretion_.apply(indicator, area, period, values[i]));
        }
        return values;
    }

    // Whether the ledger was filed is another question: what is not there counts nothing.
    Result<RecordCounts> records_in(AreaId area) {
        const auto values = TZ_TRY(values_of(all_, area));
        RecordCounts counts;
        for (std::size_t i = 0; i < kCounterPeriods; ++i) {
            if (values[i].missing != kTooFew) {
                counts[i] = values[i].records;
            }
        }
        return counts;
    }

    const Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    Counters& counters_;
    IndicatorDefinition all_;
    StoreTotals totals_;
    Discretion discretion_;
};

}  // namespace

std::array<Period, kCounterPeriods> counter_periods(Date day) {
    const Date month = Date::from_civil(day.year(), day.month(), 1);
    const Date half = Date::from_civil(day.year(), day.month() <= 6 ? 1 : 7, 1);
    const auto months_from = [](Date first, int count) {
        return Period{first, first.plus_months(count).plus_days(-1)};
    };
    return {Period{day, day}, months_from(month, 1), months_from(half, 6)};
}

Result<Counters> read_counters(const Session& session, const std::string& name,
                               const std::string& area, Date day) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadFigures));
    Counters counters;
    counters.periods = counter_periods(day);
    TZ_TRY(read_defined(session,
                        [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
                            counters.definitions = definitions;
                            const auto* ledger = TZ_TRY(definitions->catalog.ledger(name));
                            counters.whole.area = TZ_TRY(find_area(*definitions, grant, area));
                            return Counter(session, tx, grant, *ledger, counters).run();
                        }));
    return counters;
}

}  // namespace taizhang::service
