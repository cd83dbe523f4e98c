// SPDX-License-Identifier: Apache-2.0
// Deltas gathered until they are written: one entry for a ledger, a place and a day, whatever the
// number of records. Levels and months are made only when the rows are asked for.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <compare>
#include <functional>
#include <map>
#include <vector>

#include "model/reporting/rollup_delta.hpp"

namespace taizhang::model {

using RollupVisitor = std::function<void(const RollupMonth&)>;

class RollupSums {
  public:
    void add(const RollupDelta& delta);
    void add(const RollupSums& other);

    // For very many records of few places: the number of a place with everything above it (until
    // clear()), its row on a day (until the next is asked for), adding to an indicator's column.
    class Row;
    std::uint32_t place(const std::vector<AreaId>& areas) { return chain_number(areas); }
    Row row(const std::vector<IndicatorId>& indicators, std::uint32_t place, Date day);
    void add(const Row& row, std::size_t indicator, const RollupTotals& totals);

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

    // Of the indicators of one ledger: a row for each place and day, found by one look-up for all.
    // Most indicators have no sums, and most days few records: these widths are what memory takes.
    struct Ledger {
        boost::unordered_flat_map<std::uint64_t, std::uint32_t> rows;  // by chain number and day
        std::vector<std::int32_t> counts;             // a row is as wide as the indicators are many
        std::vector<std::vector<std::int64_t>> sums;  // by indicator; as long as it has any

        RollupTotals at(std::size_t row, std::size_t indicator) const;
    };

    struct LevelRow {
        std::uint32_t rank = 0;  // of the area
        std::int32_t day = 0;
        std::uint32_t row = 0;

        auto operator<=>(const LevelRow&) const = default;
        bool same_place(const LevelRow& other) const {
            return rank == other.rank && day == other.day;
        }
    };

    Ledger& ledger_of(const std::vector<IndicatorId>& indicators);
    std::uint32_t row_of(Ledger& ledger, std::uint64_t place);
    void add(Ledger& ledger, std::uint32_t row, std::size_t indicator, const RollupTotals& totals);
    // A place with everything above it, by number: few, and named by very many deltas.
    std::uint32_t chain_number(const std::vector<AreaId>& areas);
    std::vector<AreaId> areas() const;  // of all chains, ascending
    std::vector<LevelRow> level_rows(const Ledger& ledger, const std::vector<AreaId>& areas) const;
    struct Column {
        IndicatorId indicator;
        std::size_t number = 0;  // among those of the ledger
    };
    static void visit_column(const Ledger& ledger, const Column& column,
                             const std::vector<LevelRow>& rows, const std::vector<AreaId>& areas,
                             const RollupVisitor& visit);

    boost::unordered_flat_map<std::vector<AreaId>, std::uint32_t, ChainHash> numbers_;
    std::vector<std::vector<AreaId>> chains_;
    std::map<std::vector<IndicatorId>, Ledger> ledgers_;
    std::size_t bytes_ = 0;
};

class RollupSums::Row {
  private:
    friend class RollupSums;
    Row(Ledger& ledger, std::uint32_t number) : ledger_(ledger), number_(number) {}

    Ledger& ledger_;
    std::uint32_t number_;
};

}  // namespace taizhang::model
