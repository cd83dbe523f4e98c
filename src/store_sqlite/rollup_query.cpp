// SPDX-License-Identifier: Apache-2.0
// Roll-ups are what the table has and what runs of bulk work add to it.
#include "model/reporting/rollup_days.hpp"
#include "store_sqlite/read_tx.hpp"
#include "store_sqlite/record_query.hpp"
#include "store_sqlite/rollup_runs.hpp"

namespace taizhang::store_sqlite {
namespace {

model::RollupMonth read_month(SQLite::Statement& row) {
    return {IndicatorId{row.getColumn(0).getInt64()},
            AreaId{row.getColumn(1).getInt64()},
            row.getColumn(2).getInt(),
            {row.getColumn(3).getInt64(), row.getColumn(4).getInt64()},
            model::parse_days(row.getColumn(5).getText())};
}

}  // namespace

model::RollupTotals Queries::rollup(IndicatorId indicator, AreaId area, const Period& period) {
    model::RollupTotals totals;
    for (const auto& range : cover(period)) {
        totals +=
            is_month(range.first) ? months(indicator, area, range) : days(indicator, area, range);
    }
    return totals;
}

SQLite::Statement& Queries::rollup_rows(const std::string& columns, IndicatorId indicator,
                                        AreaId area, const BucketRange& months) {
    auto& row = connection_.statement(
        "SELECT " + columns +
        " FROM rollup WHERE office_id = ? AND indicator_id = ? AND area_id = ? "
        "AND month BETWEEN ? AND ?");
    row.bind(1, office_.value);
    row.bind(2, indicator.value);
    row.bind(3, area.value);
    row.bind(4, months.first);
    row.bind(5, months.last);
    return row;
}

model::RollupTotals Queries::months(IndicatorId indicator, AreaId area, const BucketRange& range) {
    auto& row = rollup_rows("sum(count), sum(sum)", indicator, area, range);
    row.executeStep();
    model::RollupTotals totals{row.getColumn(0).getInt64(), row.getColumn(1).getInt64()};
    row.reset();
    RollupRuns(connection_, office_)
        .visit(indicator, area, range,
               [&](const model::RollupMonth& month) { totals += month.totals; });
    return totals;
}

model::RollupTotals Queries::days(IndicatorId indicator, AreaId area, const BucketRange& range) {
    model::RollupTotals totals;
    const auto add = [&](Bucket month, const std::vector<model::RollupDay>& days) {
        for (const auto& day : days) {
            const Bucket bucket = day_of(month, day.day);
            totals +=
                range.first <= bucket && bucket <= range.last ? day.totals : model::RollupTotals{};
        }
    };
    const BucketRange months{month_of(range.first), month_of(range.last)};
    auto& row = rollup_rows("month, days", indicator, area, months);
    while (row.executeStep()) {
        add(row.getColumn(0).getInt(), model::parse_days(row.getColumn(1).getText()));
    }
    RollupRuns(connection_, office_)
        .visit(indicator, area, months,
               [&](const model::RollupMonth& month) { add(month.month, month.days); });
    return totals;
}

std::vector<model::RollupMonth> Queries::rollup_months(const std::vector<IndicatorId>& indicators,
                                                       AreaId area, const BucketRange& months) {
    auto& row = connection_.statement(
        "SELECT indicator_id, month, count, sum FROM rollup WHERE office_id = ? "
        "AND indicator_id IN (SELECT value FROM json_each(?)) AND area_id = ? "
        "AND month BETWEEN ? AND ?");
    row.bind(1, office_.value);
    row.bind(2, ids_json(indicators));
    row.bind(3, area.value);
    row.bind(4, months.first);
    row.bind(5, months.last);
    std::vector<model::RollupMonth> found;
    while (row.executeStep()) {
        found.push_back({IndicatorId{row.getColumn(0).getInt64()},
                         area,
                         row.getColumn(1).getInt(),
                         {row.getColumn(2).getInt64(), row.getColumn(3).getInt64()},
                         {}});
    }
    RollupRuns runs(connection_, office_);
    for (const auto indicator : indicators) {
        runs.visit(indicator, area, months, [&](const model::RollupMonth& month) {
            found.push_back({indicator, area, month.month, month.totals, {}});
        });
    }
    return found;
}

// The table and the runs side by side, both in this order.
void Queries::scan_rollups(const std::function<void(const model::RollupMonth&)>& visit) {
    auto& row = connection_.statement(
        "SELECT indicator_id, area_id, month, count, sum, days FROM rollup WHERE office_id = ? "
        "ORDER BY indicator_id, area_id, month");
    row.bind(1, office_.value);
    std::optional<model::RollupMonth> stored;
    const auto next = [&] {
        stored = row.executeStep() ? std::optional(read_month(row)) : std::nullopt;
    };
    next();
    RollupRuns(connection_, office_).visit([&](const model::RollupMonth& run) {
        for (; stored && key_of(*stored) < key_of(run); next()) {
            visit(*stored);
        }
        if (!stored || key_of(*stored) != key_of(run)) {
            visit(run);
            return;
        }
        add_to_month(*stored, run);
        visit(*stored);
        next();
    });
    for (; stored; next()) {
        visit(*stored);
    }
}

}  // namespace taizhang::store_sqlite
