// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/sealing_pass.hpp"

#include <fmt/format.h>

#include "store_sqlite/ledger_table.hpp"

namespace taizhang::store_sqlite {

using store::SealingPass;

namespace {

// Those whose values are in the file.
std::vector<sealing::KeyProof> noted_keys(Connection& connection) {
    auto& row = connection.statement("SELECT key_id, proof FROM sealing_key ORDER BY key_id");
    std::vector<sealing::KeyProof> proofs;
    while (row.executeStep()) {
        proofs.push_back({static_cast<sealing::KeyId>(row.getColumn(0).getInt64()),
                          row.getColumn(1).getString()});
    }
    row.reset();
    return proofs;
}

std::optional<SealingPass> pass_of(Connection& connection) {
    auto& row = connection.statement("SELECT kind, part, after_id FROM sealing_pass LIMIT 1");
    std::optional<SealingPass> pass;
    if (row.executeStep()) {
        pass = {static_cast<SealingPass::Kind>(row.getColumn(0).getInt()),
                row.getColumn(1).getInt64(), row.getColumn(2).getInt64()};
    }
    row.reset();
    return pass;
}

bool has_column(Connection& connection, const std::string& table, const std::string& column) {
    auto& row = connection.statement("SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
    row.bind(1, table);
    row.bind(2, column);
    const bool found = row.executeStep();
    row.reset();
    return found;
}

}  // namespace

store::SealingState sealing_state(Connection& connection) {
    store::SealingState state;
    state.file = connection.keys().file().string();
    state.keys = connection.keys().keys();
    for (const auto& proof : noted_keys(connection)) {
        state.needed.push_back(sealing::key_name(proof.id));
    }
    state.pass = pass_of(connection);
    return state;
}

void note_keys(Connection& connection, OfficeId office) {
    auto& insert = connection.statement(
        "INSERT INTO sealing_key (office_id, key_id, proof) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING");
    for (const auto& proof : connection.keys().proofs()) {
        renewed(insert).bind(1, office.value);
        insert.bind(2, static_cast<std::int64_t>(proof.id));
        bind_bytes(insert, 3, proof.proof);
        insert.exec();
    }
}

Result<void> check_keys(Connection& connection) {
    return store::check_keys(connection.keys(), noted_keys(connection));
}

bool first_pass_is_due(Connection& connection) {
    const auto pass = pass_of(connection);
    return pass && pass->kind == SealingPass::Kind::First;
}

void put_sealing_pass(Connection& connection, OfficeId office, const SealingPass& pass) {
    auto& row = connection.statement(
        "INSERT OR REPLACE INTO sealing_pass (office_id, kind, part, after_id) "
        "VALUES (?, ?, ?, ?)");
    row.bind(1, office.value);
    row.bind(2, static_cast<int>(pass.kind));
    row.bind(3, pass.part);
    row.bind(4, pass.after);
    row.exec();
}

std::optional<SealingPass> SqliteSealingRun::pass() {
    return pass_of(connection_);
}

void SqliteSealingRun::put_pass(const SealingPass& pass) {
    put_sealing_pass(connection_, office_, pass);
}

void SqliteSealingRun::drop_pass() {
    auto& row = connection_.statement("DELETE FROM sealing_pass WHERE office_id = ?");
    row.bind(1, office_.value);
    row.exec();
}

void SqliteSealingRun::write_record(const store::LedgerTable& table,
                                    const model::LedgerRecord& before,
                                    const model::LedgerRecord& after) {
    auto& update = connection_.statement(update_sql(*table.definition));
    bind_update(update, sealer(), office_, *table.definition, after, before.revision);
    update.exec();
    connection_.index().change(table, before, after);
}

void SqliteSealingRun::drop_columns(const store::LedgerTable& table,
                                    const model::LedgerDefinition& bare) {
    const std::string name = table_name(bare);
    for (std::size_t i = 0; i < bare.fields.size(); ++i) {
        const std::string column = column_name(bare.fields[i]);
        if (model::is_personal(table.definition->fields[i]) &&
            has_column(connection_, name, column)) {
            connection_.execute(fmt::format("DROP INDEX IF EXISTS {}_one_{}", name, column));
            connection_.execute(fmt::format("ALTER TABLE {} DROP COLUMN \"{}\"", name, column));
        }
    }
}

std::string SqliteSealingRun::place(Cells of, const Row& row) const {
    switch (of) {
        case Cells::Diffs:
            return sealer().place_of_diff(LedgerId{row.integer(2)}, RecordId{row.integer(3)},
                                          row.integer(4));
        case Cells::SecondSteps:
            return sealer().place_of_second_step(AccountId{row.integer(0)});
        default:
            return sealer().place_of_lines(RecordId{row.integer(0)});
    }
}

std::vector<store::SealingRun::Cell> SqliteSealingRun::cells(Cells of, std::int64_t after,
                                                             std::int64_t rows_max) {
    auto& rows = connection_.statement(
        of == Cells::Diffs
            ? "SELECT seq, personal_diff, ledger_id, record_id, revision FROM audit_event "
              "WHERE office_id = ? AND seq > ? AND personal_diff IS NOT NULL ORDER BY seq LIMIT ?"
        : of == Cells::SecondSteps
            ? "SELECT account_id, second_step FROM account WHERE office_id = ? "
              "AND account_id > ? AND length(second_step) > 0 ORDER BY account_id LIMIT ?"
            : "SELECT record_id, personal_sealed FROM search_document WHERE office_id = ? "
              "AND record_id > ? AND length(personal_sealed) > 0 ORDER BY record_id LIMIT ?");
    rows.bind(1, office_.value);
    rows.bind(2, after);
    rows.bind(3, rows_max);
    const Row row = connection_.row_of(rows);
    std::vector<Cell> found;
    while (rows.executeStep()) {
        found.push_back({row.integer(0), std::string(row.bytes(1)), place(of, row)});
    }
    rows.reset();
    return found;
}

void SqliteSealingRun::replace(Cells of, const Cell& cell, const std::string& sealed) {
    auto& update = connection_.statement(
        of == Cells::Diffs
            ? "UPDATE audit_event SET personal_diff = ? WHERE office_id = ? AND seq = ?"
        : of == Cells::SecondSteps
            ? "UPDATE account SET second_step = ? WHERE office_id = ? AND account_id = ?"
            : "UPDATE search_document SET personal_sealed = ? "
              "WHERE office_id = ? AND record_id = ?");
    bind_bytes(update, 1, sealed);
    update.bind(2, office_.value);
    update.bind(3, cell.id);
    update.exec();
}

}  // namespace taizhang::store_sqlite
