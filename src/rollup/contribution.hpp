// SPDX-License-Identifier: Apache-2.0
// What one record adds to the figures: to every indicator of its ledger whose condition it meets,
// on its day, at its place and at every level above.
#pragma once

#include <vector>

#include "model/areas/area.hpp"
#include "model/pack/catalog.hpp"
#include "model/records/ledger_record.hpp"
#include "model/reporting/rollup_delta.hpp"

namespace taizhang::rollup {

// Whether the record counts in the indicator; deleted records never do.
bool counts_in(const model::IndicatorDefinition& indicator, const model::LedgerRecord& record);

// What it adds to a count or a sum; `sum` in units of the field's scale.
model::RollupTotals contribution(const model::IndicatorDefinition& indicator,
                                 const model::LedgerRecord& record);

// Exact units of a numeric value; 0 when missing.
std::int64_t units_of(const model::Value& value);

// The additive indicators of one ledger, found once and used for every record.
class LedgerRollup {
  public:
    LedgerRollup(const model::Catalog& catalog, const model::LedgerDefinition& ledger);

    // Appends what the record adds, times `sign` (1 or -1). The deltas point into this and `areas`.
    void append(const model::LedgerRecord& record, const model::AreaTree& areas, int sign,
                model::RollupDeltas& deltas) const;

    // What the record, which is not deleted, adds to the i-th of ids().
    model::RollupTotals totals(std::size_t i, const model::LedgerRecord& record) const;
    Date day_of(const model::LedgerRecord& record) const { return record.happened_on(ledger_); }

    // By field of the ledger: whether append() or totals() look at it.
    std::vector<bool> fields() const;
    const std::vector<IndicatorId>& ids() const { return ids_; }

  private:
    const model::LedgerDefinition& ledger_;
    std::vector<IndicatorId> ids_;  // of the filing indicator, then parallel to the others
    std::vector<const model::IndicatorDefinition*> indicators_;
};

}  // namespace taizhang::rollup
