// SPDX-License-Identifier: Apache-2.0
// Deltas gathered until they are written: one entry for a ledger, a place and a day, whatever the
// number of records. Levels and months are made only when the rows are asked for.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "model/reporting/rollup_delta.hpp"

namespace taizhang::model {

using RollupVisitor = std::function<void(const RollupMonth&)>;

class RollupSums {
  public:
    void add(const RollupDelta& delta);
    void add(const RollupSums& other);

    // For very many records of few places: the number of a place with everything above it (until
    // clear()), and its row on a day, parallel to the indicators. The row stays until the next
    // call.
    std::uint32_t place(const std::vector<AreaId>& areas) { return chain_number(areas); }
    std::span<RollupTotals> row(const std::vector<IndicatorId>& indicators, std::uint32_t place,
                                Date day);

    bool empty() const { return bytes_ == 0; }
    std::size_t bytes() const { return bytes_; }  // taken by sums and their places, roughly
    void clear();

    // For each indicator by area and month, as the rows are kept; days that came to nothing are
    // left out.
    void visit_months(const RollupVisitor& visit) const;
    std::vector<RollupMonth> months(IndicatorId indicator) const;
    std::vector<IndicatorId> indicators() const;

  private:
    struct ChainHash {
        std::size_t operator()(const std::vector<AreaId>& areas) const;
    };

    // Of the indicators of one ledger: a row of totals, as wide as they are many, for each place
    // and day. One look-up serves them all.
    struct Ledger {
        boost::unordered_flat_map<std::uint64_t, std::uint32_t> rows;  // by chain number and day
        std::vector<RollupTotals> totals;
    };

    struct LevelRow {
        std::uint64_t place = 0;  // the area's rank, and the day
        std::uint32_t row = 0;
    };

    RollupTotals* row_of(const std::vector<IndicatorId>& indicators, std::uint64_t place);
    // A place with everything above it, by number: few, and named by very many deltas.
    std::uint32_t chain_number(const std::vector<AreaId>& areas);
    std::vector<AreaId> areas() const;  // of all chains, ascending
    std::vector<LevelRow> level_rows(const Ledger& ledger, const std::vector<AreaId>& areas) const;
    // `column` of the totals; `width` of them make a row.
    struct Column {
        IndicatorId indicator;
        std::size_t column = 0;
        std::size_t width = 0;
    };
    static void visit_column(const Ledger& ledger, const Column& column,
                             const std::vector<LevelRow>& rows, const std::vector<AreaId>& areas,
                             const RollupVisitor& visit);

    boost::unordered_flat_map<std::vector<AreaId>, std::uint32_t, ChainHash> numbers_;
    std::vector<std::vector<AreaId>> chains_;
    std::map<std::vector<IndicatorId>, Ledger> ledgers_;
    std::size_t bytes_ = 0;
};

}  // namespace taizhang::model
