// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/sealing_pass.hpp"

#include <fmt/format.h>

#include "store_postgres/ledger_table.hpp"

namespace taizhang::store_postgres {

using store::SealingPass;

namespace {

OfficeId office_of(Connection& connection) {
    const Rows rows = connection.query("SELECT office_id FROM office LIMIT 1");
    return OfficeId{rows.empty() ? 0 : rows[0].integer(0)};
}

// Those whose values are in the database.
std::vector<sealing::KeyProof> noted_keys(Connection& connection, OfficeId office) {
    const Rows rows = connection.query(
        "SELECT key_id, proof FROM sealing_key WHERE office_id = $1 ORDER BY key_id",
        Parameters(office));
    std::vector<sealing::KeyProof> proofs;
    for (int i = 0; i < rows.size(); ++i) {
        proofs.push_back({static_cast<sealing::KeyId>(rows[i].integer(0)), rows[i].text(1)});
    }
    return proofs;
}

std::optional<SealingPass> pass_of(Connection& connection, OfficeId office) {
    const Rows rows = connection.query(
        "SELECT kind, part, after_id FROM sealing_pass WHERE office_id = $1", Parameters(office));
    if (rows.empty()) {
        return std::nullopt;
    }
    return SealingPass{static_cast<SealingPass::Kind>(rows[0].integer(0)), rows[0].integer(1),
                       rows[0].integer(2)};
}

}  // namespace

store::SealingState sealing_state(Connection& connection, OfficeId office) {
    store::SealingState state;
    state.file = connection.keys().file().string();
    state.keys = connection.keys().keys();
    for (const auto& proof : noted_keys(connection, office)) {
        state.needed.push_back(sealing::key_name(proof.id));
    }
    state.pass = pass_of(connection, office);
    return state;
}

void note_keys(Connection& connection, OfficeId office) {
    for (const auto& proof : connection.keys().proofs()) {
        connection.query(
            "INSERT INTO sealing_key (office_id, key_id, proof) VALUES ($1, $2, $3) "
            "ON CONFLICT DO NOTHING",
            Parameters(office, static_cast<std::int64_t>(proof.id), bytes_text(proof.proof)));
    }
}

Result<void> check_keys(Connection& connection) {
    return store::check_keys(connection.keys(), noted_keys(connection, office_of(connection)));
}

bool first_pass_is_due(Connection& connection) {
    const auto pass = pass_of(connection, office_of(connection));
    return pass && pass->kind == SealingPass::Kind::First;
}

void put_sealing_pass(Connection& connection, OfficeId office, const SealingPass& pass) {
    connection.query(
        "INSERT INTO sealing_pass (office_id, kind, part, after_id) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (office_id) DO UPDATE SET kind = excluded.kind, part = excluded.part, "
        "after_id = excluded.after_id",
        Parameters(office, static_cast<int>(pass.kind), pass.part, pass.after));
}

std::optional<SealingPass> PostgresSealingRun::pass() {
    return pass_of(connection_, office_);
}

void PostgresSealingRun::put_pass(const SealingPass& pass) {
    put_sealing_pass(connection_, office_, pass);
}

void PostgresSealingRun::drop_pass() {
    connection_.query("DELETE FROM sealing_pass WHERE office_id = $1", Parameters(office_));
}

void PostgresSealingRun::write_record(const store::LedgerTable& table,
                                      const model::LedgerRecord& before,
                                      const model::LedgerRecord& after) {
    const auto& ledger = *table.definition;
    connection_.query(update_sql(ledger),
                      update_values(sealer(), office_, ledger, after, before.revision));
}

void PostgresSealingRun::drop_columns(const store::LedgerTable& table,
                                      const model::LedgerDefinition& bare) {
    for (std::size_t i = 0; i < bare.fields.size(); ++i) {
        if (model::is_personal(table.definition->fields[i])) {
            connection_.command(fmt::format("ALTER TABLE \"{}\" DROP COLUMN IF EXISTS \"{}\"",
                                            table_name(bare), column_name(bare.fields[i])));
        }
    }
}

std::string PostgresSealingRun::place(Cells of, const Row& row) const {
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

std::vector<store::SealingRun::Cell> PostgresSealingRun::cells(Cells of, std::int64_t after,
                                                               std::int64_t rows_max) {
    const Rows rows = connection_.query(
        of == Cells::Diffs
            ? "SELECT seq, personal_diff, ledger_id, record_id, revision FROM audit_event "
              "WHERE office_id = $1 AND seq > $2 AND personal_diff IS NOT NULL "
              "ORDER BY seq LIMIT $3"
        : of == Cells::SecondSteps
            ? "SELECT account_id, second_step FROM account WHERE office_id = $1 "
              "AND account_id > $2 AND length(second_step) > 0 ORDER BY account_id LIMIT $3"
            : "SELECT record_id, personal_sealed FROM search_document WHERE office_id = $1 "
              "AND record_id > $2 AND length(personal_sealed) > 0 ORDER BY record_id LIMIT $3",
        Parameters(office_, after, rows_max));
    std::vector<Cell> found;
    for (int i = 0; i < rows.size(); ++i) {
        found.push_back({rows[i].integer(0), rows[i].text(1), place(of, rows[i])});
    }
    return found;
}

void PostgresSealingRun::replace(Cells of, const Cell& cell, const std::string& sealed) {
    connection_.query(
        of == Cells::Diffs         ? "UPDATE audit_event SET personal_diff = $4 "
                                     "WHERE office_id = $1 AND seq = $2 AND personal_diff = $3"
        : of == Cells::SecondSteps ? "UPDATE account SET second_step = $4 "
                                     "WHERE office_id = $1 AND account_id = $2 AND second_step = $3"
                                   : "UPDATE search_document SET personal_sealed = $4 "
                                     "WHERE office_id = $1 AND record_id = $2 "
                                     "AND personal_sealed = $3",
        Parameters(office_, cell.id, bytes_text(cell.bytes), bytes_text(sealed)));
}

}  // namespace taizhang::store_postgres
