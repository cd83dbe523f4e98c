// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/read_tx.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "model/reporting/rollup_days.hpp"
#include "store_sqlite/record_page.hpp"
#include "store_sqlite/record_query.hpp"

namespace taizhang::store_sqlite {
namespace {

// A stored date that no longer reads as one; see read_date in ledger_table.cpp.
Date date_of(const SQLite::Column& column) {
    return parse_date(column.getText()).value_or(Date{});
}

store::AuditEvent read_event(SQLite::Statement& row) {
    store::AuditEvent event;
    int index = 0;
    event.seq = row.getColumn(index++).getInt64();
    event.at = Instant{row.getColumn(index++).getInt64()};
    event.actor = row.getColumn(index++).getString();
    event.action = static_cast<store::AuditAction>(row.getColumn(index++).getInt64());
    event.ledger = LedgerId{row.getColumn(index++).getInt64()};
    event.record = RecordId{row.getColumn(index++).getInt64()};
    event.revision = row.getColumn(index++).getInt64();
    event.batch = BatchId{row.getColumn(index++).getInt64()};
    event.diff = row.getColumn(index++).getString();
    event.personal_diff = row.getColumn(index++).getString();
    event.personal_digest = read_digest(row.getColumn(index++));
    event.row_digest = read_digest(row.getColumn(index++));
    event.digest = read_digest(row.getColumn(index));
    return event;
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
        "SELECT kind, name, definition_id, version, file, body, retired FROM definition d "
        "WHERE office_id = ? AND version = (SELECT max(version) FROM definition e "
        "WHERE e.office_id = d.office_id AND e.kind = d.kind AND e.name = d.name) "
        "ORDER BY definition_id");
    row.bind(1, office_.value);
    std::vector<store::StoredDefinition> definitions;
    while (row.executeStep()) {
        definitions.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(),
                               row.getColumn(2).getInt64(), row.getColumn(3).getInt64(),
                               row.getColumn(4).getString(), row.getColumn(5).getString(),
                               row.getColumn(6).getInt() != 0});
    }
    return definitions;
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
    auto& row = connection_.statement(page_sql(query));
    bind_page(row, office_, query);
    while (row.executeStep()) {
        if (!visit(read_record(row, query.records))) {
            break;
        }
    }
    row.reset();
}

void Queries::scan_records(const store::RecordQuery& query, const store::RecordVisitor& visit) {
    auto& row = select(query);
    bind_select(row, office_, query);
    while (row.executeStep()) {
        if (!visit(read_record(row, query))) {
            break;
        }
    }
    row.reset();
}

model::RollupTotals Queries::rollup(IndicatorId indicator, AreaId area, const Period& period) {
    model::RollupTotals totals;
    for (const auto& range : cover(period)) {
        totals +=
            is_month(range.first) ? months(indicator, area, range) : days(indicator, area, range);
    }
    return totals;
}

SQLite::Statement& Queries::rollup_rows(const std::string& columns, IndicatorId indicator,
                                        AreaId area, const BucketRange& months) {
    auto& row = connection_.statement(
        "SELECT " + columns +
        " FROM rollup WHERE office_id = ? AND indicator_id = ? AND area_id = ? "
        "AND month BETWEEN ? AND ?");
    row.bind(1, office_.value);
    row.bind(2, indicator.value);
    row.bind(3, area.value);
    row.bind(4, months.first);
    row.bind(5, months.last);
    return row;
}

model::RollupTotals Queries::months(IndicatorId indicator, AreaId area, const BucketRange& range) {
    auto& row = rollup_rows("sum(count), sum(sum)", indicator, area, range);
    row.executeStep();
    const model::RollupTotals totals{row.getColumn(0).getInt64(), row.getColumn(1).getInt64()};
    row.reset();
    return totals;
}

model::RollupTotals Queries::days(IndicatorId indicator, AreaId area, const BucketRange& range) {
    auto& row =
        rollup_rows("month, days", indicator, area, {month_of(range.first), month_of(range.last)});
    model::RollupTotals totals;
    while (row.executeStep()) {
        const Bucket month = row.getColumn(0).getInt();
        for (const auto& day : model::parse_days(row.getColumn(1).getText())) {
            const Bucket bucket = day_of(month, day.day);
            totals +=
                range.first <= bucket && bucket <= range.last ? day.totals : model::RollupTotals{};
        }
    }
    return totals;
}

void Queries::scan_rollups(const std::function<void(const model::RollupMonth&)>& visit) {
    auto& row = connection_.statement(
        "SELECT indicator_id, area_id, month, count, sum, days FROM rollup WHERE office_id = ? "
        "ORDER BY indicator_id, area_id, month");
    row.bind(1, office_.value);
    while (row.executeStep()) {
        visit({IndicatorId{row.getColumn(0).getInt64()},
               AreaId{row.getColumn(1).getInt64()},
               row.getColumn(2).getInt(),
               {row.getColumn(3).getInt64(), row.getColumn(4).getInt64()},
               model::parse_days(row.getColumn(5).getText())});
    }
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
    auto& row = connection_.statement(sql + " ORDER BY seq");
    row.bind(1, office_.value);
    row.bind(2, query.after_seq);
    int index = 3;
    if (query.batch) {
        row.bind(index++, query.batch.value);
        row.bind(index++, query.batch.value);
        row.bind(index++, query.batch.value);
    }
    if (query.record) {
        row.bind(index, query.record.value);
    }
    while (row.executeStep()) {
        if (!visit(read_event(row))) {
            break;
        }
    }
    row.reset();
}

void Queries::scan_seals(const std::function<bool(const store::AuditSeal&)>& visit) {
    auto& row = connection_.statement(
        "SELECT seal_id, first_seq, last_seq, root, prior, digest, sealed_at FROM audit_seal "
        "WHERE office_id = ? ORDER BY seal_id");
    row.bind(1, office_.value);
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

std::vector<std::string> Queries::check_storage() {
    std::vector<std::string> findings;
    auto& integrity = connection_.statement("PRAGMA integrity_check(100)");
    while (integrity.executeStep()) {
        if (integrity.getColumn(0).getString() != "ok") {
            findings.push_back(integrity.getColumn(0).getString());
        }
    }
    auto& keys = connection_.statement("PRAGMA foreign_key_check");
    while (keys.executeStep() && findings.size() < limits::kVerifyFindingsMax) {
        findings.push_back(fmt::format("{} points to a missing row of {}",
                                       keys.getColumn(0).getString(),
                                       keys.getColumn(2).getString()));
    }
    return findings;
}

}  // namespace taizhang::store_sqlite
