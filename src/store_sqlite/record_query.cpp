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
Date date_of(std::string_view stored) {
    const auto date = parse_date(stored);
    return date ? *date : Date{};
}

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
            value = date_of(row.bytes(column));
            break;
        case FieldType::DateTime:
            value = Instant{row.integer(column)};
            break;
        case FieldType::Boolean:
            value = row.integer(column) != 0;
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

constexpr std::string_view kInAreas = "+area_id IN (SELECT value FROM json_each(?))";

// What stands in the table of days, which knows no units, may be a little more than the scope.
std::string in_scope(const model::Scope& scope, bool with_units) {
    std::vector<std::string> parts;
    for (const auto& part : scope.parts) {
        std::vector<std::string> both;
        if (!part.every_area) {
            both.emplace_back(kInAreas);
        }
        if (part.unit && with_units) {
            both.emplace_back("unit_id = ?");
        }
        parts.push_back(both.empty() ? "1" : join(both, " AND "));
    }
    return parts.empty() ? "0" : "(" + join(parts, " OR ") + ")";
}

// Ids by the table of days, and behind a gap in it by the ledger itself. SQLite goes through them
// in their order.
std::string in_period(const store::RecordQuery& query) {
    std::string areas;
    if (!query.scope->everything) {
        areas += " AND " + in_scope(*query.scope, false);
    }
    if (query.areas) {
        areas += " AND " + std::string(kInAreas);
    }
    return fmt::format(
        "id IN (SELECT record_id FROM day_{0} WHERE happened_on BETWEEN ? AND ?{1} UNION ALL "
        "SELECT id FROM {0} WHERE id > (SELECT after_id FROM index_gap WHERE ledger = '{0}') "
        "AND happened_on BETWEEN ? AND ?)",
        table_name(*query.table.definition), areas);
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
int read_rest(const Row& row, int index, const store::Sealer& sealer,
              const LedgerDefinition& ledger, LedgerRecord& record) {
    record.number.assign(row.bytes(index++));
    record.recorded_at = Instant{row.integer(index++)};
    record.revision = row.integer(index++);
    record.purged = row.integer(index++) != 0;
    record.match_key = row.integer(index++);
    const auto salt = row.bytes(index++);
    if (salt.empty() || !ledger.has_personal_fields()) {
        record.salt.assign(salt);
    } else if (!sealer.open_salt(ledger, record.id, salt, record.salt)) {
        record.damaged = true;
    }
    return index;
}

}  // namespace

std::string select_head(const store::RecordQuery& query, std::string_view source) {
    return fmt::format("SELECT {} FROM {} WHERE office_id = ?",
                       fmt::join(selected_columns(query), ", "), source);
}

// Without statistics SQLite may take the primary key and read the whole table.
std::string by_number(const model::LedgerDefinition& ledger) {
    return fmt::format("{0} INDEXED BY {0}_by_number", table_name(ledger));
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
    filter(!query.scope->everything, in_scope(*query.scope, true));
    filter(query.deleted == store::Deleted::Exclude, "deleted = 0");
    filter(query.deleted == store::Deleted::Only, "deleted = 1");
    filter(query.areas.has_value(), kInAreas);
    filter(query.period.has_value(), query.period ? in_period(query) : "");
    filter(query.id.has_value(), "id = ?");
    filter(query.day.has_value(), "happened_on = ?");
    filter(query.match_key.has_value(), "match_key = ?");
    filter(query.number.has_value(), "number = ?");
    return sql;
}

std::string select_sql(const store::RecordQuery& query) {
    const auto& ledger = *query.table.definition;
    return select_head(query, query.number ? by_number(ledger) : table_name(ledger)) +
           select_filters(query) + " ORDER BY id";
}

bool has_plain_scope(const store::RecordQuery& query) {
    const auto& parts = query.scope->parts;
    return query.scope->everything ||
           (parts.size() == 1 && !parts.front().every_area && !parts.front().unit);
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

namespace {

int bind_scope(SQLite::Statement& statement, int index, const model::Scope& scope,
               bool with_units) {
    for (const auto& part : scope.parts) {
        if (!part.every_area) {
            statement.bind(index++, ids_json(part.areas));
        }
        if (part.unit && with_units) {
            statement.bind(index++, part.unit->value);
        }
    }
    return index;
}

int bind_period(SQLite::Statement& statement, int index, const store::RecordQuery& query) {
    const auto bind_days = [&] {
        statement.bind(index++, format_date(query.period->from));
        statement.bind(index++, format_date(query.period->to));
    };
    bind_days();
    if (!query.scope->everything) {
        index = bind_scope(statement, index, *query.scope, false);
    }
    if (query.areas) {
        statement.bind(index++, ids_json(*query.areas));
    }
    bind_days();
    return index;
}

}  // namespace

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
        index = bind_scope(statement, index, *query.scope, true);
    }
    if (query.areas) {
        statement.bind(index++, ids_json(*query.areas));
    }
    if (query.period) {
        index = bind_period(statement, index, query);
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

void read_record(const Row& row, const store::Sealer& sealer, const store::RecordQuery& query,
                 LedgerRecord& record) {
    const LedgerDefinition& ledger = *query.table.definition;
    int index = 0;
    record.id = RecordId{row.integer(index++)};
    record.area = AreaId{row.integer(index++)};
    const Date happened_on = date_of(row.bytes(index++));
    const int status = index++;
    record.deleted = row.integer(index++) != 0;
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

}  // namespace taizhang::store_sqlite
