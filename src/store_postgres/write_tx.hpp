// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store_postgres/commit_batch.hpp"
#include "store_postgres/read_tx.hpp"

namespace taizhang::store_postgres {

// How new records are written. Gathered: all at once when the closure is done or somebody asks for
// them; whether one breaks a rule is only known then, and not which.
enum class Entering { OneByOne, Gathered };

// Rows that are locked by many at once, again and again, are never free for one who needs them
// alone; in this queue later ones wait behind him. It excludes nobody by itself, so that it does no
// harm where not all writers come to the same server.
enum class Queue { Shared, Alone };
std::string queue_sql(OfficeId office, Queue queue);

struct Supplies {
    IdSupply& ids;
    NumberSupply& numbers;
};

// A record broke a rule as it was entered with others: the closure must run again, one by one.
struct GatheredConflict {};

class PostgresWriteTx : public store::WriteTx {
  public:
    PostgresWriteTx(Connection& connection, CommitBatch& batch, Supplies supplies,
                    Entering entering)
        : connection_(connection),
          batch_(batch),
          supplies_(supplies),
          entering_(entering),
          queries_(connection, batch.office),
          search_(connection, batch.office),
          identity_(connection, batch.office),
          desk_(connection, batch.office),
          jobs_(connection, batch.office),
          kept_(connection, batch.office),
          attachments_(connection, batch.office) {}

    std::optional<store::Office> office() override { return queries_.office(); }
    std::vector<model::AreaVersion> areas() override { return queries_.areas(); }
    std::vector<model::Unit> units() override { return queries_.units(); }
    std::vector<store::StoredDefinition> definitions() override { return queries_.definitions(); }
    std::vector<store::StoredDefinition> past_definitions(const std::string& kind,
                                                          const std::string& name,
                                                          std::size_t versions_max) override {
        return queries_.past_definitions(kind, name, versions_max);
    }
    std::optional<std::int64_t> definitions_version() override;
    std::int64_t settled_to() override { return queries_.settled_to(); }
    void scan_records(const store::RecordQuery& query, const store::RecordVisitor& visit) override;
    void page_records(const store::PageQuery& query, const store::RecordVisitor& visit) override;
    model::RollupTotals rollup(IndicatorId indicator, AreaId area, const Period& period) override {
        return queries_.rollup(indicator, area, period);
    }
    Result<std::vector<model::RollupMonth>> rollup_months(
        const std::vector<IndicatorId>& indicators, AreaId area,
        const BucketRange& months) override {
        return queries_.rollup_months(indicators, area, months);
    }
    void scan_rollups(const std::function<void(const model::RollupMonth&)>& visit) override {
        queries_.scan_rollups(visit);
    }
    std::vector<store::ZeroReport> zero_reports() override { return queries_.zero_reports(); }
    std::vector<store::Batch> batches() override;
    std::optional<store::Batch> batch(BatchId id) override;
    std::optional<store::Batch> batch_of_file(LedgerId ledger, const std::string& digest) override;
    void scan_audit(const AuditQuery& query,
                    const std::function<bool(const store::AuditEvent&)>& visit) override;
    void scan_record_events(RecordId after,
                            const std::function<bool(const store::RecordEvent&)>& visit) override;
    void scan_seals(std::int64_t after,
                    const std::function<bool(const store::AuditSeal&)>& visit) override {
        queries_.scan_seals(after, visit);
    }
    void scan_audit_log(const store::AuditLogQuery& query,
                        const std::function<bool(const store::AuditEvent&)>& visit) override;
    store::SearchReader& search() override;
    store::IdentityReader& identity() override { return identity_; }
    store::DeskReader& desk() override { return desk_; }
    store::AttachmentReader& attachments() override { return attachments_; }
    store::JobReader& jobs() override { return jobs_; }
    std::optional<store::KeptRequest> kept_request(const Digest& id) override {
        return kept_.find(id);
    }
    std::optional<store::BackupTaken> last_backup() override { return kept_.last_backup(); }
    std::int64_t stored_match_key(const model::LedgerDefinition& ledger,
                                  std::int64_t match_key) override {
        return ledger.has_personal_fields() ? store::Sealer(connection_.keys(), batch_.office)
                                                  .blind_match_key(ledger, match_key)
                                            : match_key;
    }
    store::SealingState sealing() override { return sealing_state(connection_, batch_.office); }
    std::vector<std::string> check_storage(const store::GoOn& go_on) override {
        return store_postgres::check_storage(connection_, go_on);
    }
    store::EngineState engine(const store::GoOn&) override {
        return store_postgres::engine_state(connection_);
    }

    Instant now() override { return batch_.now; }
    std::int64_t new_id() override { return supplies_.ids.next(batch_.office, batch_.now); }
    std::string new_salt() override;
    std::int64_t next_number(const std::string& name) override {
        return supplies_.numbers.next(batch_.office, name, entering_ == Entering::Gathered);
    }
    Result<void> apply(store::RecordChange change) override;
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
    store::SearchWriter& search_writer() override;
    store::IdentityWriter& identity_writer() override { return identity_; }
    store::DeskWriter& desk_writer() override { return desk_; }
    store::AttachmentWriter& attachment_writer() override { return attachments_; }
    store::JobWriter& job_writer() override { return jobs_; }
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

    // Bulk work of one process waits for that of another: it looks for records before it enters
    // them.
    void begin_bulk() { lock("bulk"); }
    // Records that are gathered, into the database. Once, when the closure has succeeded.
    void send_rows();

  private:
    store::Sealer sealer() const { return {connection_.keys(), batch_.office}; }
    Result<void> write_row(const store::RecordChange& change);
    Result<void> insert_row(const store::RecordChange& change);
    Result<void> update_row(const store::RecordChange& change);
    std::vector<std::string> columns_of(const std::string& table);
    void lock(const char* name);
    void queue_alone();
    void note_definitions_changed();

    Connection& connection_;
    CommitBatch& batch_;
    Supplies supplies_;
    Entering entering_;
    Queries queries_;
    SearchIndex search_;
    Identity identity_;
    Desk desk_;
    Jobs jobs_;
    KeptRequests kept_;
    Attachments attachments_;
    std::optional<store::EventMark> last_event_;
    std::set<std::string> locks_;
    std::optional<std::int64_t> version_before_;  // once this closure has changed definitions
};

}  // namespace taizhang::store_postgres
