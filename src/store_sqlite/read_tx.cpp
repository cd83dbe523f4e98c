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

store::StoredDefinition read_definition(SQLite::Statement& row) {
    return {row.getColumn(0).getString(),   row.getColumn(1).getString(),
            row.getColumn(2).getInt64(),    row.getColumn(3).getInt64(),
            row.getColumn(4).getString(),   row.getColumn(5).getString(),
            row.getColumn(6).getInt() != 0, Instant{row.getColumn(7).getInt64()}};
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
        "SELECT u.unit_id, u.code, u.name, u.closed_on, n.valid_from, n.name FROM unit u "
        "LEFT JOIN unit_name n ON n.office_id = u.office_id AND n.unit_id = u.unit_id "
        "WHERE u.office_id = ? ORDER BY u.unit_id, n.valid_from");
    row.bind(1, office_.value);
    std::vector<model::Unit> units;
    while (row.executeStep()) {
        const UnitId id{row.getColumn(0).getInt64()};
        if (units.empty() || units.back().id != id) {
            units.push_back(
                {id, row.getColumn(1).getString(), row.getColumn(2).getString(), {}, {}});
            if (!row.getColumn(3).isNull()) {
                units.back().closed_on = date_of(row.getColumn(3));
            }
        }
        if (!row.getColumn(4).isNull()) {
            units.back().names.push_back({date_of(row.getColumn(4)), row.getColumn(5).getString()});
        }
    }
    return units;
}

std::vector<store::StoredDefinition> Queries::definitions() {
    auto& row = connection_.statement(
        // By the primary key; of the columns beside max(), SQLite takes the row that has it.
        "SELECT kind, name, definition_id, max(version), file, body, retired, installed_at "
        "FROM definition WHERE office_id = ? GROUP BY kind, name");
    row.bind(1, office_.value);
    std::vector<store::StoredDefinition> definitions;
    while (row.executeStep()) {
        definitions.push_back(read_definition(row));
    }
    std::sort(definitions.begin(), definitions.end(),
              [](const auto& one, const auto& other) { return one.id < other.id; });
    return definitions;
}

std::vector<store::StoredDefinition> Queries::past_definitions(const std::string& kind,
                                                               const std::string& name,
                                                               std::size_t versions_max) {
    auto& row = connection_.statement(
        "SELECT kind, name, definition_id, version, file, body, retired, installed_at "
        "FROM definition WHERE office_id = ? AND kind = ? AND name = ? "
        "ORDER BY version DESC LIMIT ?");
    row.bind(1, office_.value);
    row.bind(2, kind);
    row.bind(3, name);
    row.bind(4, static_cast<std::int64_t>(versions_max));
    std::vector<store::StoredDefinition> definitions;
    while (row.executeStep()) {
        definitions.push_back(read_definition(row));
    }
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
    if (query.fields || !has_plain_scope(query)) {
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
    const store::Sealer sealer(connection_.keys(), office_);
    bind_page(statement, sealer, office_, query);
    const Row row = connection_.row_of(statement);
    model::LedgerRecord record;
    while (statement.executeStep()) {
        read_record(row, sealer, query.records, record);
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
    const store::Sealer sealer(connection_.keys(), office_);
    model::LedgerRecord record;
    while (statement.executeStep()) {
        read_record(row, sealer, query, record);
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

}  // namespace taizhang::store_sqlite
