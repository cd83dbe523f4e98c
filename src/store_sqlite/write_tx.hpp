// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "model/reporting/rollup_sums.hpp"
#include "store_sqlite/event_digester.hpp"
#include "store_sqlite/read_tx.hpp"
#include "store_sqlite/rollup_gatherer.hpp"

namespace taizhang::store_sqlite {

// What one commit gathers: ids and audit events given out, roll-up deltas not yet written.
class CommitBatch {
  public:
    explicit CommitBatch(Connection& connection) : connection_(connection) {}

    // Reads where the chain and the ids stand; `office` 0 when there is none yet.
    void begin();
    // Writes the gathered deltas and the entries of the records, seals the events and moves the
    // head. Before COMMIT.
    void finish(Entering entering);

    // After each closure: its share stays, or is undone alone.
    void keep_job();
    void undo_job();
    // Writes sums that have become many. Outside of a savepoint, which would copy every page that
    // they touch.
    void relieve();

    void add_deltas(const model::RollupDeltas& added);
    void keep(std::shared_ptr<const void> owner) { job_owners_.push_back(std::move(owner)); }
    // At once, within the closure's savepoint.
    void write_sums(const model::RollupSums& sums);
    // All that is gathered so far, before rows are cleared that it would be added to.
    void write_ahead();

    // Every change appends an event, so its statement is looked up once.
    SQLite::Statement& audit_insert();

    OfficeId office;
    Instant now;
    IdSource ids;
    std::int64_t next_seq = 1;
    MerkleTree events;  // of their digests
    // Whether those of the closure that runs are written at its end.
    bool gathers_events() const { return !job_owners_.empty(); }
    void gather(store::AuditEvent event, const store::RecordChange* change);

  private:
    void write_events();
    void write_month(const model::RollupMonth& month);
    void append_runs(const std::vector<RollupRun>& runs);
    void join_runs();
    void write_seal();
    void write_last_id();
    void forget_written();

    Connection& connection_;
    std::int64_t last_seal_id_ = 0;
    std::int64_t head_id_ = 0;  // the last one that the file knows
    Digest last_seal_digest_{};
    SQLite::Statement* audit_insert_ = nullptr;
    SQLite::Statement* rollup_upsert_ = nullptr;
    MerkleTree kept_events_;  // of the closures before the one that runs
    std::int64_t kept_seq_ = 1;
    std::unique_ptr<EventDigester> digester_;
    // Of the closure that runs: what points to things kept for the commit, and all else.
    model::RollupDeltas job_deltas_;
    RollupGatherer::Owners job_owners_;
    model::RollupSums job_sums_;
    RollupGatherer gathered_;    // of those before it
    bool sums_written_ = false;  // within the savepoint of the closure that runs
};

class SqliteWriteTx : public WithQueries<store::WriteTx> {
  public:
    SqliteWriteTx(Connection& connection, CommitBatch& batch, Entering entering)
        : WithQueries(connection, batch.office), batch_(batch), entering_(entering) {}

    Instant now() override { return batch_.now; }
    std::int64_t new_id() override { return batch_.ids.next(batch_.now); }
    std::string new_salt() override;
    std::int64_t next_number(const std::string& name) override;
    Result<void> apply(store::RecordChange change) override;
    void keep(std::shared_ptr<const void> owner) override { batch_.keep(std::move(owner)); }
    void append_event(store::AuditEvent event) override;
    std::optional<store::EventMark> last_event() override { return last_event_; }
    void put_office(const store::Office& office) override;
    void put_area(const model::AreaVersion& version) override;
    void put_unit(const model::Unit& unit) override;
    void put_definition(const store::StoredDefinition& definition) override;
    Result<void> shape_table(const store::LedgerTable& table) override;
    void put_batch(const store::Batch& batch) override;
    void put_zero_report(const store::ZeroReport& report, const std::string& actor) override;
    void clear_rollup(IndicatorId indicator) override;
    void add_rollups(const model::RollupSums& sums) override;
    void erase_personal_history(RecordId record) override;
    store::SearchWriter& search_writer() override { return search_; }
    store::IdentityWriter& identity_writer() override { return identity_; }
    store::AttachmentWriter& attachment_writer() override { return attachments_; }
    store::JobWriter& job_writer() override { return jobs_; }
    store::DeskWriter& desk_writer() override { return desk_; }
    bool keep_request(const store::KeptRequest& request, Instant expired) override {
        return kept_.keep(request, expired);
    }
    std::int64_t drop_requests(Instant kept_until, std::size_t requests_max) override {
        return kept_.drop(kept_until, requests_max);
    }
    void put_backup(const store::BackupTaken& backup) override { kept_.put_backup(backup); }
    void begin_sealing_pass(store::SealingPass::Kind kind) override;
    store::SealingStep seal_some(const std::vector<store::LedgerTable>& ledgers,
                                 std::size_t rows_max) override;

    // Writes the counters that next_number() moved. Once, when the closure has succeeded.
    void write_counters();

  private:
    store::Sealer sealer() { return {queries_.connection().keys(), batch_.office}; }
    Result<void> write_row(const store::RecordChange& change);
    void append(store::AuditEvent event, const store::RecordChange* change);
    std::vector<std::string> columns_of(const std::string& table);

    void note_definitions_changed();
    SQLite::Statement& insert_into(const model::LedgerDefinition& ledger);

    CommitBatch& batch_;
    Entering entering_;
    std::optional<store::EventMark> last_event_;
    std::map<const model::LedgerDefinition*, SQLite::Statement*> inserts_;  // see Queries::selects_
    std::unordered_map<std::string, std::int64_t> counters_;  // the last number given out
};

}  // namespace taizhang::store_sqlite
