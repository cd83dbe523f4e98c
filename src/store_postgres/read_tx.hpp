// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_postgres/attachments.hpp"
#include "store_postgres/connection.hpp"
#include "store_postgres/desk.hpp"
#include "store_postgres/identity.hpp"
#include "store_postgres/jobs.hpp"
#include "store_postgres/kept_requests.hpp"
#include "store_postgres/sealing_pass.hpp"
#include "store_postgres/search_index.hpp"
#include "store_postgres/storage_check.hpp"

namespace taizhang::store_postgres {

// The queries of both transactions.
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
    std::int64_t settled_to();
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
    void set_office(OfficeId office) { office_ = office; }

  private:
    std::vector<store::Batch> batches_where(const std::string& condition,
                                            const Parameters& parameters);

    Connection& connection_;
    OfficeId office_;
};

class PostgresReadTx : public store::ReadTx {
  public:
    PostgresReadTx(Connection& connection, OfficeId office)
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
    std::int64_t settled_to() override { return queries_.settled_to(); }
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
    void scan_audit(const AuditQuery& query,
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
    store::SealingState sealing() override {
        return sealing_state(queries_.connection(), queries_.office_id());
    }
    std::vector<std::string> check_storage(const store::GoOn& go_on) override {
        return store_postgres::check_storage(queries_.connection(), go_on);
    }
    store::EngineState engine(const store::GoOn&) override {
        return store_postgres::engine_state(queries_.connection());
    }

  private:
    Queries queries_;
    SearchIndex search_;
    Identity identity_;
    Desk desk_;
    Jobs jobs_;
    KeptRequests kept_;
    Attachments attachments_;
};

}  // namespace taizhang::store_postgres
