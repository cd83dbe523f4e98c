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

const std::vector<std::string>& common_columns() {
    static const std::vector<std::string> kColumns = {
        "id",          "area_id",  "happened_on", "status",    "deleted", "number",
        "recorded_at", "revision", "purged",      "match_key", "salt"};
    return kColumns;
}

bool has_own_column(const FieldDefinition& field) {
    return field.role == FieldRole::None || field.role == FieldRole::Unit;
}

namespace {

std::string column_type(const FieldDefinition& field) {
    if (model::is_personal(field)) {
        return "BLOB";
    }
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

struct Column {
    std::string name;
    std::string type;
};

// Of the fields, in the order in which they are bound.
std::vector<Column> own_columns(const LedgerDefinition& ledger) {
    std::vector<Column> columns;
    for (const auto& field : ledger.fields) {
        if (has_own_column(field)) {
            columns.push_back({column_name(field), column_type(field)});
        }
        if (model::is_found_by_value(field)) {
            columns.push_back({equality_column(field), "BLOB"});
        }
    }
    return columns;
}

std::vector<std::string> all_columns(const LedgerDefinition& ledger) {
    std::vector<std::string> columns = common_columns();
    for (auto& column : own_columns(ledger)) {
        columns.push_back(std::move(column.name));
    }
    return columns;
}

void bind_copy(SQLite::Statement& statement, int index, const std::string& bytes) {
    statement.bind(index, bytes.data(), static_cast<int>(bytes.size()));
}

// Returns the index of the next.
int bind_personal(SQLite::Statement& statement, int index, const store::Sealer& sealer,
                  const LedgerDefinition& ledger, std::size_t field, const LedgerRecord& record) {
    const auto& of = ledger.fields[field];
    const auto& value = record.values[field];
    const bool missing = model::is_missing(value);
    if (missing) {
        statement.bind(index);
    } else {
        bind_copy(statement, index, sealer.seal_value(ledger, of, record.id, value));
    }
    if (!model::is_found_by_value(of)) {
        return index + 1;
    }
    if (missing) {
        statement.bind(index + 1);
    } else {
        bind_copy(statement, index + 1, sealer.blind_value(ledger, of, value));
    }
    return index + 2;
}

// Common columns but id; `index` is where the next is bound.
int bind_common(SQLite::Statement& statement, int index, const store::Sealer& sealer,
                const LedgerDefinition& ledger, const LedgerRecord& record) {
    statement.bind(index++, record.area.value);
    statement.bind(index++, format_date(record.happened_on(ledger)));
    const bool has_status = ledger.status && !model::is_missing(record.values[*ledger.status]);
    if (has_status) {
        statement.bindNoCopy(index++, std::get<std::string>(record.values[*ledger.status]));
    } else {
        statement.bind(index++, std::string(model::kStatusRecorded));
    }
    statement.bind(index++, record.deleted ? 1 : 0);
    statement.bindNoCopy(index++, record.number);
    statement.bind(index++, record.recorded_at.milliseconds);
    statement.bind(index++, record.revision);
    statement.bind(index++, record.purged ? 1 : 0);
    statement.bind(index++, record.match_key);
    if (record.salt.empty()) {
        statement.bind(index);
    } else {
        bind_copy(statement, index, sealer.seal_salt(ledger, record.id, record.salt));
    }
    return index + 1;
}

int bind_fields(SQLite::Statement& statement, int index, const store::Sealer& sealer,
                const LedgerDefinition& ledger, const LedgerRecord& record) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (model::is_personal(ledger.fields[i])) {
            index = bind_personal(statement, index, sealer, ledger, i, record);
        } else if (has_own_column(ledger.fields[i])) {
            bind_value(statement, index++, ledger.fields[i], record.values[i]);
        }
    }
    return index;
}

}  // namespace

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
    } else {
        statement.bind(index);  // missing: NULL
    }
}

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
    if (model::is_personal(field)) {
        return field.name + "_sealed";
    }
    return field.type == FieldType::Money ? field.name + "_fen" : field.name;
}

std::string equality_column(const FieldDefinition& field) {
    return model::is_personal(field) ? field.name + "_blind" : column_name(field);
}

// What makes rows findable, with the tables that RecordIndex fills.
std::vector<std::string> index_sql(const LedgerDefinition& ledger) {
    const std::string table = table_name(ledger);
    return {fmt::format("CREATE UNIQUE INDEX IF NOT EXISTS {0}_by_number ON {0} (number)", table),
            fmt::format("CREATE TABLE IF NOT EXISTS match_{} (match_key INTEGER NOT NULL, "
                        "record_id INTEGER NOT NULL, PRIMARY KEY (match_key, record_id)) "
                        "WITHOUT ROWID",
                        table),
            fmt::format("CREATE TABLE IF NOT EXISTS day_{} (happened_on TEXT NOT NULL, "
                        "area_id INTEGER NOT NULL, record_id INTEGER NOT NULL, "
                        "PRIMARY KEY (happened_on, area_id, record_id)) WITHOUT ROWID",
                        table)};
}

std::string unique_index_name(const LedgerDefinition& ledger, const FieldDefinition& field) {
    return fmt::format("{}_one_{}", table_name(ledger), equality_column(field));
}

std::string unique_index_sql(const LedgerDefinition& ledger, const FieldDefinition& field) {
    return fmt::format(
        "CREATE UNIQUE INDEX IF NOT EXISTS {} ON {} (office_id, \"{}\") WHERE deleted = 0",
        unique_index_name(ledger, field), table_name(ledger), equality_column(field));
}

std::vector<std::string> create_table_sql(const LedgerDefinition& ledger) {
    const std::string table = table_name(ledger);
    std::string columns;
    for (const auto& column : own_columns(ledger)) {
        columns += fmt::format("    \"{}\" {},\n", column.name, column.type);
    }
    std::vector<std::string> sql = {fmt::format(
        "CREATE TABLE {} (\n"
        "    office_id INTEGER NOT NULL,\n    id INTEGER NOT NULL PRIMARY KEY,\n"
        "    number TEXT NOT NULL,\n"
        "    area_id INTEGER NOT NULL,\n    happened_on TEXT NOT NULL,\n    status TEXT NOT NULL,\n"
        "    recorded_at INTEGER NOT NULL,\n    revision INTEGER NOT NULL,\n"
        "    deleted INTEGER NOT NULL,\n    purged INTEGER NOT NULL,\n"
        "    match_key INTEGER NOT NULL,\n    salt BLOB,\n{}"
        "    FOREIGN KEY (office_id, area_id) REFERENCES area\n)",
        table, columns)};
    for (auto& index : index_sql(ledger)) {
        sql.push_back(std::move(index));
    }
    for (const auto& field : ledger.fields) {
        if (field.unique) {
            sql.push_back(unique_index_sql(ledger, field));
        }
    }
    return sql;
}

std::vector<std::string> add_columns_sql(const LedgerDefinition& ledger,
                                         const std::vector<std::string>& columns) {
    std::vector<std::string> sql;
    for (const auto& column : own_columns(ledger)) {
        if (std::find(columns.begin(), columns.end(), column.name) == columns.end()) {
            sql.push_back(fmt::format("ALTER TABLE {} ADD COLUMN \"{}\" {}", table_name(ledger),
                                      column.name, column.type));
        }
    }
    for (auto& index : index_sql(ledger)) {
        sql.push_back(std::move(index));
    }
    // A field may become one whose values are all different, or cease to be one.
    for (const auto& field : ledger.fields) {
        sql.push_back(field.unique ? unique_index_sql(ledger, field)
                                   : "DROP INDEX IF EXISTS " + unique_index_name(ledger, field));
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

void bind_insert(SQLite::Statement& statement, const store::Sealer& sealer, OfficeId office,
                 const LedgerDefinition& ledger, const LedgerRecord& record) {
    statement.bind(1, office.value);
    statement.bind(2, record.id.value);
    const int index = bind_common(statement, 3, sealer, ledger, record);
    bind_fields(statement, index, sealer, ledger, record);
}

void bind_update(SQLite::Statement& statement, const store::Sealer& sealer, OfficeId office,
                 const LedgerDefinition& ledger, const LedgerRecord& record,
                 std::int64_t revision) {
    int index = bind_common(statement, 1, sealer, ledger, record);
    index = bind_fields(statement, index, sealer, ledger, record);
    statement.bind(index++, office.value);
    statement.bind(index++, record.id.value);
    statement.bind(index, revision);
}

}  // namespace taizhang::store_sqlite
