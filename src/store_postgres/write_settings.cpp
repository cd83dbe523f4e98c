// SPDX-License-Identifier: Apache-2.0
// What is written of an office besides its records.
#include <fmt/format.h>

#include "store_postgres/ledger_table.hpp"
#include "store_postgres/write_tx.hpp"

namespace taizhang::store_postgres {

void PostgresWriteTx::put_office(const store::Office& office) {
    connection_.query("INSERT INTO office (office_id, code, name) VALUES ($1, $2, $3)",
                      Parameters(office.id, office.code, office.name));
    for (const auto* name : {"definitions", "bulk", "search"}) {
        connection_.query("INSERT INTO work_lock (office_id, name, version) VALUES ($1, $2, 0)",
                          Parameters(office.id, name));
    }
    connection_.query(
        "INSERT INTO seal_head (office_id, last_seal_id, last_seal_digest, last_seq) "
        "VALUES ($1, 0, $2, 0)",
        Parameters(office.id, digest_text(Digest{})));
    batch_.office = office.id;
    queries_.set_office(office.id);
    search_.set_office(office.id);
    identity_.set_office(office.id);
    jobs_.set_office(office.id);
    desk_.set_office(office.id);
    kept_.set_office(office.id);
    note_keys(connection_, office.id);
    attachments_.set_office(office.id);
    note_definitions_changed();
}

void PostgresWriteTx::put_area(const model::AreaVersion& version) {
    note_definitions_changed();
    connection_.query(
        "INSERT INTO area (office_id, area_id, code, level) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT DO NOTHING",
        Parameters(batch_.office, version.id, version.code, static_cast<int>(version.level)));
    connection_.query(
        "INSERT INTO area_version (office_id, area_id, valid_from, abolished_on, name, parent_id, "
        "person_in_charge, boundary) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (office_id, area_id, valid_from) DO UPDATE "
        "SET abolished_on = excluded.abolished_on, name = excluded.name, "
        "parent_id = excluded.parent_id, person_in_charge = excluded.person_in_charge, "
        "boundary = excluded.boundary",
        Parameters(batch_.office, version.id, version.valid_from,
                   version.abolished_on ? text_of(*version.abolished_on) : Parameter(),
                   version.name, version.parent ? text_of(version.parent) : Parameter(),
                   version.person_in_charge, version.boundary));
}

void PostgresWriteTx::put_unit(const model::Unit& unit) {
    note_definitions_changed();
    connection_.query(
        "INSERT INTO unit (office_id, unit_id, code, name, closed_on) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (office_id, unit_id) DO UPDATE SET code = excluded.code, "
        "name = excluded.name, closed_on = excluded.closed_on",
        Parameters(batch_.office, unit.id, unit.code, unit.name,
                   unit.closed_on ? text_of(*unit.closed_on) : Parameter()));
    for (const auto& named : unit.names) {
        connection_.query(
            "INSERT INTO unit_name (office_id, unit_id, valid_from, name) "
            "VALUES ($1, $2, $3, $4) ON CONFLICT (office_id, unit_id, valid_from) "
            "DO UPDATE SET name = excluded.name",
            Parameters(batch_.office, unit.id, named.from, named.name));
    }
}

void PostgresWriteTx::put_definition(const store::StoredDefinition& definition) {
    note_definitions_changed();
    connection_.query(
        "INSERT INTO definition (office_id, kind, name, version, definition_id, file, body, "
        "retired, installed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        Parameters(batch_.office, definition.kind, definition.name, definition.version,
                   definition.id, definition.file, definition.json, definition.retired,
                   batch_.now));
}

std::vector<std::string> PostgresWriteTx::columns_of(const std::string& table) {
    const Rows rows = connection_.query(
        "SELECT column_name::text FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = $1",
        Parameters().add(table));
    std::vector<std::string> columns;
    for (int i = 0; i < rows.size(); ++i) {
        columns.push_back(rows[i].text(0));
    }
    return columns;
}

Result<void> PostgresWriteTx::shape_table(const store::LedgerTable& table) {
    note_definitions_changed();
    const auto columns = columns_of(table_name(*table.definition));
    const auto statements = columns.empty() ? create_table_sql(*table.definition)
                                            : add_columns_sql(*table.definition, columns);
    try {
        for (const auto& sql : statements) {
            connection_.command(sql);
        }
    } catch (const DatabaseError& error) {
        if (error.breaks_unique()) {
            return fail(
                ErrorCode::Conflict,
                fmt::format("台账“{}”已有重复的值，不能改成不许重复", table.definition->title.zh),
                fmt::format("constraint: {}", error.what()));
        }
        throw;
    }
    return {};
}

void PostgresWriteTx::put_batch(const store::Batch& batch) {
    lock("bulk");
    connection_.query(
        "INSERT INTO batch (office_id, batch_id, ledger_id, file, file_digest, status, "
        "rows_done, added, changed, same, rejected, actor, started_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
        "ON CONFLICT (office_id, batch_id) DO UPDATE SET "
        "status = excluded.status, rows_done = excluded.rows_done, added = excluded.added, "
        "changed = excluded.changed, same = excluded.same, rejected = excluded.rejected",
        Parameters(batch_.office, batch.id, batch.ledger, batch.file, batch.file_digest,
                   static_cast<int>(batch.status), batch.rows_done, batch.added, batch.changed,
                   batch.same, batch.rejected, batch.actor, batch.started_at));
}

void PostgresWriteTx::put_zero_report(const store::ZeroReport& report, const std::string& actor) {
    connection_.query(
        "INSERT INTO zero_report (office_id, ledger_id, area_id, from_date, to_date, actor, "
        "filed_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        Parameters(batch_.office, report.ledger, report.area, report.period.from, report.period.to,
                   actor, batch_.now));
}

// Counting anew must see every record, so it waits for all that are being written and lets nobody
// begin; what it adds is then what all parts together had.
void PostgresWriteTx::clear_rollup(IndicatorId indicator) {
    queue_alone();
    lock("definitions");
    send_rows();
    batch_.write_ahead();
    connection_.query("DELETE FROM rollup WHERE office_id = $1 AND indicator_id = $2",
                      Parameters(batch_.office, indicator));
}

void PostgresWriteTx::add_rollups(const model::RollupSums& sums) {
    batch_.write_sums(sums);
}

void PostgresWriteTx::erase_personal_history(RecordId record) {
    batch_.erase_personal(record);
}

}  // namespace taizhang::store_postgres
