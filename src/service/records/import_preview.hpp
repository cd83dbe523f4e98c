// SPDX-License-Identifier: Apache-2.0
// Which figures an import would move, from the same roll-up deltas that its writer would write.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rollup/contribution.hpp"
#include "rollup/evaluate.hpp"
#include "service/records/foreseen_values.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct FigureChange {
    std::string indicator;
    std::string title;
    std::string from;  // as printed: 12人, 缺
    std::string to;
};

// Of the whole office. The half-year where all rows fall into one, else each year.
struct PeriodPreview {
    Period period;
    std::vector<FigureChange> changes;  // the largest first, by their share of the figure
    std::size_t not_counted = 0;        // figures that need more values than are kept
};

struct FiguresPreview {
    std::vector<PeriodPreview> periods;  // the latest first
    std::size_t years_left_out = 0;      // before those
};

class ImportPreview {
  public:
    ImportPreview(const Definitions& definitions, const model::LedgerDefinition& ledger);

    // What the writer would do: `before` is nullptr for a new record.
    void would_write(const model::LedgerRecord* before, const std::vector<model::Value>& values);
    void would_file(const store::ZeroReport& report);

    Result<FiguresPreview> figures(store::ReadTx& tx, const access::Grant& grant) const;

  private:
    friend class PreviewTotals;

    void add(const model::LedgerRecord& record, int sign);
    std::vector<Period> touched_periods() const;
    Result<PeriodPreview> preview(store::ReadTx& tx, const access::Grant& grant,
                                  const Period& period) const;
    bool concerns(const model::IndicatorDefinition& indicator) const;
    bool needs_records(const model::IndicatorDefinition& indicator) const;

    const Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    rollup::LedgerRollup rollup_;
    std::map<IndicatorId, std::map<Date, model::RollupTotals>> days_;  // of the whole office
    std::set<int> half_years_;                                         // 2 × year, + 1 the second
    std::vector<store::ZeroReport> zero_reports_;
    ForeseenValues values_;
    model::RollupDeltas deltas_;  // room that is used again
};

}  // namespace taizhang::service
