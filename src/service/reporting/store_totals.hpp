// SPDX-License-Identifier: Apache-2.0
// Totals for rollup::evaluate, from one read transaction.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rollup/evaluate.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// Records that count in an indicator (no ratio) for an area and a period, in order of entry.
void scan_counted(store::ReadTx& tx, const Definitions& definitions, const access::Grant& grant,
                  const model::IndicatorDefinition& indicator, AreaId area, const Period& period,
                  const store::RecordVisitor& visit);

// What does not add up, counted record by record. Last: the latest by date, then by entry.
class RecordTally {
  public:
    RecordTally(const model::IndicatorDefinition& indicator, const model::LedgerDefinition& ledger)
        : indicator_(indicator), ledger_(ledger) {}

    void add(const model::LedgerRecord& record);
    void add_distinct(const std::string& text, std::int64_t count);
    void add_last(const std::pair<Date, RecordId>& when, std::int64_t units);
    model::RollupTotals totals() const;

  private:
    const model::IndicatorDefinition& indicator_;
    const model::LedgerDefinition& ledger_;
    model::RollupTotals totals_;
    std::set<std::string> distinct_;
    std::pair<Date, RecordId> latest_;
};

// From the beginning of the period before, or of the year before, to the end of this one.
Period compared_span(const Period& period);

// Of a ledger of whose rows the grant reaches only one unit's, these are counted one by one:
// roll-ups know no units.
class StoreTotals : public rollup::TotalsSource {
  public:
    StoreTotals(store::ReadTx& tx, const Definitions& definitions, const access::Grant& grant)
        : tx_(tx), definitions_(definitions), grant_(grant), zero_reports_(tx.zero_reports()) {}

    // Reads ahead, in one question or two, what these indicators will be asked for: whole months of
    // one area within `window`.
    Result<void> gather(const std::vector<const model::IndicatorDefinition*>& indicators,
                        AreaId area, const Period& window);

    // As if the report had been filed.
    void assume(const store::ZeroReport& report) { zero_reports_.push_back(report); }

    Result<model::RollupTotals> totals(IndicatorId indicator, AreaId area,
                                       const Period& period) override;
    Result<model::RollupTotals> from_records(const model::IndicatorDefinition& indicator,
                                             AreaId area, const Period& period) override;
    Result<bool> zero_reported(LedgerId ledger, AreaId area, const Period& period) override;

  private:
    using Days = std::vector<bool>;  // one for each day of a period: filed as zero

    using Months = std::vector<std::pair<Bucket, model::RollupTotals>>;
    struct Gathered {
        Months months;
        BucketRange window{0, 0};
    };

    Result<void> gather_months(const std::vector<IndicatorId>& ids, const BucketRange& window);
    const model::LedgerDefinition* partly_seen(IndicatorId indicator, AreaId area) const;
    Result<model::RollupTotals> count(IndicatorId indicator, const model::LedgerDefinition& ledger,
                                      AreaId area, const Period& period);
    void mark_own(LedgerId ledger, AreaId area, const Period& period, Days& days) const;
    Days filed_days(LedgerId ledger, AreaId area, const Period& period) const;

    store::ReadTx& tx_;
    const Definitions& definitions_;
    const access::Grant& grant_;
    std::vector<store::ZeroReport> zero_reports_;
    AreaId gathered_area_;
    std::unordered_map<std::int64_t, Gathered> gathered_;  // by indicator
};

}  // namespace taizhang::service
