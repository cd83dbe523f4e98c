// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/ledger_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace taizhang::store_postgres {

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
        return "BYTEA";
    }
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Money:
        case FieldType::DateTime:
        case FieldType::Area:
        case FieldType::Unit:
        case FieldType::Reference:
            return "BIGINT";
        case FieldType::Boolean:
            return "BOOLEAN";
        case FieldType::Date:
            return "DATE";
        case FieldType::Decimal:
            return "DOUBLE PRECISION";
        default:
            return "TEXT COLLATE \"C\"";
    }
}

std::vector<std::string> all_columns(const LedgerDefinition& ledger) {
    std::vector<std::string> columns = common_columns();
    for (auto& column : shape_of(ledger).columns) {
        columns.push_back(std::move(column.name));
    }
    return columns;
}

void append_personal(std::vector<Parameter>& values, const store::Sealer& sealer,
                     const LedgerDefinition& ledger, std::size_t field,
                     const LedgerRecord& record) {
    const auto& of = ledger.fields[field];
    const auto& value = record.values[field];
    const bool missing = model::is_missing(value);
    values.push_back(missing ? Parameter()
                             : bytes_text(sealer.seal_value(ledger, of, record.id, value)));
    if (model::is_found_by_value(of)) {
        values.push_back(missing ? Parameter() : bytes_text(sealer.blind_value(ledger, of, value)));
    }
}

// What makes rows findable. Each is in the order in which it is asked for.
std::vector<std::string> index_sql(const TableShape& shape) {
    const auto index = [&](std::string_view kind, const std::string& suffix,
                           std::string_view columns) {
        return fmt::format("CREATE {}INDEX IF NOT EXISTS \"{}\" ON \"{}\" (office_id, {})", kind,
                           identifier(shape.table + suffix), shape.table, columns);
    };
    std::vector<std::string> sql = {
        index("UNIQUE ", "_by_number", "number"),
        index("", "_by_key", "match_key, id"),
        index("", "_by_day", "happened_on, id"),
    };
    for (const auto& column : shape.unique) {
        sql.push_back(index("UNIQUE ", "_one_" + column, fmt::format("\"{}\"", column)) +
                      " WHERE NOT deleted");
    }
    return sql;
}

void append_common(std::vector<Parameter>& values, const store::Sealer& sealer,
                   const LedgerDefinition& ledger, const LedgerRecord& record) {
    values.push_back(text_of(record.area));
    values.push_back(text_of(record.happened_on(ledger)));
    const bool has_status = ledger.status && !model::is_missing(record.values[*ledger.status]);
    values.push_back(has_status ? std::get<std::string>(record.values[*ledger.status])
                                : std::string(model::kStatusRecorded));
    values.push_back(text_of(record.deleted));
    values.push_back(record.number);
    values.push_back(text_of(record.recorded_at));
    values.push_back(text_of(record.revision));
    values.push_back(text_of(record.purged));
    values.push_back(text_of(record.match_key));
    values.push_back(record.salt.empty()
                         ? Parameter()
                         : bytes_text(sealer.seal_salt(ledger, record.id, record.salt)));
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (model::is_personal(ledger.fields[i])) {
            append_personal(values, sealer, ledger, i, record);
        } else if (has_own_column(ledger.fields[i])) {
            values.push_back(value_text(ledger.fields[i], record.values[i]));
        }
    }
}

}  // namespace

Parameter value_text(const FieldDefinition& field, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return text_of(*integer);
    }
    if (const auto* money = std::get_if<Money>(&value)) {
        return text_of(money->fen);
    }
    if (const auto* decimal = std::get_if<Decimal>(&value)) {
        return text_of(static_cast<double>(decimal->units) /
                       static_cast<double>(power_of_ten(field.scale)));
    }
    if (const auto* date = std::get_if<Date>(&value)) {
        return text_of(*date);
    }
    if (const auto* instant = std::get_if<Instant>(&value)) {
        return text_of(*instant);
    }
    if (const auto* truth = std::get_if<bool>(&value)) {
        return text_of(*truth);
    }
    return std::nullopt;
}

std::string table_name(const LedgerDefinition& ledger) {
    return identifier("ledger_" + ledger.name);
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
        return identifier(field.name + "_sealed");
    }
    return identifier(field.type == FieldType::Money ? field.name + "_fen" : field.name);
}

std::string equality_column(const FieldDefinition& field) {
    return model::is_personal(field) ? identifier(field.name + "_blind") : column_name(field);
}

TableShape shape_of(const LedgerDefinition& ledger) {
    TableShape shape{table_name(ledger), {}, {}};
    for (const auto& field : ledger.fields) {
        if (has_own_column(field)) {
            shape.columns.push_back({column_name(field), column_type(field)});
        }
        if (model::is_found_by_value(field)) {
            shape.columns.push_back({equality_column(field), "BYTEA"});
        }
        if (field.unique) {
            shape.unique.push_back(equality_column(field));
        }
    }
    return shape;
}

std::vector<std::string> create_table_sql(const LedgerDefinition& ledger) {
    return create_table_sql(shape_of(ledger));
}

std::vector<std::string> create_table_sql(const TableShape& shape) {
    std::string columns;
    for (const auto& column : shape.columns) {
        columns += fmt::format("    \"{}\" {},\n", column.name, column.type);
    }
    std::vector<std::string> sql = {
        fmt::format("CREATE TABLE IF NOT EXISTS \"{}\" (\n"
                    "    office_id BIGINT NOT NULL,\n    id BIGINT NOT NULL,\n"
                    "    number TEXT COLLATE \"C\" NOT NULL,\n    area_id BIGINT NOT NULL,\n"
                    "    happened_on DATE NOT NULL,\n    status TEXT COLLATE \"C\" NOT NULL,\n"
                    "    recorded_at BIGINT NOT NULL,\n    revision BIGINT NOT NULL,\n"
                    "    deleted BOOLEAN NOT NULL,\n    purged BOOLEAN NOT NULL,\n"
                    "    match_key BIGINT NOT NULL,\n    salt BYTEA,\n{}"
                    "    PRIMARY KEY (office_id, id),\n"
                    "    FOREIGN KEY (office_id, area_id) REFERENCES area (office_id, area_id)\n)",
                    shape.table, columns)};
    for (auto& index : index_sql(shape)) {
        sql.push_back(std::move(index));
    }
    return sql;
}

std::vector<std::string> add_columns_sql(const LedgerDefinition& ledger,
                                         const std::vector<std::string>& columns) {
    std::vector<std::string> sql;
    const TableShape shape = shape_of(ledger);
    for (const auto& column : shape.columns) {
        if (std::find(columns.begin(), columns.end(), column.name) == columns.end()) {
            sql.push_back(fmt::format("ALTER TABLE \"{}\" ADD COLUMN \"{}\" {}", shape.table,
                                      column.name, column.type));
        }
    }
    for (auto& index : index_sql(shape)) {
        sql.push_back(std::move(index));
    }
    for (const auto& field : ledger.fields) {
        if (!field.unique) {
            sql.push_back(fmt::format("DROP INDEX IF EXISTS \"{}\"",
                                      identifier(shape.table + "_one_" + equality_column(field))));
        }
    }
    return sql;
}

bool has_unique_fields(const LedgerDefinition& ledger) {
    return std::any_of(ledger.fields.begin(), ledger.fields.end(),
                       [](const auto& field) { return field.unique; });
}

std::string insert_sql(const LedgerDefinition& ledger) {
    const auto columns = all_columns(ledger);
    std::string marks = "$1";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        marks += fmt::format(", ${}", i + 2);
    }
    return fmt::format("INSERT INTO \"{}\" (office_id, \"{}\") VALUES ({}) ON CONFLICT DO NOTHING",
                       table_name(ledger), fmt::join(columns, "\", \""), marks);
}

std::string copy_sql(const LedgerDefinition& ledger) {
    return fmt::format("COPY \"{}\" (office_id, \"{}\") FROM STDIN", table_name(ledger),
                       fmt::join(all_columns(ledger), "\", \""));
}

std::string update_sql(const LedgerDefinition& ledger) {
    const auto columns = all_columns(ledger);
    std::string changes;
    for (std::size_t i = 1; i < columns.size(); ++i) {
        changes += fmt::format("{}\"{}\" = ${}", i == 1 ? "" : ", ", columns[i], i + 2);
    }
    return fmt::format("UPDATE \"{}\" SET {} WHERE office_id = $1 AND id = $2 AND revision = ${}",
                       table_name(ledger), changes, columns.size() + 2);
}

std::vector<Parameter> row_values(const store::Sealer& sealer, OfficeId office,
                                  const LedgerDefinition& ledger, const LedgerRecord& record) {
    std::vector<Parameter> values = {text_of(office), text_of(record.id)};
    append_common(values, sealer, ledger, record);
    return values;
}

Parameters update_values(const store::Sealer& sealer, OfficeId office,
                         const LedgerDefinition& ledger, const LedgerRecord& record,
                         std::int64_t revision) {
    Parameters parameters;
    for (auto& value : row_values(sealer, office, ledger, record)) {
        parameters.add(value);
    }
    return std::move(parameters.add(revision));
}

}  // namespace taizhang::store_postgres
