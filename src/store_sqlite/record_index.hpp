// SPDX-License-Identifier: Apache-2.0
// Which records of a ledger have a match key, and which fall on a day: tables match_<ledger table>
// and day_<ledger table>. The entry of a new record belongs to some page among all of them; written
// one by one, a bulk load's entries cost more than its rows. They are therefore left out while it
// goes on and put in some hundred thousand at a time, in order of the key. index_gap says behind
// which id of a ledger they are missing: whoever asks meanwhile reads the ledger itself from there,
// and the next writer after a crash closes the gap.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/store.hpp"
#include "store_sqlite/key_filter.hpp"

namespace taizhang::store_sqlite {

class Connection;

enum class Entering { AtOnce, Later };

// Of one connection, and for its thread.
class RecordIndex {
  public:
    explicit RecordIndex(Connection& connection) : connection_(connection) {}

    // At the beginning of a transaction: reads anew what others have changed, at once or
    // (expire()) when it is first asked, for most who read never do.
    void refresh();
    void expire() { due_ = true; }
    // After anything was rolled back.
    void forget() { version_ = kUnknown; }

    // Records that have the key, or had it: the row itself decides. Ascending; `before` 0: all.
    std::vector<RecordId> find(const store::LedgerTable& table, std::int64_t key, RecordId before);

    bool has_gap(const store::LedgerTable& table) { return ledger(table).gap.has_value(); }

    // What the writer does to the ledger.
    void add(const store::LedgerTable& table, const model::LedgerRecord& record, Entering entering);
    void change(const store::LedgerTable& table, const model::LedgerRecord& before,
                const model::LedgerRecord& after);

    // Before a commit: closes all gaps, or (Later) those that have become long.
    void settle(Entering entering);

    // What is wrong with the tables of all ledgers.
    std::vector<std::string> check();

  private:
    struct Entry {
        std::int64_t key = 0;
        std::int64_t record = 0;
        AreaId area;
        Date day;
    };

    class MatchRows;
    class DayRows;

    struct Ledger {
        std::string name;                 // of its table
        std::optional<std::int64_t> gap;  // the id behind which entries may be missing
        // Looked up once: every record that is entered at once comes by.
        SQLite::Statement* enter_match = nullptr;
        SQLite::Statement* enter_day = nullptr;
        bool overdue = false;     // somebody else left the gap
        std::size_t missing = 0;  // entries that this writer left out
        // What they are, as long as nothing else has touched a record behind the gap.
        std::vector<Entry> left_out;
        bool left_out_known = true;
        // Match keys behind the gap's beginning: the first record of each, and the others.
        bool loaded = false;
        boost::unordered_flat_map<std::int64_t, std::int64_t> recent;
        std::unordered_map<std::int64_t, std::vector<RecordId>> repeated;
        // Where the ledger was empty when this began: the keys of match_…, none without a filter.
        bool seen_whole = false;
        std::optional<KeyFilter> filter;

        void add_recent(std::int64_t key, std::int64_t record);
        void add_entered(std::int64_t key);
        bool may_have_entered(std::int64_t key) const;
    };

    Ledger& ledger(const store::LedgerTable& table);
    void load(Ledger& ledger);
    void enter(Ledger& ledger, const model::LedgerDefinition& definition,
               const model::LedgerRecord& record);
    SQLite::Statement& match_insert(Ledger& ledger);
    SQLite::Statement& day_insert(Ledger& ledger);
    void close_gap(LedgerId id, Ledger& ledger);
    void enter_left_out(Ledger& ledger);
    void enter_from_rows(const Ledger& ledger);

    static constexpr std::int64_t kUnknown = -1;

    Connection& connection_;
    std::int64_t version_ = kUnknown;
    bool due_ = false;
    std::map<LedgerId, Ledger> ledgers_;
};

}  // namespace taizhang::store_sqlite
