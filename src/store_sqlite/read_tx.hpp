// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_sqlite/attachments.hpp"
#include "store_sqlite/connection.hpp"
#include "store_sqlite/desk.hpp"
#include "store_sqlite/identity.hpp"
#include "store_sqlite/jobs.hpp"
#include "store_sqlite/kept_requests.hpp"
#include "store_sqlite/sealing_pass.hpp"
#include "store_sqlite/search_index.hpp"
#include "store_sqlite/storage_check.hpp"

namespace taizhang::store_sqlite {

// Of the table counter: grows whenever what definitions_version() tells of has changed.
inline constexpr const char* kDefinitionsCounter = "definitions";

// The queries of both transactions. `Base` is store::ReadTx or store::WriteTx.
class Queries {
  public:
    Queries(Connection& connection, OfficeId office) : connection_(connection), office_(office) {}

    std::optional<store::Office> office();
    std::vector<model::AreaVersion> areas();
    std::vector<model::Unit> units();
    std::vector<store::StoredDefinition> definitions();
    std::vector<store::StoredDefinition> past_definitions(const std::string& kind,
                                                          const std::string& name,
                                                          std::size_t versions_max);
    std::optional<std::int64_t> definitions_version();
    void scan_records(const store::RecordQuery& query, const store::RecordVisitor& visit);
    void page_records(const store::PageQuery& query, const store::RecordVisitor& visit);
    model::RollupTotals rollup(IndicatorId indicator, AreaId area, const Period& period);
    std::vector<model::RollupMonth> rollup_months(const std::vector<IndicatorId>& indicators,
                                                  AreaId area, const BucketRange& months);
    void scan_rollups(const std::function<void(const model::RollupMonth&)>& visit);
    std::vector<store::ZeroReport> zero_reports();
    std::vector<store::Batch> batches();
    std::optional<store::Batch> batch(BatchId id);
    std::optional<store::Batch> batch_of_file(LedgerId ledger, const std::string& digest);
    void scan_audit(const store::ReadTx::AuditQuery& query,
                    const std::function<bool(const store::AuditEvent&)>& visit);
    void scan_record_events(RecordId after,
                            const std::function<bool(const store::RecordEvent&)>& visit);
    void scan_seals(std::int64_t after, const std::function<bool(const store::AuditSeal&)>& visit);

    void scan_audit_log(const store::AuditLogQuery& query,
                        const std::function<bool(const store::AuditEvent&)>& visit);

    Connection& connection() { return connection_; }
    OfficeId office_id() const { return office_; }

  private:
    SQLite::Statement& rollup_rows(const std::string& columns, IndicatorId indicator, AreaId area,
                                   const BucketRange& months);
    model::RollupTotals months(IndicatorId indicator, AreaId area, const BucketRange& range);
    model::RollupTotals days(IndicatorId indicator, AreaId area, const BucketRange& range);
    void scan_matches(const store::RecordQuery& query, const store::RecordVisitor& visit);
    SQLite::Statement& select(const store::RecordQuery& query);
    std::vector<store::Batch> batches_where(const std::string& condition,
                                            const std::function<void(SQLite::Statement&)>& bind);

    Connection& connection_;
    OfficeId office_;
    // Writing the text of a query takes longer than finding one row by it. A definition outlives
    // the transaction that asks with it, so its address names it here.
    std::map<std::pair<const model::LedgerDefinition*, unsigned>, SQLite::Statement*> selects_;
};

// Carries the queries into the port, for reading and for writing alike.
template <typename Base>
class WithQueries : public Base {
  public:
    WithQueries(Connection& connection, OfficeId office)
        : queries_(connection, office),
          search_(connection, office),
          identity_(connection, office),
          desk_(connection, office),
          jobs_(connection, office),
          kept_(connection, office),
          attachments_(connection, office) {}

    std::optional<store::Office> office() override { return queries_.office(); }
    std::vector<model::AreaVersion> areas() override { return queries_.areas(); }
    std::vector<model::Unit> units() override { return queries_.units(); }
    std::vector<store::StoredDefinition> definitions() override { return queries_.definitions(); }
    std::vector<store::StoredDefinition> past_definitions(const std::string& kind,
                                                          const std::string& name,
                                                          std::size_t versions_max) override {
        return queries_.past_definitions(kind, name, versions_max);
    }
    std::optional<std::int64_t> definitions_version() override {
        return queries_.definitions_version();
    }
    void scan_records(const store::RecordQuery& query, const store::RecordVisitor& visit) override {
        queries_.scan_records(query, visit);
    }
    void page_records(const store::PageQuery& query, const store::RecordVisitor& visit) override {
        queries_.page_records(query, visit);
    }
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
    std::vector<store::Batch> batches() override { return queries_.batches(); }
    std::optional<store::Batch> batch(BatchId id) override { return queries_.batch(id); }
    std::optional<store::Batch> batch_of_file(LedgerId ledger, const std::string& digest) override {
        return queries_.batch_of_file(ledger, digest);
    }
    void scan_audit(const store::ReadTx::AuditQuery& query,
                    const std::function<bool(const store::AuditEvent&)>& visit) override {
        queries_.scan_audit(query, visit);
    }
    void scan_record_events(RecordId after,
                            const std::function<bool(const store::RecordEvent&)>& visit) override {
        queries_.scan_record_events(after, visit);
    }
    void scan_seals(std::int64_t after,
                    const std::function<bool(const store::AuditSeal&)>& visit) override {
        queries_.scan_seals(after, visit);
    }
    void scan_audit_log(const store::AuditLogQuery& query,
                        const std::function<bool(const store::AuditEvent&)>& visit) override {
        queries_.scan_audit_log(query, visit);
    }
    store::SearchReader& search() override { return search_; }
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
        return ledger.has_personal_fields()
                   ? store::Sealer(queries_.connection().keys(), queries_.office_id())
                         .blind_match_key(ledger, match_key)
                   : match_key;
    }
    store::SealingState sealing() override { return sealing_state(queries_.connection()); }
    std::vector<std::string> check_storage(const store::GoOn& go_on) override {
        return store_sqlite::check_storage(queries_.connection(), go_on);
    }
    store::EngineState engine(const store::GoOn& go_on) override {
        return store_sqlite::engine_state(queries_.connection(), go_on);
    }

  protected:
    Queries queries_;
    SearchIndex search_;
    Identity identity_;
    Desk desk_;
    Jobs jobs_;
    KeptRequests kept_;
    Attachments attachments_;
};

using SqliteReadTx = WithQueries<store::ReadTx>;

}  // namespace taizhang::store_sqlite
