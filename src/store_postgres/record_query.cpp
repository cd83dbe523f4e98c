// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/record_query.hpp"

#include <cmath>

#include "store_postgres/ledger_table.hpp"

namespace taizhang::store_postgres {

using model::FieldDefinition;
using model::FieldRole;
using model::FieldType;
using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

// A text goes where the row before had one, into the same memory.
void put_text(Value& value, std::string_view text) {
    if (auto* before = std::get_if<std::string>(&value)) {
        before->assign(text);
    } else {
        value.emplace<std::string>(text);
    }
}

void read_value(const Row& row, int column, const FieldDefinition& field, Value& value) {
    if (row.is_null(column)) {
        value = {};
        return;
    }
    switch (field.type) {
        case FieldType::Money:
            value = Money{row.integer(column)};
            break;
        case FieldType::Decimal:
            value = Decimal{
                std::llround(row.real(column) * static_cast<double>(power_of_ten(field.scale)))};
            break;
        case FieldType::Date:
            value = row.date(column);
            break;
        case FieldType::DateTime:
            value = Instant{row.integer(column)};
            break;
        case FieldType::Boolean:
            value = row.truth(column);
            break;
        case FieldType::Integer:
        case FieldType::Area:
        case FieldType::Unit:
        case FieldType::Reference:
            value = row.integer(column);
            break;
        default:
            put_text(value, row.bytes(column));
    }
}

// A query for some fields reads of the common columns these, which come first.
constexpr std::size_t kRolledUpColumns = 5;

bool reads_field(const store::RecordQuery& query, std::size_t field) {
    return has_own_column(query.table.definition->fields[field]) &&
           (!query.fields || (*query.fields)[field]);
}

std::string selected_columns(const store::RecordQuery& query) {
    std::vector<std::string> columns = common_columns();
    if (query.fields) {
        columns.resize(kRolledUpColumns);
    }
    const auto& fields = query.table.definition->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (reads_field(query, i)) {
            columns.push_back('"' + column_name(fields[i]) + '"');
        }
    }
    return fmt::format("{}", fmt::join(columns, ", "));
}

// The columns behind those that every query reads. Returns the index of the next.
int read_rest(const Row& row, int index, const store::Sealer& sealer,
              const LedgerDefinition& ledger, LedgerRecord& record) {
    record.number.assign(row.bytes(index++));
    record.recorded_at = Instant{row.integer(index++)};
    record.revision = row.integer(index++);
    record.purged = row.truth(index++);
    record.match_key = row.integer(index++);
    const auto salt = row.bytes(index++);
    if (salt.empty() || !ledger.has_personal_fields()) {
        record.salt.assign(salt);
    } else if (!sealer.open_salt(ledger, record.id, salt, record.salt)) {
        record.damaged = true;
    }
    return index;
}

void append_areas(Sql& sql, const std::vector<AreaId>& areas) {
    sql << " AND area_id = ANY (" << sql.bind(array_text(areas)) << "::bigint[])";
}

void append_scope(Sql& sql, const model::Scope& scope) {
    sql << " AND (FALSE";
    for (const auto& part : scope.parts) {
        sql << " OR (TRUE";
        if (!part.every_area) {
            append_areas(sql, part.areas);
        }
        if (part.unit) {
            sql << " AND unit_id = " << sql.bind(*part.unit);
        }
        sql << ")";
    }
    sql << ")";
}

}  // namespace

void append_select(Sql& sql, OfficeId office, const store::RecordQuery& query) {
    sql << "SELECT " << selected_columns(query) << " FROM \"" << table_name(*query.table.definition)
        << "\" WHERE office_id = " << sql.bind(office);
    if (query.after) {
        sql << " AND id > " << sql.bind(query.after);
    }
    if (query.before) {
        sql << " AND id < " << sql.bind(query.before);
    }
    if (!query.scope->everything) {
        append_scope(sql, *query.scope);
    }
    if (query.deleted != store::Deleted::Include) {
        sql << (query.deleted == store::Deleted::Only ? " AND deleted" : " AND NOT deleted");
    }
    if (query.areas) {
        append_areas(sql, *query.areas);
    }
    if (query.period) {
        sql << " AND happened_on BETWEEN " << sql.bind(query.period->from) << " AND "
            << sql.bind(query.period->to);
    }
    if (query.id) {
        sql << " AND id = " << sql.bind(*query.id);
    }
    if (query.day) {
        sql << " AND happened_on = " << sql.bind(*query.day);
    }
    if (query.match_key) {
        sql << " AND match_key = " << sql.bind(*query.match_key);
    }
    if (query.number) {
        sql << " AND number = " << sql.bind(*query.number);
    }
}

Sql select_sql(OfficeId office, const store::RecordQuery& query) {
    Sql sql;
    append_select(sql, office, query);
    sql << " ORDER BY id";
    return sql;
}

bool asks_for_few(const store::RecordQuery& query) {
    return query.id || query.number || query.match_key;
}

void read_record(const Row& row, const store::Sealer& sealer, const store::RecordQuery& query,
                 LedgerRecord& record) {
    const LedgerDefinition& ledger = *query.table.definition;
    int index = 0;
    record.id = RecordId{row.integer(index++)};
    record.area = AreaId{row.integer(index++)};
    const Date happened_on = row.date(index++);
    const int status = index++;
    record.deleted = row.truth(index++);
    record.damaged = false;
    index = query.fields ? index : read_rest(row, index, sealer, ledger, record);
    record.values.resize(ledger.fields.size());
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        if (reads_field(query, i) && model::is_personal(field) && !row.is_null(index)) {
            record.damaged = !sealer.open_value(ledger, field, record.id, row.bytes(index++),
                                                record.values[i]) ||
                             record.damaged;
        } else if (reads_field(query, i)) {
            read_value(row, index++, field, record.values[i]);
        } else if (field.role == FieldRole::HappenedOn) {
            record.values[i] = happened_on;
        } else if (field.role == FieldRole::Area) {
            record.values[i] = record.area.value;
        } else if (field.role == FieldRole::Status) {
            put_text(record.values[i], row.bytes(status));
        }
    }
}

}  // namespace taizhang::store_postgres
