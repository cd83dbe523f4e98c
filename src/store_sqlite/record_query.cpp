// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/record_query.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/text.hpp"
#include "store_sqlite/ledger_table.hpp"

namespace taizhang::store_sqlite {

using model::FieldDefinition;
using model::FieldRole;
using model::FieldType;
using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

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

std::string ids_json(const std::vector<AreaId>& areas) {
    std::vector<std::string> ids;
    for (const AreaId area : areas) {
        ids.push_back(std::to_string(area.value));
    }
    return "[" + join(ids, ",") + "]";
}

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

// A query for some fields reads of the common columns these, which come first.
constexpr std::size_t kRolledUpColumns = 5;

bool reads_field(const store::RecordQuery& query, std::size_t field) {
    return has_own_column(query.table.definition->fields[field]) &&
           (!query.fields || (*query.fields)[field]);
}

std::vector<std::string> selected_columns(const store::RecordQuery& query) {
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
    return columns;
}

// The columns behind those that every query reads. Returns the index of the next.
int read_rest(SQLite::Statement& row, int index, LedgerRecord& record) {
    record.number = row.getColumn(index++).getString();
    record.recorded_at = Instant{row.getColumn(index++).getInt64()};
    record.revision = row.getColumn(index++).getInt64();
    record.purged = row.getColumn(index++).getInt() != 0;
    record.match_key = row.getColumn(index++).getInt64();
    record.salt = row.getColumn(index++).getString();
    return index;
}

}  // namespace

std::string select_head(const store::RecordQuery& query, std::string_view index) {
    return fmt::format("SELECT {} FROM {}{} WHERE office_id = ?",
                       fmt::join(selected_columns(query), ", "),
                       table_name(*query.table.definition), index);
}

std::string select_filters(const store::RecordQuery& query) {
    std::string sql;
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
    filter(query.deleted == store::Deleted::Only, "deleted = 1");
    filter(query.period.has_value(), "happened_on BETWEEN ? AND ?");
    filter(query.areas.has_value(), kInAreas);
    filter(query.id.has_value(), "id = ?");
    filter(query.day.has_value(), "happened_on = ?");
    filter(query.match_key.has_value(), "match_key = ?");
    filter(query.number.has_value(), "number = ?");
    return sql;
}

std::string select_sql(const store::RecordQuery& query) {
    const std::string index = index_of(query);
    return select_head(query, index) + select_filters(query) +
           (index.empty() ? " ORDER BY id" : " ORDER BY +id");
}

unsigned select_shape(const store::RecordQuery& query) {
    unsigned shape = 0;
    for (const bool filter :
         {query.after.value != 0, query.before.value != 0, query.scope->everything,
          query.deleted == store::Deleted::Exclude, query.deleted == store::Deleted::Only,
          query.period.has_value(), query.areas.has_value(), query.id.has_value(),
          query.day.has_value(), query.match_key.has_value(), query.number.has_value()}) {
        shape = shape * 2 + (filter ? 1 : 0);
    }
    return shape;
}

int bind_select(SQLite::Statement& statement, OfficeId office, const store::RecordQuery& query) {
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
        statement.bind(index++, *query.number);
    }
    return index;
}

LedgerRecord read_record(SQLite::Statement& row, const store::RecordQuery& query) {
    const LedgerDefinition& ledger = *query.table.definition;
    LedgerRecord record;
    int index = 0;
    record.id = RecordId{row.getColumn(index++).getInt64()};
    record.area = AreaId{row.getColumn(index++).getInt64()};
    const Value happened_on = read_date(row.getColumn(index++));
    const std::string status = row.getColumn(index++).getString();
    record.deleted = row.getColumn(index++).getInt() != 0;
    index = query.fields ? index : read_rest(row, index, record);
    record.values.resize(ledger.fields.size());
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        if (reads_field(query, i)) {
            record.values[i] = read_value(row.getColumn(index++), field);
        } else if (field.role == FieldRole::HappenedOn) {
            record.values[i] = happened_on;
        } else if (field.role == FieldRole::Area) {
            record.values[i] = record.area.value;
        } else if (field.role == FieldRole::Status) {
            record.values[i] = status;
        }
    }
    return record;
}

}  // namespace taizhang::store_sqlite
