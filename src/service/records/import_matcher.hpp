// SPDX-License-Identifier: Apache-2.0
// Which record a row of an import is.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <vector>

#include "service/records/import_rows.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// How many rows of a file with a match key were records that had been there before.
struct MatchState {
    boost::unordered_flat_map<std::int64_t, std::int64_t> seen;

    std::int64_t count(std::int64_t key) const;
    void add(const MatchState& later);
};

struct Match {
    std::optional<model::LedgerRecord> record;  // the record that the row is
    bool twice = false;                         // an earlier row of the file was this record too
};

class Matcher {
  public:
    // `batch` is that of the file; without one nothing is written between two rows.
    Matcher(store::ReadTx& tx, const Definitions& definitions,
            const model::LedgerDefinition& ledger, BatchId batch, const MatchState& before,
            MatchState& chunk);

    Match find(const ImportRow& row);

  private:
    struct Candidates {
        std::vector<model::LedgerRecord> live;
        // What an undone import left in the recycle bin comes back under its own number.
        std::vector<model::LedgerRecord> deleted;
    };

    Match find_numbered(const ImportRow& row);
    Match find_equal(const ImportRow& row);
    Match find_keyed(const ImportRow& row);
    Match met(model::LedgerRecord record, std::int64_t key);
    std::int64_t matched(std::int64_t key) const { return before_.count(key) + chunk_.count(key); }
    Candidates candidates(const ImportRow& row, RecordId before);
    store::RecordQuery base() const;

    store::ReadTx& tx_;
    store::LedgerTable table_;
    const model::LedgerDefinition& ledger_;
    bool personal_;  // it has personal fields
    BatchId batch_;
    const MatchState& before_;
    MatchState& chunk_;
};

}  // namespace taizhang::service
