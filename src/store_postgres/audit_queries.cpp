// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/read_tx.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr std::string_view kEventsOfOffice =
    "SELECT seq, at, actor, action, ledger_id, record_id, revision, batch_id, diff, "
    "personal_diff, personal_digest, row_digest, digest FROM audit_event WHERE office_id = ";

// Into the event before, so that its texts keep their memory.
void read_event(const Row& row, const store::Sealer& sealer, store::AuditEvent& event) {
    int index = 0;
    event.seq = row.integer(index++);
    event.at = Instant{row.integer(index++)};
    event.actor.assign(row.bytes(index++));
    event.action = static_cast<store::AuditAction>(row.integer(index++));
    event.ledger = LedgerId{row.integer(index++)};
    event.record = RecordId{row.integer(index++)};
    event.revision = row.integer(index++);
    event.batch = BatchId{row.integer(index++)};
    event.diff.assign(row.bytes(index++));
    event.personal_diff.assign(row.bytes(index++));
    event.personal_digest = row.digest(index++);
    event.row_digest = row.digest(index++);
    event.digest = row.digest(index);
    sealer.open_diff(event);
}

store::AuditSeal read_seal(const Row& row) {
    store::AuditSeal seal;
    seal.id = row.integer(0);
    seal.first_seq = row.integer(1);
    seal.last_seq = row.integer(2);
    seal.root = row.digest(3);
    seal.prior = row.digest(4);
    seal.digest = row.digest(5);
    seal.sealed_at = Instant{row.integer(6)};
    return seal;
}

}  // namespace

void Queries::scan_audit(const store::ReadTx::AuditQuery& query,
                         const std::function<bool(const store::AuditEvent&)>& visit) {
    Sql sql;
    sql << kEventsOfOffice << sql.bind(office_) << " AND seq > " << sql.bind(query.after_seq);
    if (query.batch) {
        sql << " AND batch_id = " << sql.bind(query.batch) << " AND batch_id <> 0";
    }
    if (query.record) {
        sql << " AND record_id = " << sql.bind(query.record) << " AND record_id <> 0";
    }
    sql << " ORDER BY seq";
    const store::Sealer sealer(connection_.keys(), office_);
    store::AuditEvent event;
    connection_.scan(sql, [&](const Row& row) {
        read_event(row, sealer, event);
        return visit(event);
    });
}

void Queries::scan_record_events(RecordId after,
                                 const std::function<bool(const store::RecordEvent&)>& visit) {
    connection_.scan(
        "SELECT record_id, revision, seq, ledger_id, action, "
        "personal_digest IS NOT NULL AND personal_diff IS NULL, row_digest FROM audit_event "
        "WHERE office_id = $1 AND record_id > $2 AND record_id <> 0 ORDER BY record_id, revision",
        Parameters(office_, after), [&](const Row& row) {
            return visit({RecordId{row.integer(0)}, row.integer(1), row.integer(2),
                          LedgerId{row.integer(3)}, static_cast<store::AuditAction>(row.integer(4)),
                          row.truth(5), row.digest(6)});
        });
}

void Queries::scan_seals(std::int64_t after,
                         const std::function<bool(const store::AuditSeal&)>& visit) {
    connection_.scan(
        "SELECT seal_id, first_seq, last_seq, root, prior, digest, sealed_at FROM audit_seal "
        "WHERE office_id = $1 AND seal_id > $2 ORDER BY seal_id",
        Parameters(office_, after), [&](const Row& row) { return visit(read_seal(row)); });
}

void Queries::scan_audit_log(const store::AuditLogQuery& query,
                             const std::function<bool(const store::AuditEvent&)>& visit) {
    Sql sql;
    sql << kEventsOfOffice << sql.bind(office_) << " AND seq >= " << sql.bind(query.from_seq);
    if (query.before_seq > 0) {
        sql << " AND seq < " << sql.bind(query.before_seq);
    }
    if (!query.actions.empty()) {
        std::vector<std::int64_t> actions;
        for (const auto action : query.actions) {
            actions.push_back(static_cast<std::int64_t>(action));
        }
        sql << " AND action = ANY (" << sql.bind(array_text(actions)) << "::bigint[])";
    }
    if (!query.actor.empty()) {
        sql << " AND actor = " << sql.bind(query.actor);
    }
    if (query.ledger) {
        sql << " AND ledger_id = " << sql.bind(query.ledger);
    }
    if (query.record) {
        sql << " AND record_id = " << sql.bind(query.record) << " AND record_id <> 0";
    }
    if (query.from) {
        sql << " AND at >= " << sql.bind(*query.from);
    }
    if (query.until) {
        sql << " AND at < " << sql.bind(*query.until);
    }
    sql << " ORDER BY seq DESC";
    const store::Sealer sealer(connection_.keys(), office_);
    store::AuditEvent event;
    connection_.scan(sql, [&](const Row& row) {
        read_event(row, sealer, event);
        return visit(event);
    });
}

}  // namespace taizhang::store_postgres
