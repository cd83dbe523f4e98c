// SPDX-License-Identifier: Apache-2.0
// What an import would add to the indicators of its ledger that do not add up: values by day, not
// whole records.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <map>
#include <string>
#include <vector>

#include "service/reporting/store_totals.hpp"

namespace taizhang::service {

class ForeseenValues {
  public:
    ForeseenValues(const Definitions& definitions, const model::LedgerDefinition& ledger);

    // Each record once. `before` is nullptr for a new one, which comes behind all that are stored.
    void add(const model::LedgerRecord* before, const model::LedgerRecord& after);

    // The stored record counts no more as it is.
    bool replaces(RecordId id) const { return replaced_.contains(id.value); }
    void tally(const model::IndicatorDefinition& indicator, const Period& span,
               RecordTally& tally) const;

    // More than limits::kPreviewValuesMax: nothing is known.
    bool overflowed() const { return overflowed_; }

  private:
    struct Values {
        const model::IndicatorDefinition* indicator = nullptr;
        std::map<Date, std::map<std::string, std::int64_t>> counts;      // of distinct
        std::map<Date, std::pair<RecordId, std::int64_t>> latest_units;  // of last
    };
    void add_to(Values& values, const model::LedgerRecord& record);

    const model::LedgerDefinition& ledger_;
    std::vector<Values> values_;
    boost::unordered_flat_set<std::int64_t> replaced_;
    std::size_t held_ = 0;
    std::int64_t next_new_id_;
    bool overflowed_ = false;
};

}  // namespace taizhang::service
