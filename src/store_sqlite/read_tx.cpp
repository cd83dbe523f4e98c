// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/read_tx.hpp"

#include <algorithm>

#include "store_sqlite/record_page.hpp"
#include "store_sqlite/record_query.hpp"

namespace taizhang::store_sqlite {
namespace {

// A stored date that no longer reads as one; see read_date in ledger_table.cpp.
Date date_of(const SQLite::Column& column) {
    return parse_date(column.getText()).value_or(Date{});
}

// Into the event before, so that its texts keep their memory.
void read_event(const Row& row, store::AuditEvent& event) {
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
}

store::Batch read_batch(SQLite::Statement& row) {
    store::Batch batch;
    int index = 0;
    batch.id = BatchId{row.getColumn(index++).getInt64()};
    batch.ledger = LedgerId{row.getColumn(index++).getInt64()};
    batch.file = row.getColumn(index++).getString();
    batch.file_digest = row.getColumn(index++).getString();
    batch.status = static_cast<store::BatchStatus>(row.getColumn(index++).getInt());
    batch.rows_done = row.getColumn(index++).getInt64();
    batch.added = row.getColumn(index++).getInt64();
    batch.changed = row.getColumn(index++).getInt64();
    batch.same = row.getColumn(index++).getInt64();
    batch.rejected = row.getColumn(index++).getInt64();
    batch.actor = row.getColumn(index++).getString();
    batch.started_at = Instant{row.getColumn(index).getInt64()};
    return batch;
}

}  // namespace

std::optional<store::Office> Queries::office() {
    auto& row = connection_.statement("SELECT office_id, code, name FROM office LIMIT 1");
    if (!row.executeStep()) {
        return std::nullopt;
    }
    return store::Office{OfficeId{row.getColumn(0).getInt64()}, row.getColumn(1).getString(),
                         row.getColumn(2).getString()};
}

std::vector<model::AreaVersion> Queries::areas() {
    auto& row = connection_.statement(
        "SELECT a.area_id, a.code, a.level, v.valid_from, v.abolished_on, v.name, v.parent_id, "
        "v.person_in_charge, v.boundary FROM area a JOIN area_version v "
        "ON v.office_id = a.office_id AND v.area_id = a.area_id WHERE a.office_id = ? "
        "ORDER BY a.area_id, v.valid_from");
    row.bind(1, office_.value);
    std::vector<model::AreaVersion> areas;
    while (row.executeStep()) {
        model::AreaVersion version;
        version.id = AreaId{row.getColumn(0).getInt64()};
        version.code = row.getColumn(1).getString();
        version.level = static_cast<model::AreaLevel>(row.getColumn(2).getInt());
        version.valid_from = date_of(row.getColumn(3));
        if (!row.getColumn(4).isNull()) {
            version.abolished_on = date_of(row.getColumn(4));
        }
        version.name = row.getColumn(5).getString();
        version.parent = AreaId{row.getColumn(6).getInt64()};
        version.person_in_charge = row.getColumn(7).getString();
        version.boundary = row.getColumn(8).getString();
        areas.push_back(std::move(version));
    }
    return areas;
}

std::vector<model::Unit> Queries::units() {
    auto& row = connection_.statement(
        "SELECT unit_id, code, name FROM unit WHERE office_id = ? ORDER BY unit_id");
    row.bind(1, office_.value);
    std::vector<model::Unit> units;
    while (row.executeStep()) {
        units.push_back({UnitId{row.getColumn(0).getInt64()}, row.getColumn(1).getString(),
                         row.getColumn(2).getString()});
    }
    return units;
}

std::vector<store::StoredDefinition> Queries::definitions() {
    auto& row = connection_.statement(
        // By the primary key; of the columns beside max(), SQLite takes the row that has it.
        "SELECT kind, name, definition_id, max(version), file, body, retired FROM definition "
        "WHERE office_id = ? GROUP BY kind, name");
    row.bind(1, office_.value);
    std::vector<store::StoredDefinition> definitions;
    while (row.executeStep()) {
        definitions.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(),
                               row.getColumn(2).getInt64(), row.getColumn(3).getInt64(),
                               row.getColumn(4).getString(), row.getColumn(5).getString(),
                               row.getColumn(6).getInt() != 0});
    }
    std::sort(definitions.begin(), definitions.end(),
              [](const auto& one, const auto& other) { return one.id < other.id; });
    return definitions;
}

std::optional<std::int64_t> Queries::definitions_version() {
    auto& row = connection_.statement("SELECT last FROM counter WHERE office_id = ? AND name = ?");
    row.bind(1, office_.value);
    row.bind(2, kDefinitionsCounter);
    const std::int64_t version = row.executeStep() ? row.getColumn(0).getInt64() : 0;
    row.reset();
    return version;
}

SQLite::Statement& Queries::select(const store::RecordQuery& query) {
    if (query.fields) {
        return connection_.statement(select_sql(query));
    }
    auto& known = selects_[{query.table.definition, select_shape(query)}];
    if (known == nullptr) {
        known = &connection_.statement(select_sql(query));
    }
    return renewed(*known);
}

void Queries::page_records(const store::PageQuery& query, const store::RecordVisitor& visit) {
    const auto days = connection_.index().has_gap(query.records.table) ? Days::Ledger : Days::Table;
    auto& statement = connection_.passing_statement(page_sql(query, days));
    bind_page(statement, office_, query);
    const Row row = connection_.row_of(statement);
    model::LedgerRecord record;
    while (statement.executeStep()) {
        read_record(row, query.records, record);
        if (!visit(record)) {
            break;
        }
    }
    statement.reset();
}

void Queries::scan_matches(const store::RecordQuery& query, const store::RecordVisitor& visit) {
    store::RecordQuery one = query;
    for (const RecordId id :
         connection_.index().find(query.table, *query.match_key, query.before)) {
        one.id = id;
        bool more = true;
        scan_records(one, [&](const model::LedgerRecord& record) { return more = visit(record); });
        if (!more) {
            break;
        }
    }
}

void Queries::scan_records(const store::RecordQuery& query, const store::RecordVisitor& visit) {
    if (query.match_key && !query.id) {
        scan_matches(query, visit);
        return;
    }
    auto& statement = select(query);
    bind_select(statement, office_, query);
    const Row row = connection_.row_of(statement);
    model::LedgerRecord record;
    while (statement.executeStep()) {
        read_record(row, query, record);
        if (!visit(record)) {
            break;
        }
    }
    statement.reset();
}

std::vector<store::ZeroReport> Queries::zero_reports() {
    auto& row = connection_.statement(
        "SELECT ledger_id, area_id, from_date, to_date FROM zero_report WHERE office_id = ?");
    row.bind(1, office_.value);
    std::vector<store::ZeroReport> reports;
    while (row.executeStep()) {
        reports.push_back({LedgerId{row.getColumn(0).getInt64()},
                           AreaId{row.getColumn(1).getInt64()},
                           Period{date_of(row.getColumn(2)), date_of(row.getColumn(3))}});
    }
    return reports;
}

std::vector<store::Batch> Queries::batches_where(
    const std::string& condition, const std::function<void(SQLite::Statement&)>& bind) {
    auto& row = connection_.statement(
        "SELECT batch_id, ledger_id, file, file_digest, status, rows_done, added, changed, same, "
        "rejected, actor, started_at FROM batch WHERE office_id = ? " +
        condition + " ORDER BY batch_id DESC");
    row.bind(1, office_.value);
    bind(row);
    std::vector<store::Batch> batches;
    while (row.executeStep()) {
        batches.push_back(read_batch(row));
    }
    return batches;
}

std::vector<store::Batch> Queries::batches() {
    return batches_where("", [](SQLite::Statement&) {});
}

std::optional<store::Batch> Queries::batch(BatchId id) {
    const auto found = batches_where(
        "AND batch_id = ?", [&](SQLite::Statement& statement) { statement.bind(2, id.value); });
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<store::Batch> Queries::batch_of_file(LedgerId ledger, const std::string& digest) {
    const auto found = batches_where("AND ledger_id = ? AND file_digest = ? AND status <> 2",
                                     [&](SQLite::Statement& statement) {
                                         statement.bind(2, ledger.value);
                                         statement.bind(3, digest);
                                     });
    return found.empty() ? std::nullopt : std::optional(found.front());
}

void Queries::scan_audit(const store::ReadTx::AuditQuery& query,
                         const std::function<bool(const store::AuditEvent&)>& visit) {
    std::string sql =
        "SELECT seq, at, actor, action, ledger_id, record_id, revision, batch_id, diff, "
        "personal_diff, personal_digest, row_digest, digest FROM audit_event "
        "WHERE office_id = ? AND seq > ?";
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
    store::AuditEvent event;
    while (statement.executeStep()) {
        read_event(row, event);
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

}  // namespace taizhang::store_sqlite
