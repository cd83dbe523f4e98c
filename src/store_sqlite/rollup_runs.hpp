// SPDX-License-Identifier: Apache-2.0
// What bulk work has added to the roll-ups and the table of roll-ups does not have yet. A commit
// writes one sorted run; all runs are joined into the table at once, each of its rows one time
// instead of once in every commit.
#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include "store_sqlite/rollup_part.hpp"

namespace taizhang::store_sqlite {

class Connection;

class RollupRuns {
  public:
    RollupRuns(Connection& connection, OfficeId office)
        : connection_(connection), office_(office) {}

    const std::vector<std::int64_t>& numbers();

    void append(const RollupRun& parts);
    void clear();

    // All runs joined: each indicator, area and month once, in this order, with its days.
    void visit(const model::RollupVisitor& visit);
    // Of one indicator in one area, run by run; `months` are months.
    void visit(IndicatorId indicator, AreaId area, const BucketRange& months,
               const model::RollupVisitor& visit);

  private:
    void visit_run(std::int64_t run, const model::RollupMonth& from, const model::RollupMonth& to,
                   const model::RollupVisitor& visit);

    Connection& connection_;
    OfficeId office_;
    std::optional<std::vector<std::int64_t>> numbers_;
};

// What rows are ordered by, and what no two of a table have in common.
inline auto key_of(const model::RollupMonth& month) {
    return std::tuple(month.indicator, month.area, month.month);
}

// Adds what another row of the same indicator, area and month has; days that come to nothing go.
void add_to_month(model::RollupMonth& month, const model::RollupMonth& added);

}  // namespace taizhang::store_sqlite
