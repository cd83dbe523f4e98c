// SPDX-License-Identifier: Apache-2.0
// The value of an indicator for a period and an area, from roll-ups or, where a measure does not
// add up, from the records.
#pragma once

#include <optional>
#include <string>

#include "model/areas/area.hpp"
#include "model/pack/catalog.hpp"
#include "model/reporting/rollup_delta.hpp"

namespace taizhang::rollup {

// 0 and missing differ: `missing` says why there is no value.
struct IndicatorValue {
    std::optional<model::ExactNumber> number;
    std::string missing;       // Chinese; empty when there is a value
    std::int64_t records = 0;  // that count in it; of a ratio: in its denominator
    std::optional<model::ExactNumber> numerator;
    std::optional<model::ExactNumber> denominator;
};

// Where the totals come from. Not called for ratios.
class TotalsSource {
  public:
    virtual ~TotalsSource() = default;
    virtual Result<model::RollupTotals> totals(IndicatorId indicator, AreaId area,
                                               const Period& period) = 0;
    // Distinct: `sum` is the number of distinct values. Last: `sum` is the latest value, count 0
    // or 1.
    virtual Result<model::RollupTotals> from_records(const model::IndicatorDefinition& indicator,
                                                     AreaId area, const Period& period) = 0;
    // Whether zero reports cover the whole period for the area.
    virtual Result<bool> zero_reported(LedgerId ledger, AreaId area, const Period& period) = 0;
};

inline constexpr int kRatioScale = 2;

// The period an indicator looks at: itself, or everything up to its end.
Period span_of(const model::IndicatorDefinition& indicator, const Period& period);

Result<IndicatorValue> evaluate(const model::Catalog& catalog,
                                const model::IndicatorDefinition& indicator, AreaId area,
                                const Period& period, TotalsSource& source);

// "61300.00": what figures --json gives.
std::string value_text(const model::ExactNumber& number);

// 6.13万元, 每人300元, 零; 缺 when missing.
std::string printed_text(const model::IndicatorDefinition& indicator, const IndicatorValue& value);

}  // namespace taizhang::rollup
