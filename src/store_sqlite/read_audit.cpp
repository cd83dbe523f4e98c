// SPDX-License-Identifier: Apache-2.0
// The audit log as it is read: whole, of one record or batch, and by the filters of a person.
#include "base/text.hpp"
#include "store_sqlite/read_tx.hpp"

namespace taizhang::store_sqlite {
namespace {

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

constexpr std::string_view kEventColumns =
    "SELECT seq, at, actor, action, ledger_id, record_id, revision, batch_id, diff, "
    "personal_diff, personal_digest, row_digest, digest FROM audit_event WHERE office_id = ?";

}  // namespace

void Queries::scan_audit(const store::ReadTx::AuditQuery& query,
                         const std::function<bool(const store::AuditEvent&)>& visit) {
    std::string sql(kEventColumns);
    sql += " AND seq > ?";
    sql += query.batch ? " AND batch_id = ? "
                         "AND seq >= (SELECT first_seq FROM batch WHERE batch_id = ?) "
                         "AND seq <= (SELECT last_seq FROM batch WHERE batch_id = ?)"
                       : "";
    sql += query.record ? " AND record_id = ? AND record_id <> 0" : "";
    auto& statement = connection_.statement(sql + " ORDER BY seq");
    statement.bind(1, office_.value);
    statement.bind(2, query.after_seq);
    int index = 3;
    if (query.batch) {
        statement.bind(index++, query.batch.value);
        statement.bind(index++, query.batch.value);
        statement.bind(index++, query.batch.value);
    }
    if (query.record) {
        statement.bind(index, query.record.value);
    }
    const Row row = connection_.row_of(statement);
    const store::Sealer sealer(connection_.keys(), office_);
    store::AuditEvent event;
    while (statement.executeStep()) {
        read_event(row, sealer, event);
        if (!visit(event)) {
            break;
        }
    }
    statement.reset();
}

void Queries::scan_record_events(RecordId after,
                                 const std::function<bool(const store::RecordEvent&)>& visit) {
    auto& statement = connection_.statement(
        "SELECT record_id, revision, seq, ledger_id, action, personal_digest IS NOT NULL, "
        "personal_diff IS NOT NULL, row_digest FROM audit_event INDEXED BY audit_event_of_record "
        "WHERE office_id = ? AND record_id > ? AND record_id <> 0 ORDER BY record_id, revision");
    statement.bind(1, office_.value);
    statement.bind(2, after.value);
    const Row row = connection_.row_of(statement);
    while (statement.executeStep()) {
        const bool personal = row.integer(5) != 0;
        const store::RecordEvent event{RecordId{row.integer(0)},
                                       row.integer(1),
                                       row.integer(2),
                                       LedgerId{row.integer(3)},
                                       static_cast<store::AuditAction>(row.integer(4)),
                                       personal && row.integer(6) == 0,
                                       row.digest(7)};
        if (!visit(event)) {
            break;
        }
    }
    statement.reset();
}

void Queries::scan_seals(std::int64_t after,
                         const std::function<bool(const store::AuditSeal&)>& visit) {
    auto& row = connection_.statement(
        "SELECT seal_id, first_seq, last_seq, root, prior, digest, sealed_at FROM audit_seal "
        "WHERE office_id = ? AND seal_id > ? ORDER BY seal_id");
    row.bind(1, office_.value);
    row.bind(2, after);
    while (row.executeStep()) {
        store::AuditSeal seal;
        seal.id = row.getColumn(0).getInt64();
        seal.first_seq = row.getColumn(1).getInt64();
        seal.last_seq = row.getColumn(2).getInt64();
        seal.root = read_digest(row.getColumn(3));
        seal.prior = read_digest(row.getColumn(4));
        seal.digest = read_digest(row.getColumn(5));
        seal.sealed_at = Instant{row.getColumn(6).getInt64()};
        if (!visit(seal)) {
            break;
        }
    }
    row.reset();
}

void Queries::scan_audit_log(const store::AuditLogQuery& query,
                             const std::function<bool(const store::AuditEvent&)>& visit) {
    std::string sql(kEventColumns);
    sql += " AND seq < ? AND seq >= ?";
    std::vector<std::string> actions;
    for (const auto action : query.actions) {
        actions.push_back(std::to_string(static_cast<std::int64_t>(action)));
    }
    sql += actions.empty() ? "" : " AND action IN (SELECT value FROM json_each(?))";
    sql += query.actor.empty() ? "" : " AND actor = ?";
    sql += query.ledger ? " AND ledger_id = ?" : "";
    sql += query.record ? " AND record_id = ? AND record_id <> 0" : "";
    sql += query.from ? " AND at >= ?" : "";
    sql += query.until ? " AND at < ?" : "";
    auto& statement = connection_.statement(sql + " ORDER BY seq DESC");
    int index = 1;
    statement.bind(index++, office_.value);
    statement.bind(index++, query.before_seq > 0 ? query.before_seq : INT64_MAX);
    statement.bind(index++, query.from_seq);
    if (!actions.empty()) {
        statement.bind(index++, "[" + join(actions, ",") + "]");
    }
    if (!query.actor.empty()) {
        statement.bind(index++, query.actor);
    }
    for (const auto id : {query.ledger.value, query.record.value}) {
        if (id != 0) {
            statement.bind(index++, id);
        }
    }
    for (const auto& moment : {query.from, query.until}) {
        if (moment) {
            statement.bind(index++, moment->milliseconds);
        }
    }
    const Row row = connection_.row_of(statement);
    const store::Sealer sealer(connection_.keys(), office_);
    store::AuditEvent event;
    while (statement.executeStep()) {
        read_event(row, sealer, event);
        if (!visit(event)) {
            break;
        }
    }
    statement.reset();
}

}  // namespace taizhang::store_sqlite
