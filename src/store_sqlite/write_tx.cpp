// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/write_tx.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <sqlite3.h>

#include <cassert>

#include "store_sqlite/ledger_table.hpp"

namespace taizhang::store_sqlite {
namespace {

void bind_digest_or_null(SQLite::Statement& statement, int index, const Digest& digest) {
    if (digest == Digest{}) {
        statement.bind(index);
    } else {
        bind_digest(statement, index, digest);
    }
}

tl::unexpected<Error> conflict(const SQLite::Exception& error) {
    const std::string text = error.what();
    const bool unique = error.getExtendedErrorCode() == SQLITE_CONSTRAINT_UNIQUE;
    return fail(ErrorCode::Conflict,
                unique ? "已有另一条记录用了这个不许重复的值" : "这一行与库里的规定冲突",
                fmt::format("constraint: {}", text));
}

}  // namespace

std::string SqliteWriteTx::new_salt() {
    std::string salt(store::kSaltBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), store::kSaltBytes) != 1) {
        throw std::runtime_error("no random bytes");
    }
    return salt;
}

std::int64_t SqliteWriteTx::next_number(const std::string& name) {
    const auto known = counters_.find(name);
    if (known != counters_.end()) {
        return ++known->second;
    }
    auto& row = queries_.connection().statement(
        "SELECT last FROM counter WHERE office_id = ? AND name = ?");
    row.bind(1, batch_.office.value);
    row.bind(2, name);
    const std::int64_t number = (row.executeStep() ? row.getColumn(0).getInt64() : 0) + 1;
    row.reset();
    counters_.emplace(name, number);
    return number;
}

void SqliteWriteTx::write_counters() {
    auto& row = queries_.connection().statement(
        "INSERT OR REPLACE INTO counter (office_id, name, last) VALUES (?, ?, ?)");
    for (const auto& [name, last] : counters_) {
        row.bind(1, batch_.office.value);
        row.bind(2, name);
        row.bind(3, last);
        row.exec();
        row.reset();
    }
}

// Once for each closure: the number is new to everybody who sees the commit.
void SqliteWriteTx::note_definitions_changed() {
    if (!counters_.contains(kDefinitionsCounter)) {
        next_number(kDefinitionsCounter);
    }
}

SQLite::Statement& SqliteWriteTx::insert_into(const model::LedgerDefinition& ledger) {
    auto& known = inserts_[&ledger];
    if (known == nullptr) {
        known = &queries_.connection().statement(insert_sql(ledger));
    }
    known->tryReset();  // every parameter is bound anew
    return *known;
}

Result<void> SqliteWriteTx::write_row(const store::RecordChange& change) {
    const auto& ledger = *change.table.definition;
    auto& index = queries_.connection().index();
    try {
        if (change.before == nullptr) {
            auto& insert = insert_into(ledger);
            bind_insert(insert, sealer(), batch_.office, ledger, *change.after);
            insert.exec();
            index.add(change.table, *change.after, entering_);
            return {};
        }
        auto& update = queries_.connection().statement(update_sql(ledger));
        bind_update(update, sealer(), batch_.office, ledger, *change.after,
                    change.after->revision - 1);
        if (update.exec() == 0) {
            return fail(ErrorCode::Conflict, "这条记录刚被别人改过，请重新打开再改",
                        "revision is not the stored one");
        }
        index.change(change.table, *change.before, *change.after);
        return {};
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_CONSTRAINT) {
            return conflict(error);
        }
        throw;
    }
}

Result<void> SqliteWriteTx::apply(store::RecordChange change) {
    assert(change.after != nullptr);
    if (change.before != nullptr && change.before->damaged && !change.after->purged) {
        return tl::unexpected(store::damaged_record());
    }
    if (auto written = write_row(change); !written) {
        return written;
    }
    append(std::move(change.event), &change);
    batch_.add_deltas(*change.deltas);
    return {};
}

void SqliteWriteTx::append_event(store::AuditEvent event) {
    append(std::move(event), nullptr);
}

void SqliteWriteTx::append(store::AuditEvent event, const store::RecordChange* change) {
    last_event_ = {event.action, event.ledger, event.record, event.revision};
    event.seq = batch_.next_seq++;
    event.at = batch_.now;
    if (!event.personal_diff.empty()) {
        event.personal_diff = new_salt() + event.personal_diff;
        event.personal_digest = sha256(event.personal_diff);
    }
    if (batch_.gathers_events()) {
        if (!event.personal_diff.empty()) {
            event.personal_diff = sealer().seal_diff(event);
        }
        batch_.gather(std::move(event), change);
        return;
    }
    if (change != nullptr) {
        event.row_digest = model::record_digest(*change->after, change->field_bytes);
    }
    event.digest = store::audit_digest(event);
    batch_.events.add(event.digest);
    const std::string sealed_diff =
        event.personal_diff.empty() ? std::string() : sealer().seal_diff(event);
    auto& insert = batch_.audit_insert();
    insert.bind(1, batch_.office.value);
    insert.bind(2, event.seq);
    insert.bind(3, event.at.milliseconds);
    insert.bindNoCopy(4, event.actor);
    insert.bind(5, static_cast<std::int64_t>(event.action));
    insert.bind(6, event.ledger.value);
    insert.bind(7, event.record.value);
    insert.bind(8, event.revision);
    insert.bind(9, event.batch.value);
    insert.bindNoCopy(10, event.diff);
    if (sealed_diff.empty()) {
        insert.bind(11);
    } else {
        bind_bytes(insert, 11, sealed_diff);
    }
    bind_digest_or_null(insert, 12, event.personal_digest);
    bind_digest_or_null(insert, 13, event.row_digest);
    bind_digest(insert, 14, event.digest);
    insert.exec();
}

void SqliteWriteTx::put_office(const store::Office& office) {
    batch_.office = office.id;
    auto& insert = queries_.connection().statement(
        "INSERT INTO office (office_id, code, name) VALUES (?, ?, ?)");
    insert.bind(1, office.id.value);
    insert.bind(2, office.code);
    insert.bind(3, office.name);
    insert.exec();
    note_keys(queries_.connection(), office.id);
    note_definitions_changed();
}

void SqliteWriteTx::put_area(const model::AreaVersion& version) {
    auto& area = queries_.connection().statement(
        "INSERT INTO area (office_id, area_id, code, level) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING");
    area.bind(1, batch_.office.value);
    area.bind(2, version.id.value);
    area.bind(3, version.code);
    area.bind(4, static_cast<int>(version.level));
    area.exec();
    auto& row = queries_.connection().statement(
        "INSERT OR REPLACE INTO area_version (office_id, area_id, valid_from, abolished_on, name, "
        "parent_id, person_in_charge, boundary) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, batch_.office.value);
    row.bind(2, version.id.value);
    row.bind(3, format_date(version.valid_from));
    if (version.abolished_on) {
        row.bind(4, format_date(*version.abolished_on));
    }
    row.bind(5, version.name);
    if (version.parent) {
        row.bind(6, version.parent.value);
    }
    row.bind(7, version.person_in_charge);
    row.bind(8, version.boundary);
    row.exec();
    note_definitions_changed();
}

void SqliteWriteTx::put_unit(const model::Unit& unit) {
    auto& row = queries_.connection().statement(
        "INSERT INTO unit (office_id, unit_id, code, name, closed_on) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, unit_id) DO UPDATE SET code = excluded.code, "
        "name = excluded.name, closed_on = excluded.closed_on");
    row.bind(1, batch_.office.value);
    row.bind(2, unit.id.value);
    row.bind(3, unit.code);
    row.bind(4, unit.name);
    if (unit.closed_on) {
        row.bind(5, format_date(*unit.closed_on));
    }
    row.exec();
    auto& name = queries_.connection().statement(
        "INSERT OR REPLACE INTO unit_name (office_id, unit_id, valid_from, name) "
        "VALUES (?, ?, ?, ?)");
    for (const auto& named : unit.names) {
        name.bind(1, batch_.office.value);
        name.bind(2, unit.id.value);
        name.bind(3, format_date(named.from));
        name.bind(4, named.name);
        name.exec();
        name.reset();
    }
    note_definitions_changed();
}

void SqliteWriteTx::put_definition(const store::StoredDefinition& definition) {
    auto& row = queries_.connection().statement(
        "INSERT INTO definition (office_id, kind, name, version, definition_id, file, body, "
        "retired, installed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, batch_.office.value);
    row.bind(2, definition.kind);
    row.bind(3, definition.name);
    row.bind(4, definition.version);
    row.bind(5, definition.id);
    row.bind(6, definition.file);
    row.bind(7, definition.json);
    row.bind(8, definition.retired ? 1 : 0);
    row.bind(9, batch_.now.milliseconds);
    row.exec();
    note_definitions_changed();
}

std::vector<std::string> SqliteWriteTx::columns_of(const std::string& table) {
    std::vector<std::string> columns;
    SQLite::Statement row(queries_.connection().database(),
                          "SELECT name FROM pragma_table_info(?)");
    row.bind(1, table);
    while (row.executeStep()) {
        columns.push_back(row.getColumn(0).getString());
    }
    return columns;
}

Result<void> SqliteWriteTx::shape_table(const store::LedgerTable& table) {
    const auto columns = columns_of(table_name(*table.definition));
    const auto statements = columns.empty() ? create_table_sql(*table.definition)
                                            : add_columns_sql(*table.definition, columns);
    // One that stands on a row still, somewhere before, holds the table as it is.
    queries_.connection().reset_statements();
    try {
        for (const auto& sql : statements) {
            queries_.connection().execute(sql);
        }
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_CONSTRAINT) {
            return fail(
                ErrorCode::Conflict,
                fmt::format("台账“{}”已有重复的值，不能改成不许重复", table.definition->title.zh),
                fmt::format("constraint: {}", error.what()));
        }
        throw;
    }
    return {};
}

void SqliteWriteTx::put_batch(const store::Batch& batch) {
    auto& row = queries_.connection().statement(
        "INSERT INTO batch (office_id, batch_id, ledger_id, file, file_digest, status, "
        "rows_done, added, changed, same, rejected, actor, started_at, first_seq, last_seq) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "status = excluded.status, rows_done = excluded.rows_done, added = excluded.added, "
        "changed = excluded.changed, same = excluded.same, rejected = excluded.rejected, "
        "last_seq = excluded.last_seq");
    row.bind(1, batch_.office.value);
    row.bind(2, batch.id.value);
    row.bind(3, batch.ledger.value);
    row.bind(4, batch.file);
    row.bind(5, batch.file_digest);
    row.bind(6, static_cast<int>(batch.status));
    row.bind(7, batch.rows_done);
    row.bind(8, batch.added);
    row.bind(9, batch.changed);
    row.bind(10, batch.same);
    row.bind(11, batch.rejected);
    row.bind(12, batch.actor);
    row.bind(13, batch.started_at.milliseconds);
    row.bind(14, batch_.next_seq);
    row.bind(15, batch_.next_seq - 1);
    row.exec();
}

void SqliteWriteTx::put_zero_report(const store::ZeroReport& report, const std::string& actor) {
    auto& row = queries_.connection().statement(
        "INSERT INTO zero_report (office_id, ledger_id, area_id, from_date, to_date, actor, "
        "filed_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    row.bind(1, batch_.office.value);
    row.bind(2, report.ledger.value);
    row.bind(3, report.area.value);
    row.bind(4, format_date(report.period.from));
    row.bind(5, format_date(report.period.to));
    row.bind(6, actor);
    row.bind(7, batch_.now.milliseconds);
    row.exec();
}

void SqliteWriteTx::clear_rollup(IndicatorId indicator) {
    batch_.write_ahead();
    auto& row = queries_.connection().statement(
        "DELETE FROM rollup WHERE office_id = ? AND indicator_id = ?");
    row.bind(1, batch_.office.value);
    row.bind(2, indicator.value);
    row.exec();
}

void SqliteWriteTx::add_rollups(const model::RollupSums& sums) {
    batch_.write_sums(sums);
}

void SqliteWriteTx::begin_sealing_pass(store::SealingPass::Kind kind) {
    put_sealing_pass(queries_.connection(), batch_.office, {.kind = kind});
    note_keys(queries_.connection(), batch_.office);
}

store::SealingStep SqliteWriteTx::seal_some(const std::vector<store::LedgerTable>& ledgers,
                                            std::size_t rows_max) {
    return SqliteSealingRun(*this, queries_.connection(), batch_.office, ledgers, rows_max).step();
}

void SqliteWriteTx::erase_personal_history(RecordId record) {
    auto& row = queries_.connection().statement(
        "UPDATE audit_event SET personal_diff = NULL "
        "WHERE office_id = ? AND record_id = ? AND record_id <> 0");
    row.bind(1, batch_.office.value);
    row.bind(2, record.value);
    row.exec();
}

}  // namespace taizhang::store_sqlite
