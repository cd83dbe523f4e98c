// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/rollup_runs.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {
namespace {

void bind_key(SQLite::Statement& statement, int index, const model::RollupMonth& month) {
    statement.bind(index, month.indicator.value);
    statement.bind(index + 1, month.area.value);
    statement.bind(index + 2, month.month);
}

// Stands on one month of a run after another, a part in memory at a time.
class RunCursor {
  public:
    RunCursor(Connection& connection, OfficeId office, std::int64_t run)
        : connection_(connection), office_(office), run_(run) {
        next();
    }

    bool at_end() const { return at_end_; }
    const model::RollupMonth& month() const { return month_; }

    void next() {
        while (!reader_.next(month_)) {
            if (!next_part()) {
                at_end_ = true;
                return;
            }
        }
    }

  private:
    bool next_part() {
        auto& row = connection_.statement(
            "SELECT months, indicator_id, area_id, month FROM rollup_run WHERE office_id = ? "
            "AND run = ? AND (indicator_id, area_id, month) > (?, ?, ?) "
            "ORDER BY indicator_id, area_id, month LIMIT 1");
        row.bind(1, office_.value);
        row.bind(2, run_);
        bind_key(row, 3, part_);
        const bool found = row.executeStep();
        if (found) {
            bytes_ = row.getColumn(0).getString();
            part_.indicator.value = row.getColumn(1).getInt64();
            part_.area.value = row.getColumn(2).getInt64();
            part_.month = row.getColumn(3).getInt();
            reader_ = RollupPartReader(bytes_);
        }
        row.reset();
        return found;
    }

    Connection& connection_;
    OfficeId office_;
    std::int64_t run_;
    // The key of the part at hand, at first before any: ids of what is filed are below zero.
    model::RollupMonth part_{IndicatorId{std::numeric_limits<std::int64_t>::min()}, {}, 0, {}, {}};
    std::string bytes_;
    RollupPartReader reader_{std::string_view()};
    model::RollupMonth month_;
    bool at_end_ = false;
};

bool later(const std::unique_ptr<RunCursor>& one, const std::unique_ptr<RunCursor>& other) {
    return key_of(one->month()) > key_of(other->month());
}

}  // namespace

void add_to_month(model::RollupMonth& month, const model::RollupMonth& added) {
    std::vector<model::RollupDay> days;
    days.reserve(month.days.size() + added.days.size());
    auto left = month.days.begin();
    auto right = added.days.begin();
    while (left != month.days.end() || right != added.days.end()) {
        if (right == added.days.end() || (left != month.days.end() && left->day < right->day)) {
            days.push_back(*left++);
        } else if (left == month.days.end() || right->day < left->day) {
            days.push_back(*right++);
        } else {
            model::RollupDay both = *left++;
            both.totals += (right++)->totals;
            if (both.totals != model::RollupTotals{}) {
                days.push_back(both);
            }
        }
    }
    month.days = std::move(days);
    month.totals += added.totals;
}

const std::vector<std::int64_t>& RollupRuns::numbers() {
    if (numbers_) {
        return *numbers_;
    }
    numbers_.emplace();
    auto& row =
        connection_.statement("SELECT min(run) FROM rollup_run WHERE office_id = ? AND run > ?");
    for (std::int64_t last = 0;; numbers_->push_back(last)) {
        row.bind(1, office_.value);
        row.bind(2, last);
        row.executeStep();
        const bool found = !row.getColumn(0).isNull();
        last = row.getColumn(0).getInt64();
        row.reset();
        if (!found) {
            return *numbers_;
        }
    }
}

void RollupRuns::append(const RollupRun& parts) {
    const std::int64_t run = numbers().empty() ? 1 : numbers().back() + 1;
    numbers_->push_back(run);
    auto& insert = connection_.statement(
        "INSERT INTO rollup_run (office_id, run, indicator_id, area_id, month, months) "
        "VALUES (?, ?, ?, ?, ?, ?)");
    for (const auto& part : parts) {
        insert.bind(1, office_.value);
        insert.bind(2, run);
        bind_key(insert, 3, part.first);
        bind_bytes(insert, 6, part.bytes);
        insert.exec();
        insert.reset();
    }
}

void RollupRuns::clear() {
    numbers_.emplace();
    // Numbers of records, of nobody in particular: to overwrite them would double what is written.
    connection_.execute("PRAGMA secure_delete = OFF");
    auto& erase = connection_.statement("DELETE FROM rollup_run WHERE office_id = ?");
    erase.bind(1, office_.value);
    erase.exec();
    connection_.execute("PRAGMA secure_delete = ON");
}

void RollupRuns::visit(const model::RollupVisitor& visit) {
    std::vector<std::unique_ptr<RunCursor>> heap;
    for (const auto run : numbers()) {
        auto cursor = std::make_unique<RunCursor>(connection_, office_, run);
        if (!cursor->at_end()) {
            heap.push_back(std::move(cursor));
        }
    }
    std::make_heap(heap.begin(), heap.end(), later);
    model::RollupMonth month;
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end(), later);
        RunCursor& first = *heap.back();
        if (key_of(first.month()) == key_of(month)) {
            add_to_month(month, first.month());
        } else {
            if (!month.days.empty()) {
                visit(month);
            }
            month = first.month();
        }
        first.next();
        if (first.at_end()) {
            heap.pop_back();
        } else {
            std::push_heap(heap.begin(), heap.end(), later);
        }
    }
    if (!month.days.empty()) {
        visit(month);
    }
}

void RollupRuns::visit(IndicatorId indicator, AreaId area, const BucketRange& months,
                       const model::RollupVisitor& visit) {
    const model::RollupMonth from{indicator, area, months.first, {}, {}};
    const model::RollupMonth to{indicator, area, months.last, {}, {}};
    for (const auto run : numbers()) {
        visit_run(run, from, to, visit);
    }
}

void RollupRuns::visit_run(std::int64_t run, const model::RollupMonth& from,
                           const model::RollupMonth& to, const model::RollupVisitor& visit) {
    auto& row = connection_.statement(
        "SELECT months FROM rollup_run WHERE office_id = ?1 AND run = ?2 "
        "AND (indicator_id, area_id, month) <= (?6, ?7, ?8) "
        "AND (indicator_id, area_id, month) >= (SELECT indicator_id, area_id, month FROM ("
        "SELECT indicator_id, area_id, month FROM rollup_run WHERE office_id = ?1 AND run = ?2 "
        "AND (indicator_id, area_id, month) <= (?3, ?4, ?5) "
        "ORDER BY indicator_id DESC, area_id DESC, month DESC LIMIT 1) "
        "UNION ALL SELECT ?3, ?4, ?5 LIMIT 1) ORDER BY indicator_id, area_id, month");
    row.bind(1, office_.value);
    row.bind(2, run);
    bind_key(row, 3, from);
    bind_key(row, 6, to);
    model::RollupMonth month;
    while (row.executeStep()) {
        const std::string bytes = row.getColumn(0).getString();
        RollupPartReader reader(bytes);
        while (reader.next(month) && key_of(month) <= key_of(to)) {
            if (key_of(month) >= key_of(from)) {
                visit(month);
            }
        }
    }
    row.reset();
}

}  // namespace taizhang::store_sqlite
