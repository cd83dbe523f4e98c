// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/write_tx.hpp"

#include <openssl/rand.h>

#include <cassert>

#include "store_postgres/ledger_table.hpp"
#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

tl::unexpected<Error> taken(const std::string& text) {
    return fail(ErrorCode::Conflict, "已有另一条记录用了这个不许重复的值", "constraint: " + text);
}

}  // namespace

std::string queue_sql(OfficeId office, Queue queue) {
    constexpr int kClass = 31'355;  // of the advisory locks
    return fmt::format("SELECT pg_advisory_xact_lock{}({}, {})",
                       queue == Queue::Shared ? "_shared" : "", kClass, office.value % INT32_MAX);
}

std::string PostgresWriteTx::new_salt() {
    std::string salt(store::kSaltBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), store::kSaltBytes) != 1) {
        throw std::runtime_error("no random bytes");
    }
    return salt;
}

void PostgresWriteTx::lock(const char* name) {
    if (locks_.insert(name).second) {
        connection_.query(
            "SELECT version FROM work_lock WHERE office_id = $1 AND name = $2 FOR UPDATE",
            Parameters(batch_.office, name));
    }
}

void PostgresWriteTx::queue_alone() {
    if (locks_.insert("queue").second) {
        connection_.command(queue_sql(batch_.office, Queue::Alone));
    }
}

std::optional<std::int64_t> PostgresWriteTx::definitions_version() {
    return version_before_ ? version_before_ : queries_.definitions_version();
}

// Every writer has a share in the lock of the definitions, so that none writes by old ones while
// they change. Waits for all that are at work.
void PostgresWriteTx::note_definitions_changed() {
    if (!version_before_) {
        queue_alone();
        const auto before = queries_.definitions_version();
        connection_.query(
            "UPDATE work_lock SET version = version + 1 WHERE office_id = $1 "
            "AND name = 'definitions'",
            Parameters(batch_.office));
        version_before_ = before;
    }
}

void PostgresWriteTx::scan_records(const store::RecordQuery& query,
                                   const store::RecordVisitor& visit) {
    if (batch_.rows.may_answer(query)) {
        send_rows();
    }
    queries_.scan_records(query, visit);
}

void PostgresWriteTx::page_records(const store::PageQuery& query,
                                   const store::RecordVisitor& visit) {
    send_rows();
    queries_.page_records(query, visit);
}

// An import and its undoing look at the batch first, and from then on one waits for the other.
std::vector<store::Batch> PostgresWriteTx::batches() {
    lock("bulk");
    return queries_.batches();
}

std::optional<store::Batch> PostgresWriteTx::batch(BatchId id) {
    lock("bulk");
    return queries_.batch(id);
}

std::optional<store::Batch> PostgresWriteTx::batch_of_file(LedgerId ledger,
                                                           const std::string& digest) {
    lock("bulk");
    return queries_.batch_of_file(ledger, digest);
}

void PostgresWriteTx::scan_audit(const AuditQuery& query,
                                 const std::function<bool(const store::AuditEvent&)>& visit) {
    batch_.send_events();
    queries_.scan_audit(query, visit);
}

void PostgresWriteTx::scan_audit_log(const store::AuditLogQuery& query,
                                     const std::function<bool(const store::AuditEvent&)>& visit) {
    batch_.send_events();
    queries_.scan_audit_log(query, visit);
}

void PostgresWriteTx::scan_record_events(
    RecordId after, const std::function<bool(const store::RecordEvent&)>& visit) {
    batch_.send_events();
    queries_.scan_record_events(after, visit);
}

// One builder of the index at a time.
store::SearchReader& PostgresWriteTx::search() {
    lock("search");
    batch_.send_events();  // it is asked for the last one
    return search_;
}

store::SearchWriter& PostgresWriteTx::search_writer() {
    lock("search");
    return search_;
}

void PostgresWriteTx::send_rows() {
    if (batch_.rows.empty()) {
        return;
    }
    try {
        batch_.rows.send(connection_);
    } catch (const DatabaseError& error) {
        if (error.breaks_unique()) {
            throw GatheredConflict{};
        }
        throw;
    }
}

Result<void> PostgresWriteTx::insert_row(const store::RecordChange& change) {
    const auto& ledger = *change.table.definition;
    if (entering_ == Entering::Gathered) {
        batch_.rows.add(sealer(), batch_.office, ledger, *change.after);
        if (batch_.rows.bytes() > limits::kPostgresRowsBytesMax) {
            send_rows();
        }
        return {};
    }
    Parameters parameters;
    for (const auto& value : row_values(sealer(), batch_.office, ledger, *change.after)) {
        parameters.add(value);
    }
    if (connection_.query(insert_sql(ledger), parameters).affected() == 0) {
        return taken("insert into " + table_name(ledger));
    }
    return {};
}

Result<void> PostgresWriteTx::update_row(const store::RecordChange& change) {
    const auto& ledger = *change.table.definition;
    const auto parameters =
        update_values(sealer(), batch_.office, ledger, *change.after, change.after->revision - 1);
    std::int64_t affected = 0;
    if (!has_unique_fields(ledger)) {
        affected = connection_.query(update_sql(ledger), parameters).affected();
    } else {
        // A value that is taken would end the whole transaction.
        connection_.command("SAVEPOINT one_row");
        try {
            affected = connection_.query(update_sql(ledger), parameters).affected();
            connection_.command("RELEASE one_row");
        } catch (const DatabaseError& error) {
            if (!error.breaks_unique()) {
                throw;
            }
            connection_.command("ROLLBACK TO one_row");
            return taken(error.what());
        }
    }
    if (affected == 0) {
        return fail(ErrorCode::Conflict, "这条记录刚被别人改过，请重新打开再改",
                    "revision is not the stored one");
    }
    return {};
}

Result<void> PostgresWriteTx::write_row(const store::RecordChange& change) {
    if (change.before == nullptr) {
        return insert_row(change);
    }
    // It may be among the gathered ones, or take the value of one.
    send_rows();
    return update_row(change);
}

Result<void> PostgresWriteTx::apply(store::RecordChange change) {
    assert(change.after != nullptr);
    if (change.before != nullptr && change.before->damaged && !change.after->purged) {
        return tl::unexpected(store::damaged_record());
    }
    if (auto written = write_row(change); !written) {
        return written;
    }
    change.event.row_digest = model::record_digest(*change.after, change.field_bytes);
    append_event(std::move(change.event));
    batch_.add_deltas(*change.deltas);
    return {};
}

void PostgresWriteTx::begin_sealing_pass(store::SealingPass::Kind kind) {
    put_sealing_pass(connection_, batch_.office, {.kind = kind});
    note_keys(connection_, batch_.office);
}

store::SealingStep PostgresWriteTx::seal_some(const std::vector<store::LedgerTable>& ledgers,
                                              std::size_t rows_max) {
    lock("bulk");  // one pass at a time
    return PostgresSealingRun(*this, connection_, batch_.office, ledgers, rows_max).step();
}

void PostgresWriteTx::append_event(store::AuditEvent event) {
    last_event_ = {event.action, event.ledger, event.record, event.revision};
    if (!event.personal_diff.empty()) {
        event.personal_diff = new_salt() + event.personal_diff;
        event.personal_digest = sha256(event.personal_diff);
    }
    batch_.append_event(std::move(event));
}

}  // namespace taizhang::store_postgres
