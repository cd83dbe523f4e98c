// SPDX-License-Identifier: Apache-2.0
// What one commit gathers of the closures that are joined in it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/reporting/rollup_sums.hpp"
#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_postgres/connection.hpp"
#include "store_postgres/supply.hpp"

namespace taizhang::store_postgres {

// New rows of ledgers of which nobody has asked yet whether they break a rule.
class GatheredRows {
  public:
    void add(const store::Sealer& sealer, OfficeId office, const model::LedgerDefinition& ledger,
             const model::LedgerRecord& record);
    // By COPY. Throws where a rule is broken.
    void send(Connection& connection);
    void clear();

    bool empty() const { return bytes_ == 0; }
    std::size_t bytes() const { return bytes_; }
    // Whether a row may be among them that the query asks for.
    bool may_answer(const store::RecordQuery& query) const;

  private:
    std::map<std::string, std::string> lines_;  // by COPY statement
    std::set<std::int64_t> ids_;
    std::set<std::int64_t> match_keys_;
    std::size_t bytes_ = 0;
};

class CommitBatch {
  public:
    CommitBatch(Connection& connection, SideChannel& side, OfficeId of, Instant moment)
        : office(of), now(moment), connection_(connection), side_(side), kept_office_(of) {}

    // Events and deltas into the database; before COMMIT.
    void finish();
    // After each closure: its share stays, or is undone alone.
    void keep_job();
    void undo_job();
    // Sends what has become much. Outside of a savepoint.
    void relieve();

    void append_event(store::AuditEvent event);
    void add_deltas(const model::RollupDeltas& added);
    // At once, within the closure's savepoint.
    void write_sums(const model::RollupSums& sums);
    // All that is gathered so far, before rows are cleared that it would be added to.
    void write_ahead();
    // All that is gathered so far, before somebody reads the log.
    void send_events();
    void erase_personal(RecordId record);

    // Written by this commit.
    std::int64_t events() const {
        return relieved_events_ + static_cast<std::int64_t>(events_.size());
    }

    // Whether the commit took place, asked of the database after the answer was lost. Waits for a
    // transaction that is still under way.
    bool took_place(Connection& connection) const;

    OfficeId office;
    Instant now;
    GatheredRows rows;  // of the closure that runs

  private:
    void number_events(std::size_t from, const SeqBlock& block);
    void copy_events(std::size_t from) const;

    Connection& connection_;
    SideChannel& side_;
    OfficeId kept_office_;
    std::int64_t relieved_events_ = 0;
    std::vector<store::AuditEvent> events_;
    std::size_t event_bytes_ = 0;
    std::size_t kept_events_ = 0;
    std::size_t sent_events_ = 0;       // of events_, numbered and in the database
    std::size_t sent_kept_events_ = 0;  // before the closure that runs
    std::optional<store::AuditEvent> first_sent_;
    model::RollupSums job_sums_;  // of the closure that runs
    model::RollupSums sums_;      // of those before it
    bool sums_written_ = false;   // within the savepoint of the closure that runs
};

}  // namespace taizhang::store_postgres
