// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/read_tx.hpp"

#include <algorithm>

#include "store_postgres/record_query.hpp"

namespace taizhang::store_postgres {
namespace {

store::Batch read_batch(const Row& row) {
    store::Batch batch;
    int index = 0;
    batch.id = BatchId{row.integer(index++)};
    batch.ledger = LedgerId{row.integer(index++)};
    batch.file = row.text(index++);
    batch.file_digest = row.text(index++);
    batch.status = static_cast<store::BatchStatus>(row.integer(index++));
    batch.rows_done = row.integer(index++);
    batch.added = row.integer(index++);
    batch.changed = row.integer(index++);
    batch.same = row.integer(index++);
    batch.rejected = row.integer(index++);
    batch.actor = row.text(index++);
    batch.started_at = Instant{row.integer(index)};
    return batch;
}

std::vector<store::StoredDefinition> read_definitions(const Rows& rows) {
    std::vector<store::StoredDefinition> definitions;
    for (int i = 0; i < rows.size(); ++i) {
        const Row row = rows[i];
        definitions.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3),
                               row.text(4), row.text(5), row.truth(6), Instant{row.integer(7)}});
    }
    return definitions;
}

}  // namespace

std::optional<store::Office> Queries::office() {
    const Rows rows = connection_.query("SELECT office_id, code, name FROM office LIMIT 1");
    if (rows.empty()) {
        return std::nullopt;
    }
    return store::Office{OfficeId{rows[0].integer(0)}, rows[0].text(1), rows[0].text(2)};
}

std::vector<model::AreaVersion> Queries::areas() {
    const Rows rows = connection_.query(
        "SELECT a.area_id, a.code, a.level, v.valid_from, v.abolished_on, v.name, v.parent_id, "
        "v.person_in_charge, v.boundary FROM area a JOIN area_version v "
        "ON v.office_id = a.office_id AND v.area_id = a.area_id WHERE a.office_id = $1 "
        "ORDER BY a.area_id, v.valid_from",
        Parameters(office_));
    std::vector<model::AreaVersion> areas;
    for (int i = 0; i < rows.size(); ++i) {
        const Row row = rows[i];
        model::AreaVersion version;
        version.id = AreaId{row.integer(0)};
        version.code = row.text(1);
        version.level = static_cast<model::AreaLevel>(row.integer(2));
        version.valid_from = row.date(3);
        if (!row.is_null(4)) {
            version.abolished_on = row.date(4);
        }
        version.name = row.text(5);
        version.parent = AreaId{row.integer(6)};
        version.person_in_charge = row.text(7);
        version.boundary = row.text(8);
        areas.push_back(std::move(version));
    }
    return areas;
}

std::vector<model::Unit> Queries::units() {
    const Rows rows = connection_.query(
        "SELECT u.unit_id, u.code, u.name, u.closed_on, n.valid_from, n.name FROM unit u "
        "LEFT JOIN unit_name n ON n.office_id = u.office_id AND n.unit_id = u.unit_id "
        "WHERE u.office_id = $1 ORDER BY u.unit_id, n.valid_from",
        Parameters(office_));
    std::vector<model::Unit> units;
    for (int i = 0; i < rows.size(); ++i) {
        const Row row = rows[i];
        if (units.empty() || units.back().id.value != row.integer(0)) {
            units.push_back({UnitId{row.integer(0)}, row.text(1), row.text(2), {}, {}});
            if (!row.is_null(3)) {
                units.back().closed_on = row.date(3);
            }
        }
        if (!row.is_null(4)) {
            units.back().names.push_back({row.date(4), row.text(5)});
        }
    }
    return units;
}

std::vector<store::StoredDefinition> Queries::definitions() {
    const Rows rows = connection_.query(
        "SELECT DISTINCT ON (kind, name) kind, name, definition_id, version, file, body, retired, "
        "installed_at FROM definition WHERE office_id = $1 ORDER BY kind, name, version DESC",
        Parameters(office_));
    auto definitions = read_definitions(rows);
    std::stable_sort(definitions.begin(), definitions.end(),
                     [](const auto& one, const auto& other) { return one.id < other.id; });
    return definitions;
}

std::vector<store::StoredDefinition> Queries::past_definitions(const std::string& kind,
                                                               const std::string& name,
                                                               std::size_t versions_max) {
    return read_definitions(connection_.query(
        "SELECT kind, name, definition_id, version, file, body, retired, installed_at "
        "FROM definition WHERE office_id = $1 AND kind = $2 AND name = $3 "
        "ORDER BY version DESC LIMIT $4",
        Parameters(office_, kind, name, static_cast<std::int64_t>(versions_max))));
}

std::optional<std::int64_t> Queries::definitions_version() {
    const Rows rows = connection_.query(
        "SELECT version FROM work_lock WHERE office_id = $1 AND name = 'definitions'",
        Parameters(office_));
    return rows.empty() ? 0 : rows[0].integer(0);
}

std::int64_t Queries::settled_to() {
    const Rows rows = connection_.query("SELECT last_seq FROM seal_head WHERE office_id = $1",
                                        Parameters(office_));
    return rows.empty() ? 0 : rows[0].integer(0);
}

void Queries::scan_records(const store::RecordQuery& query, const store::RecordVisitor& visit) {
    const Sql sql = select_sql(office_, query);
    const store::Sealer sealer(connection_.keys(), office_);
    model::LedgerRecord record;
    const auto take = [&](const Row& row) {
        read_record(row, sealer, query, record);
        return visit(record);
    };
    if (!asks_for_few(query)) {
        connection_.scan(sql, take);
        return;
    }
    const Rows rows = connection_.query(sql);
    for (int i = 0; i < rows.size() && take(rows[i]); ++i) {
    }
}

void Queries::page_records(const store::PageQuery& query, const store::RecordVisitor& visit) {
    const store::Sealer sealer(connection_.keys(), office_);
    const Sql sql = page_sql(sealer, office_, query);
    const Rows rows = connection_.query_once(sql.text(), sql.parameters());
    model::LedgerRecord record;
    for (int i = 0; i < rows.size(); ++i) {
        read_record(rows[i], sealer, query.records, record);
        if (!visit(record)) {
            break;
        }
    }
}

model::RollupTotals Queries::rollup(IndicatorId indicator, AreaId area, const Period& period) {
    model::RollupTotals totals;
    for (const auto& range : cover(period)) {
        const bool months = is_month(range.first);
        const Rows rows = connection_.query(
            months ? "SELECT sum(count)::bigint, sum(sum)::bigint FROM rollup WHERE office_id = $1 "
                     "AND indicator_id = $2 AND area_id = $3 AND month BETWEEN $4 AND $5 "
                     "AND day = 0"
                   : "SELECT sum(count)::bigint, sum(sum)::bigint FROM rollup WHERE office_id = $1 "
                     "AND indicator_id = $2 AND area_id = $3 "
                     "AND month BETWEEN $4::integer / 100 AND $5::integer / 100 AND day > 0 "
                     "AND month * 100 + day BETWEEN $4::integer AND $5::integer",
            Parameters(office_, indicator, area, range.first, range.last));
        totals += {rows[0].integer(0), rows[0].integer(1)};
    }
    return totals;
}

std::vector<model::RollupMonth> Queries::rollup_months(const std::vector<IndicatorId>& indicators,
                                                       AreaId area, const BucketRange& months) {
    const Rows rows = connection_.query(
        "SELECT indicator_id, month, sum(count)::bigint, sum(sum)::bigint FROM rollup "
        "WHERE office_id = $1 AND indicator_id = ANY ($2::bigint[]) AND area_id = $3 "
        "AND month BETWEEN $4 AND $5 AND day = 0 GROUP BY indicator_id, month",
        Parameters(office_, array_text(indicators), area, months.first, months.last));
    std::vector<model::RollupMonth> found;
    for (int i = 0; i < rows.size(); ++i) {
        found.push_back({IndicatorId{rows[i].integer(0)},
                         area,
                         static_cast<Bucket>(rows[i].integer(1)),
                         {rows[i].integer(2), rows[i].integer(3)},
                         {}});
    }
    return found;
}

void Queries::scan_rollups(const std::function<void(const model::RollupMonth&)>& visit) {
    std::optional<model::RollupMonth> month;
    connection_.scan(
        "SELECT indicator_id, area_id, month, day, sum(count)::bigint, sum(sum)::bigint "
        "FROM rollup WHERE office_id = $1 GROUP BY indicator_id, area_id, month, day "
        "ORDER BY indicator_id, area_id, month, day",
        Parameters(office_), [&](const Row& row) {
            model::RollupMonth next{IndicatorId{row.integer(0)},
                                    AreaId{row.integer(1)},
                                    static_cast<Bucket>(row.integer(2)),
                                    {},
                                    {}};
            const bool same = month && month->indicator == next.indicator &&
                              month->area == next.area && month->month == next.month;
            if (!same) {
                if (month) {
                    visit(*month);
                }
                month = next;
            }
            const model::RollupTotals totals{row.integer(4), row.integer(5)};
            const auto day = static_cast<int>(row.integer(3));
            if (day == 0) {
                month->totals = totals;
            } else if (totals != model::RollupTotals{}) {
                month->days.push_back({day, totals});
            }
            return true;
        });
    if (month) {
        visit(*month);
    }
}

std::vector<store::ZeroReport> Queries::zero_reports() {
    const Rows rows = connection_.query(
        "SELECT ledger_id, area_id, from_date, to_date FROM zero_report WHERE office_id = $1 "
        "ORDER BY ledger_id, area_id, from_date, to_date",
        Parameters(office_));
    std::vector<store::ZeroReport> reports;
    for (int i = 0; i < rows.size(); ++i) {
        reports.push_back({LedgerId{rows[i].integer(0)}, AreaId{rows[i].integer(1)},
                           Period{rows[i].date(2), rows[i].date(3)}});
    }
    return reports;
}

std::vector<store::Batch> Queries::batches_where(const std::string& condition,
                                                 const Parameters& parameters) {
    const Rows rows = connection_.query(
        "SELECT batch_id, ledger_id, file, file_digest, status, rows_done, added, changed, same, "
        "rejected, actor, started_at FROM batch WHERE office_id = $1 " +
            condition + " ORDER BY batch_id DESC",
        parameters);
    std::vector<store::Batch> batches;
    for (int i = 0; i < rows.size(); ++i) {
        batches.push_back(read_batch(rows[i]));
    }
    return batches;
}

std::vector<store::Batch> Queries::batches() {
    return batches_where("", Parameters(office_));
}

std::optional<store::Batch> Queries::batch(BatchId id) {
    const auto found = batches_where("AND batch_id = $2", Parameters(office_, id));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<store::Batch> Queries::batch_of_file(LedgerId ledger, const std::string& digest) {
    const auto found = batches_where("AND ledger_id = $2 AND file_digest = $3 AND status <> 2",
                                     Parameters(office_, ledger, digest));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace taizhang::store_postgres
