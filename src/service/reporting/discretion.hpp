// SPDX-License-Identifier: Apache-2.0
// Who may see totals but not the rows behind them must not learn of single persons from small
// counts, nor from a whole less its other parts.
#pragma once

#include <map>
#include <tuple>

#include "rollup/evaluate.hpp"
#include "service/session.hpp"

namespace taizhang::service {

inline constexpr std::string_view kTooFew = "数量太少，不显示";

class Discretion {
  public:
    // All outlive it. `figures`: with ReadFigures.
    Discretion(const Session& session, const access::Grant& figures, const Definitions& definitions,
               rollup::TotalsSource& totals);

    // What of the indicator's ledgers is within reach at all; NotFound, as of no indicator, where
    // nothing is.
    bool reaches(const model::IndicatorDefinition& indicator, AreaId area) const;

    // Takes out of the value what must not be told.
    Result<void> apply(const model::IndicatorDefinition& indicator, AreaId area,
                       const Period& period, rollup::IndicatorValue& value);

    // Whether the rows behind it may be listed: that they count tells what stands in them.
    bool shows_rows(const model::IndicatorDefinition& indicator, AreaId area) const;

  private:
    bool knows_rows(const model::IndicatorDefinition& indicator, AreaId area) const;
    Result<bool> hides(const model::IndicatorDefinition& indicator, AreaId area,
                       const Period& period);
    Result<bool> is_small(const model::IndicatorDefinition& indicator, AreaId area,
                          const Period& period);
    Result<bool> any_part_is_small(const model::IndicatorDefinition& indicator, AreaId whole,
                                   const Period& period);

    using Key = std::tuple<std::string, std::int64_t, std::int32_t, std::int32_t>;

    const access::Grant& figures_;
    const Definitions& definitions_;
    rollup::TotalsSource& totals_;
    std::optional<access::Grant> rows_;  // with ReadRecords
    std::optional<access::Grant> find_;  // with FindPersonal
    bool everything_;
    std::map<Key, bool> small_parts_;  // by ledger and indicator, whole, period
};

}  // namespace taizhang::service
