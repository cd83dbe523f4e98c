// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/ledger_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace taizhang::store_sqlite {

using model::FieldDefinition;
using model::FieldRole;
using model::FieldType;
using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

// In the order in which they are bound and read.
const std::vector<std::string>& common_columns() {
    static const std::vector<std::string> kColumns = {
        "id",       "number",  "area_id", "happened_on", "status", "recorded_at",
        "revision", "deleted", "purged",  "match_key",   "salt"};
    return kColumns;
}

// Common columns carry the fields that have these roles; unit_id is made only where it is used.
bool has_own_column(const FieldDefinition& field) {
    return field.role == FieldRole::None || field.role == FieldRole::Unit;
}

std::string column_type(const FieldDefinition& field) {
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Money:
        case FieldType::Boolean:
        case FieldType::DateTime:
        case FieldType::Area:
        case FieldType::Unit:
        case FieldType::Reference:
            return "INTEGER";
        case FieldType::Decimal:
            return "REAL";
        default:
            return "TEXT";
    }
}

std::vector<std::string> all_columns(const LedgerDefinition& ledger) {
    std::vector<std::string> columns = common_columns();
    for (const auto& field : ledger.fields) {
        if (has_own_column(field)) {
            columns.push_back(column_name(field));
        }
    }
    return columns;
}

void bind_value(SQLite::Statement& statement, int index, const FieldDefinition& field,
                const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        statement.bindNoCopy(index, *text);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        statement.bind(index, *integer);
    } else if (const auto* money = std::get_if<Money>(&value)) {
        statement.bind(index, money->fen);
    } else if (const auto* decimal = std::get_if<Decimal>(&value)) {
        statement.bind(index, static_cast<double>(decimal->units) /
                                  static_cast<double>(power_of_ten(field.scale)));
    } else if (const auto* date = std::get_if<Date>(&value)) {
        statement.bind(index, format_date(*date));
    } else if (const auto* instant = std::get_if<Instant>(&value)) {
        statement.bind(index, instant->milliseconds);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
        statement.bind(index, *truth ? 1 : 0);
    }  // a missing value stays NULL
}

// A stored date is well-formed unless somebody changed the file by hand; it then reads as
// 1970-01-01, and verify finds that the row no longer has its digest.
Value read_date(const SQLite::Column& column) {
    const auto date = parse_date(column.getText());
    return Value{date ? *date : Date{}};
}

Value read_value(const SQLite::Column& column, const FieldDefinition& field) {
    if (column.isNull()) {
        return {};
    }
    switch (field.type) {
        case FieldType::Money:
            return Money{column.getInt64()};
        case FieldType::Decimal:
            return Decimal{
                std::llround(column.getDouble() * static_cast<double>(power_of_ten(field.scale)))};
        case FieldType::Date:
            return read_date(column);
        case FieldType::DateTime:
            return Instant{column.getInt64()};
        case FieldType::Boolean:
            return column.getInt() != 0;
        case FieldType::Integer:
        case FieldType::Area:
        case FieldType::Unit:
        case FieldType::Reference:
            return Value{std::int64_t{column.getInt64()}};
        default:
            return Value{column.getString()};
    }
}

// Common columns but id; `index` is where the next is bound.
int bind_common(SQLite::Statement& statement, int index, const LedgerDefinition& ledger,
                const LedgerRecord& record) {
    statement.bindNoCopy(index++, record.number);
    statement.bind(index++, record.area.value);
    statement.bind(index++, format_date(record.happened_on(ledger)));
    const bool has_status = ledger.status && !model::is_missing(record.values[*ledger.status]);
    statement.bind(index++, has_status ? std::get<std::string>(record.values[*ledger.status])
                                       : std::string(model::kStatusRecorded));
    statement.bind(index++, record.recorded_at.milliseconds);
    statement.bind(index++, record.revision);
    statement.bind(index++, record.deleted ? 1 : 0);
    statement.bind(index++, record.purged ? 1 : 0);
    statement.bind(index++, record.match_key);
    if (!record.salt.empty()) {
        bind_bytes(statement, index, record.salt);
    }
    return index + 1;
}

int bind_fields(SQLite::Statement& statement, int index, const LedgerDefinition& ledger,
                const LedgerRecord& record) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (has_own_column(ledger.fields[i])) {
            bind_value(statement, index++, ledger.fields[i], record.values[i]);
        }
    }
    return index;
}

std::string ids_json(const std::vector<AreaId>& areas) {
    std::vector<std::string> ids;
    for (const AreaId area : areas) {
        ids.push_back(std::to_string(area.value));
    }
    return "[" + join(ids, ",") + "]";
}

}  // namespace

std::string table_name(const LedgerDefinition& ledger) {
    return "ledger_" + ledger.name;
}

std::string column_name(const FieldDefinition& field) {
    switch (field.role) {
        case FieldRole::HappenedOn:
            return "happened_on";
        case FieldRole::Area:
            return "area_id";
        case FieldRole::Unit:
            return "unit_id";
        case FieldRole::Status:
            return "status";
        default:
            break;
    }
    return field.type == FieldType::Money ? field.name + "_fen" : field.name;
}

// The match key rides in the index by day, so that a new row writes to one place and not two.
std::vector<std::string> index_sql(const LedgerDefinition& ledger) {
    const std::string table = table_name(ledger);
    std::vector<std::string> sql = {
        fmt::format("CREATE INDEX IF NOT EXISTS {0}_by_day ON {0} "
                    "(office_id, happened_on, match_key, area_id)",
                    table),
        fmt::format("CREATE UNIQUE INDEX IF NOT EXISTS {0}_by_number ON {0} (office_id, number)",
                    table)};
    if (!ledger.key_has_date()) {
        sql.push_back(fmt::format(
            "CREATE INDEX IF NOT EXISTS {0}_by_key ON {0} (office_id, match_key)", table));
    }
    return sql;
}

std::vector<std::string> create_table_sql(const LedgerDefinition& ledger) {
    const std::string table = table_name(ledger);
    std::string columns;
    for (const auto& field : ledger.fields) {
        if (has_own_column(field)) {
            columns += fmt::format("    \"{}\" {},\n", column_name(field), column_type(field));
        }
    }
    std::vector<std::string> sql = {fmt::format(
        "CREATE TABLE {} (\n"
        "    office_id INTEGER NOT NULL,\n    id INTEGER NOT NULL,\n    number TEXT NOT NULL,\n"
        "    area_id INTEGER NOT NULL,\n    happened_on TEXT NOT NULL,\n    status TEXT NOT NULL,\n"
        "    recorded_at INTEGER NOT NULL,\n    revision INTEGER NOT NULL,\n"
        "    deleted INTEGER NOT NULL,\n    purged INTEGER NOT NULL,\n"
        "    match_key INTEGER NOT NULL,\n    salt BLOB,\n{}"
        "    PRIMARY KEY (office_id, id),\n"
        "    FOREIGN KEY (office_id, area_id) REFERENCES area\n) WITHOUT ROWID",
        table, columns)};
    for (auto& index : index_sql(ledger)) {
        sql.push_back(std::move(index));
    }
    for (const auto& field : ledger.fields) {
        if (field.unique) {
            sql.push_back(fmt::format(
                "CREATE UNIQUE INDEX {0}_one_{1} ON {0} (office_id, \"{1}\") WHERE deleted = 0",
                table, column_name(field)));
        }
    }
    return sql;
}

std::vector<std::string> add_columns_sql(const LedgerDefinition& ledger,
                                         const std::vector<std::string>& columns) {
    std::vector<std::string> sql;
    for (const auto& field : ledger.fields) {
        const std::string column = column_name(field);
        const bool there = std::find(columns.begin(), columns.end(), column) != columns.end();
        if (has_own_column(field) && !there) {
            sql.push_back(fmt::format("ALTER TABLE {} ADD COLUMN \"{}\" {}", table_name(ledger),
                                      column, column_type(field)));
        }
    }
    for (auto& index : index_sql(ledger)) {
        sql.push_back(std::move(index));
    }
    return sql;
}

std::string insert_sql(const LedgerDefinition& ledger) {
    const auto columns = all_columns(ledger);
    std::vector<std::string> marks(columns.size() + 1, "?");
    return fmt::format("INSERT INTO {} (office_id, \"{}\") VALUES ({})", table_name(ledger),
                       fmt::join(columns, "\", \""), fmt::join(marks, ", "));
}

std::string update_sql(const LedgerDefinition& ledger) {
    auto columns = all_columns(ledger);
    columns.erase(columns.begin());
    return fmt::format("UPDATE {} SET \"{}\" = ? WHERE office_id = ? AND id = ? AND revision = ?",
                       table_name(ledger), fmt::join(columns, "\" = ?, \""));
}

namespace {

// Every index begins with office_id, so without statistics SQLite takes the primary key and reads
// the whole table. The index is therefore named.
std::string index_of(const store::RecordQuery& query) {
    const std::string table = table_name(*query.table.definition);
    if (query.id) {
        return "";
    }
    if (query.number) {
        return " INDEXED BY " + table + "_by_number";
    }
    if (query.period || query.day) {
        return " INDEXED BY " + table + "_by_day";
    }
    return query.match_key ? " INDEXED BY " + table + "_by_key" : "";
}

}  // namespace

std::string select_sql(const store::RecordQuery& query) {
    const std::string index = index_of(query);
    std::string sql = fmt::format("SELECT \"{}\" FROM {}{} WHERE office_id = ?",
                                  fmt::join(all_columns(*query.table.definition), "\", \""),
                                  table_name(*query.table.definition), index);
    const auto filter = [&](bool wanted, std::string_view condition) {
        if (wanted) {
            sql += " AND ";
            sql += condition;
        }
    };
    filter(query.after.value != 0, "id > ?");
    filter(query.before.value != 0, "id < ?");
    constexpr std::string_view kInAreas = "+area_id IN (SELECT value FROM json_each(?))";
    filter(!query.scope->everything, kInAreas);
    filter(query.deleted == store::Deleted::Exclude, "deleted = 0");
    filter(query.period.has_value(), "happened_on BETWEEN ? AND ?");
    filter(query.areas.has_value(), kInAreas);
    filter(query.id.has_value(), "id = ?");
    filter(query.day.has_value(), "happened_on = ?");
    filter(query.match_key.has_value(), "match_key = ?");
    filter(query.number.has_value(), "number = ?");
    return sql + (index.empty() ? " ORDER BY id" : " ORDER BY +id");
}

unsigned select_shape(const store::RecordQuery& query) {
    unsigned shape = 0;
    for (const bool filter :
         {query.after.value != 0, query.before.value != 0, query.scope->everything,
          query.deleted == store::Deleted::Exclude, query.period.has_value(),
          query.areas.has_value(), query.id.has_value(), query.day.has_value(),
          query.match_key.has_value(), query.number.has_value()}) {
        shape = shape * 2 + (filter ? 1 : 0);
    }
    return shape;
}

void bind_insert(SQLite::Statement& statement, OfficeId office, const LedgerDefinition& ledger,
                 const LedgerRecord& record) {
    statement.bind(1, office.value);
    statement.bind(2, record.id.value);
    bind_fields(statement, bind_common(statement, 3, ledger, record), ledger, record);
}

void bind_update(SQLite::Statement& statement, OfficeId office, const LedgerDefinition& ledger,
                 const LedgerRecord& record) {
    int index = bind_fields(statement, bind_common(statement, 1, ledger, record), ledger, record);
    statement.bind(index++, office.value);
    statement.bind(index++, record.id.value);
    statement.bind(index, record.revision - 1);
}

void bind_select(SQLite::Statement& statement, OfficeId office, const store::RecordQuery& query) {
    int index = 1;
    statement.bind(index++, office.value);
    if (query.after) {
        statement.bind(index++, query.after.value);
    }
    if (query.before) {
        statement.bind(index++, query.before.value);
    }
    if (!query.scope->everything) {
        statement.bind(index++, ids_json(query.scope->areas));
    }
    if (query.period) {
        statement.bind(index++, format_date(query.period->from));
        statement.bind(index++, format_date(query.period->to));
    }
    if (query.areas) {
        statement.bind(index++, ids_json(*query.areas));
    }
    if (query.id) {
        statement.bind(index++, query.id->value);
    }
    if (query.day) {
        statement.bind(index++, format_date(*query.day));
    }
    if (query.match_key) {
        statement.bind(index++, *query.match_key);
    }
    if (query.number) {
        statement.bind(index, *query.number);
    }
}

LedgerRecord read_record(const SQLite::Statement& statement, const LedgerDefinition& ledger) {
    auto& row = const_cast<SQLite::Statement&>(statement);
    LedgerRecord record;
    int index = 0;
    record.id = RecordId{row.getColumn(index++).getInt64()};
    record.number = row.getColumn(index++).getString();
    record.area = AreaId{row.getColumn(index++).getInt64()};
    const Value happened_on = read_date(row.getColumn(index++));
    const std::string status = row.getColumn(index++).getString();
    record.recorded_at = Instant{row.getColumn(index++).getInt64()};
    record.revision = row.getColumn(index++).getInt64();
    record.deleted = row.getColumn(index++).getInt() != 0;
    record.purged = row.getColumn(index++).getInt() != 0;
    record.match_key = row.getColumn(index++).getInt64();
    record.salt = row.getColumn(index++).getString();
    record.values.resize(ledger.fields.size());
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        if (has_own_column(field)) {
            record.values[i] = read_value(row.getColumn(index++), field);
        } else if (field.role == FieldRole::HappenedOn) {
            record.values[i] = happened_on;
        } else if (field.role == FieldRole::Area) {
            record.values[i] = record.area.value;
        } else {
            record.values[i] = status;
        }
    }
    return record;
}

}  // namespace taizhang::store_sqlite
