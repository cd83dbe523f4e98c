// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/record_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/limits.hpp"
#include "store_sqlite/connection.hpp"
#include "store_sqlite/ledger_table.hpp"

namespace taizhang::store_sqlite {

void RecordIndex::Ledger::add_recent(std::int64_t key, std::int64_t record) {
    const auto [known, added] = recent.try_emplace(key, record);
    if (!added && known->second != record) {
        repeated[key].push_back(RecordId{record});
    }
}

void RecordIndex::Ledger::add_entered(std::int64_t key) {
    if (seen_whole) {
        (filter ? *filter : filter.emplace()).add(key);
    }
}

bool RecordIndex::Ledger::may_have_entered(std::int64_t key) const {
    return !seen_whole || (filter && filter->may_have(key));
}

void RecordIndex::refresh() {
    due_ = false;
    auto& row = connection_.statement("PRAGMA data_version");
    row.executeStep();
    const std::int64_t version = row.getColumn(0).getInt64();
    row.reset();
    if (version == version_) {
        return;
    }
    version_ = version;
    ledgers_.clear();
    auto& gap = connection_.statement("SELECT ledger_id, ledger, after_id FROM index_gap");
    while (gap.executeStep()) {
        Ledger& ledger = ledgers_[LedgerId{gap.getColumn(0).getInt64()}];
        ledger.name = gap.getColumn(1).getString();
        ledger.gap = gap.getColumn(2).getInt64();
        ledger.overdue = true;
    }
}

RecordIndex::Ledger& RecordIndex::ledger(const store::LedgerTable& table) {
    if (due_) {
        refresh();
    }
    const auto [known, added] = ledgers_.try_emplace(table.id);
    if (added) {
        known->second.name = table_name(*table.definition);
    }
    return known->second;
}

void RecordIndex::load(Ledger& ledger) {
    ledger.loaded = true;
    if (ledger.gap) {
        auto& row = connection_.statement(
            fmt::format("SELECT match_key, id FROM {} WHERE id > ?", ledger.name));
        row.bind(1, *ledger.gap);
        while (row.executeStep()) {
            ledger.add_recent(row.getColumn(0).getInt64(), row.getColumn(1).getInt64());
        }
        return;
    }
    auto& row = connection_.statement(fmt::format("SELECT 1 FROM {} LIMIT 1", ledger.name));
    ledger.seen_whole = !row.executeStep();
    row.reset();
}

std::vector<RecordId> RecordIndex::find(const store::LedgerTable& table, std::int64_t key,
                                        RecordId before) {
    Ledger& found = ledger(table);
    if (!found.loaded) {
        load(found);
    }
    std::vector<RecordId> records;
    if (found.may_have_entered(key)) {
        auto& row = connection_.statement(fmt::format(
            "SELECT record_id FROM match_{} WHERE match_key = ? ORDER BY record_id", found.name));
        row.bind(1, key);
        while (row.executeStep()) {
            records.push_back(RecordId{row.getColumn(0).getInt64()});
        }
        row.reset();
    }
    if (const auto first = found.recent.find(key); first != found.recent.end()) {
        records.push_back(RecordId{first->second});
        if (const auto more = found.repeated.find(key); more != found.repeated.end()) {
            records.insert(records.end(), more->second.begin(), more->second.end());
        }
        // A single record that was entered at once in the middle of a load is named twice.
        std::sort(records.begin(), records.end());
        records.erase(std::unique(records.begin(), records.end()), records.end());
    }
    if (before) {
        records.erase(std::lower_bound(records.begin(), records.end(), before), records.end());
    }
    return records;
}

void RecordIndex::add(const store::LedgerTable& table, const model::LedgerRecord& record,
                      Entering entering) {
    Ledger& known = ledger(table);
    if (entering == Entering::AtOnce) {
        enter(known, *table.definition, record);
        return;
    }
    if (!known.gap) {
        // Ids only rise, so all others have their entries.
        known.gap = record.id.value - 1;
        auto& insert = connection_.statement(
            "INSERT INTO index_gap (ledger_id, ledger, after_id) VALUES (?, ?, ?)");
        insert.bind(1, table.id.value);
        insert.bind(2, known.name);
        insert.bind(3, *known.gap);
        insert.exec();
    }
    ++known.missing;
    known.left_out.push_back(
        {record.match_key, record.id.value, record.area, record.happened_on(*table.definition)});
    if (known.loaded) {
        known.add_recent(record.match_key, record.id.value);
    }
}

SQLite::Statement& RecordIndex::match_insert(Ledger& known) {
    if (known.enter_match == nullptr) {
        known.enter_match = &connection_.statement(
            fmt::format("INSERT INTO match_{} (match_key, record_id) VALUES (?, ?)", known.name));
    }
    known.enter_match->tryReset();  // every parameter is bound anew
    return *known.enter_match;
}

SQLite::Statement& RecordIndex::day_insert(Ledger& known) {
    if (known.enter_day == nullptr) {
        known.enter_day = &connection_.statement(fmt::format(
            "INSERT INTO day_{} (happened_on, area_id, record_id) VALUES (?, ?, ?)", known.name));
    }
    known.enter_day->tryReset();
    return *known.enter_day;
}

void RecordIndex::enter(Ledger& known, const model::LedgerDefinition& definition,
                        const model::LedgerRecord& record) {
    auto& match = match_insert(known);
    match.bind(1, record.match_key);
    match.bind(2, record.id.value);
    match.exec();
    known.add_entered(record.match_key);
    auto& day = day_insert(known);
    day.bind(1, format_date(record.happened_on(definition)));
    day.bind(2, record.area.value);
    day.bind(3, record.id.value);
    day.exec();
}

// Behind a gap the entries may be missing: then nothing is updated, and the row is read later.
void RecordIndex::change(const store::LedgerTable& table, const model::LedgerRecord& before,
                         const model::LedgerRecord& after) {
    Ledger& known = ledger(table);
    known.left_out_known = known.left_out_known && !known.gap;
    if (before.match_key != after.match_key) {
        auto& update = connection_.statement(fmt::format(
            "UPDATE match_{} SET match_key = ? WHERE match_key = ? AND record_id = ?", known.name));
        update.bind(1, after.match_key);
        update.bind(2, before.match_key);
        update.bind(3, after.id.value);
        update.exec();
        known.add_entered(after.match_key);
        if (known.loaded && known.gap && after.id.value > *known.gap) {
            known.add_recent(after.match_key, after.id.value);
        }
    }
    const auto& definition = *table.definition;
    const Date day_before = before.happened_on(definition);
    const Date day_after = after.happened_on(definition);
    if (day_before != day_after || before.area != after.area) {
        auto& update = connection_.statement(
            fmt::format("UPDATE day_{} SET happened_on = ?, area_id = ? "
                        "WHERE happened_on = ? AND area_id = ? AND record_id = ?",
                        known.name));
        update.bind(1, format_date(day_after));
        update.bind(2, after.area.value);
        update.bind(3, format_date(day_before));
        update.bind(4, before.area.value);
        update.bind(5, after.id.value);
        update.exec();
    }
}

void RecordIndex::settle(Entering entering) {
    for (auto& [id, known] : ledgers_) {
        if (known.gap && (known.overdue || entering == Entering::AtOnce ||
                          known.missing > limits::kIndexGapRecordsMax)) {
            close_gap(id, known);
        }
    }
}

void RecordIndex::close_gap(LedgerId id, Ledger& known) {
    for (const auto& [key, record] : known.recent) {
        known.add_entered(key);
    }
    if (!known.overdue && known.left_out_known) {
        enter_left_out(known);
    } else {
        enter_from_rows(known);
    }
    auto& closed = connection_.statement("DELETE FROM index_gap WHERE ledger_id = ?");
    closed.bind(1, id.value);
    closed.exec();
    known.gap.reset();
    known.overdue = false;
    known.missing = 0;
    known.left_out.clear();
    known.left_out_known = true;
    known.recent.clear();
    known.repeated.clear();
}

class RecordIndex::MatchRows : public GatheredRows {
  public:
    explicit MatchRows(const std::vector<Entry>& entries) : entries_(entries) {}

    bool next() override { return next_++ < entries_.size(); }
    void give(int column, sqlite3_context* to) const override {
        const Entry& entry = entries_[next_ - 1];
        sqlite3_result_int64(to, column == 0 ? entry.key : entry.record);
    }

  private:
    const std::vector<Entry>& entries_;
    std::size_t next_ = 0;
};

class RecordIndex::DayRows : public GatheredRows {
  public:
    explicit DayRows(const std::vector<Entry>& entries) : entries_(entries) {}

    bool next() override {
        if (next_ == entries_.size()) {
            return false;
        }
        // Very many are of one day.
        if (next_ == 0 || entries_[next_].day != entries_[next_ - 1].day) {
            day_ = format_date(entries_[next_].day);
        }
        ++next_;
        return true;
    }
    void give(int column, sqlite3_context* to) const override {
        const Entry& entry = entries_[next_ - 1];
        if (column == 0) {
            sqlite3_result_text(to, day_.data(), static_cast<int>(day_.size()), SQLITE_STATIC);
        } else {
            sqlite3_result_int64(to, column == 1 ? entry.area.value : entry.record);
        }
    }

  private:
    const std::vector<Entry>& entries_;
    std::size_t next_ = 0;
    std::string day_;
};

// In order of the tables' keys.
void RecordIndex::enter_left_out(Ledger& known) {
    auto& entries = known.left_out;
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) {
        return std::tie(one.key, one.record) < std::tie(other.key, other.record);
    });
    MatchRows matches(entries);
    connection_.insert_gathered(
        fmt::format("INSERT OR FAIL INTO match_{} (match_key, record_id) SELECT c0, c1 "
                    "FROM gathered",
                    known.name),
        matches);
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) {
        return std::tie(one.day, one.area, one.record) <
               std::tie(other.day, other.area, other.record);
    });
    DayRows days(entries);
    connection_.insert_gathered(
        fmt::format("INSERT OR FAIL INTO day_{} (happened_on, area_id, record_id) "
                    "SELECT c0, c1, c2 FROM gathered",
                    known.name),
        days);
}

// From the rows themselves, which know best.
void RecordIndex::enter_from_rows(const Ledger& known) {
    for (const std::string_view sql :
         {"INSERT OR IGNORE INTO match_{0} (match_key, record_id) "
          "SELECT match_key, id FROM {0} WHERE id > ? ORDER BY match_key",
          "INSERT OR IGNORE INTO day_{0} (happened_on, area_id, record_id) "
          "SELECT happened_on, area_id, id FROM {0} WHERE id > ? ORDER BY happened_on, area_id"}) {
        auto& insert = connection_.statement(fmt::format(fmt::runtime(sql), known.name));
        insert.bind(1, *known.gap);
        insert.exec();
    }
}

std::vector<std::string> RecordIndex::check() {
    std::vector<std::string> names;
    auto& tables = connection_.statement(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'ledger_*'");
    while (tables.executeStep()) {
        names.push_back(tables.getColumn(0).getString());
    }
    std::vector<std::string> findings;
    for (const auto& name : names) {
        // Sums, each side in its own order: to look up every record would take far longer. In a gap
        // some entries are there and others are not.
        auto& row = connection_.statement(fmt::format(
            "WITH whole (up_to) AS (SELECT coalesce((SELECT after_id FROM index_gap "
            "WHERE ledger = '{0}'), 9223372036854775807)), "
            "wanted (many, keys, days) AS (SELECT count(*), "
            "coalesce(sum(match_key % 1000003 * (id % 997)), 0), "
            "coalesce(sum((CAST(julianday(happened_on) AS INTEGER) + area_id) * (id % 997)), 0) "
            "FROM {0} WHERE id <= (SELECT up_to FROM whole)) "
            "SELECT many = (SELECT count(*) FROM match_{0} WHERE record_id <= up_to) "
            "AND keys = (SELECT coalesce(sum(match_key % 1000003 * (record_id % 997)), 0) "
            "FROM match_{0} WHERE record_id <= up_to), "
            "many = (SELECT count(*) FROM day_{0} WHERE record_id <= up_to) "
            "AND days = (SELECT coalesce(sum((CAST(julianday(happened_on) AS INTEGER) + area_id) * "
            "(record_id % 997)), 0) FROM day_{0} WHERE record_id <= up_to) FROM wanted, whole",
            name));
        row.executeStep();
        if (row.getColumn(0).getInt() == 0) {
            findings.push_back(fmt::format("match_{0} does not hold the match keys of {0}", name));
        }
        if (row.getColumn(1).getInt() == 0) {
            findings.push_back(fmt::format("day_{0} does not hold the days of {0}", name));
        }
        row.reset();
    }
    return findings;
}

}  // namespace taizhang::store_sqlite
