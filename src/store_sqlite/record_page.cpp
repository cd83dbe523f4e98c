// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/record_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "store_sqlite/ledger_table.hpp"
#include "store_sqlite/record_query.hpp"

namespace taizhang::store_sqlite {
namespace {

using store::Compare;
using store::PageQuery;
using store::RecordColumn;

const model::FieldDefinition& field_of(const PageQuery& query, const RecordColumn& column) {
    static const model::FieldDefinition kPlain;
    return column.kind == RecordColumn::Kind::Field
               ? query.records.table.definition->fields[column.field]
               : kPlain;
}

std::string name_of(const PageQuery& query, const RecordColumn& column) {
    switch (column.kind) {
        case RecordColumn::Kind::Field:
            return fmt::format("\"{}\"", column_name(field_of(query, column)));
        case RecordColumn::Kind::Number:
            // Of a few by their ids: the index by numbers would be read from end to end.
            return query.ids ? "+number" : "number";
        case RecordColumn::Kind::RecordedAt:
            return "recorded_at";
        default:
            return "revision";
    }
}

bool is_never_null(const PageQuery& query, const RecordColumn& column) {
    return column.kind != RecordColumn::Kind::Field ||
           query.records.table.definition->fields[column.field].role ==
               model::FieldRole::HappenedOn;
}

// What is compared: of a sealed field, equality alone means anything.
std::string compared_name(const PageQuery& query, const store::Condition& condition) {
    const auto& field = field_of(query, condition.column);
    return store::compares_equality(condition, field) && model::is_personal(field)
               ? fmt::format("\"{}\"", equality_column(field))
               : name_of(query, condition.column);
}

std::string condition_sql(const PageQuery& query, const store::Condition& condition) {
    const std::string name = compared_name(query, condition);
    const std::string_view text = [&] {
        switch (condition.compare) {
            case Compare::Equal:
                return "{0} = ?";
            case Compare::NotEqual:
                return "{0} IS NOT ?";
            case Compare::Less:
                return "{0} < ?";
            case Compare::AtMost:
                return "{0} <= ?";
            case Compare::More:
                return "{0} > ?";
            case Compare::AtLeast:
                return "{0} >= ?";
            case Compare::OneOf:
                return "{0} IN ({1})";
            case Compare::Contains:
                return "instr({0}, ?) > 0";
            case Compare::HasCode:
                return "instr(',' || {0} || ',', ',' || ? || ',') > 0";
            case Compare::Missing:
                return "{0} IS NULL";
            default:
                return "{0} IS NOT NULL";
        }
    }();
    const std::vector<std::string> marks(condition.values.size(), "?");
    return fmt::format(fmt::runtime(text), name, fmt::join(marks, ", "));
}

// Behind the mark: beyond it in the first key, or equal there and beyond it in the next …
// The first key alone bounds the rows that an index must be read for.
std::string after_sql(const PageQuery& query, bool by_day) {
    std::vector<std::string> alternatives;
    std::string equal;
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        const std::string name = name_of(query, query.sort[i].column);
        const bool missing = model::is_missing(query.after->keys[i]);
        const bool down = query.sort[i].descending;
        if (missing && !down) {
            alternatives.push_back(equal + name + " IS NOT NULL");
        } else if (!missing) {
            const std::string_view beyond = !down ? "{0} > ?"
                                            : is_never_null(query, query.sort[i].column)
                                                ? "{0} < ?"
                                                : "({0} < ? OR {0} IS NULL)";
            alternatives.push_back(equal + fmt::format(fmt::runtime(beyond), name));
        }
        equal += name + (missing ? " IS NULL AND " : " = ? AND ");
    }
    alternatives.push_back(equal + (query.ids_descending ? "id < ?" : "id > ?"));
    std::string sql = fmt::format(" AND ({})", fmt::join(alternatives, " OR "));
    if (!query.sort.empty() && is_never_null(query, query.sort.front().column)) {
        sql +=
            fmt::format(" AND {} {} ?", by_day ? "day" : name_of(query, query.sort.front().column),
                        query.sort.front().descending ? "<=" : ">=");
    }
    return sql;
}

std::string order_sql(const PageQuery& query, bool by_day) {
    std::string sql = " ORDER BY ";
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        sql += i == 0 && by_day ? "day" : name_of(query, query.sort[i].column);
        sql += query.sort[i].descending ? " DESC, " : ", ";
    }
    return sql + (query.ids_descending ? "id DESC" : "id");
}

bool narrows_to(const PageQuery& query, RecordColumn::Kind kind, Compare compare) {
    return std::any_of(query.conditions.begin(), query.conditions.end(), [&](const auto& one) {
        return one.column.kind == kind && one.compare == compare;
    });
}

bool begins_with_day(const PageQuery& query) {
    const RecordColumn day{RecordColumn::Kind::Field, query.records.table.definition->happened_on};
    return !query.sort.empty() && query.sort.front().column == day;
}

// What is read in which order: SQLite has no statistics to find that by itself. A record that was
// moved to another day may have an entry at the one before.
std::string source_of(const PageQuery& query, Days days) {
    const auto& ledger = *query.records.table.definition;
    if (query.ids) {
        return table_name(ledger);  // by their ids
    }
    if (narrows_to(query, RecordColumn::Kind::Number, Compare::Equal) ||
        (!query.sort.empty() && query.sort.front().column.kind == RecordColumn::Kind::Number)) {
        return by_number(ledger);
    }
    if (!begins_with_day(query) || days == Days::Ledger) {
        return table_name(ledger);
    }
    return fmt::format(
        "(SELECT record_id AS entry, happened_on AS day FROM day_{0}) CROSS JOIN {0} "
        "ON id = entry AND happened_on = day",
        table_name(ledger));
}

class Binder {
  public:
    Binder(SQLite::Statement& statement, const store::Sealer& sealer, int index,
           const PageQuery& query)
        : statement_(statement), sealer_(sealer), index_(index), query_(query) {}

    void bind(const RecordColumn& column, const model::Value& value) {
        const auto& field = field_of(query_, column);
        if (model::is_personal(field)) {
            const auto blind = sealer_.blind_value(*query_.records.table.definition, field, value);
            statement_.bind(index_++, blind.data(), static_cast<int>(blind.size()));
        } else {
            bind_value(statement_, index_++, field, value);
        }
    }
    void bind_id(RecordId id) { statement_.bind(index_++, id.value); }
    void bind_ids(const std::vector<RecordId>& ids) { statement_.bind(index_++, ids_json(ids)); }

  private:
    SQLite::Statement& statement_;
    const store::Sealer& sealer_;
    int index_;
    const PageQuery& query_;
};

void bind_after(Binder& binder, const PageQuery& query) {
    const auto& keys = query.after->keys;
    const auto bind_present = [&](std::size_t i) {
        if (!model::is_missing(keys[i])) {
            binder.bind(query.sort[i].column, keys[i]);
        }
    };
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        const bool has_alternative = !model::is_missing(keys[i]);
        if (!has_alternative && query.sort[i].descending) {
            continue;
        }
        for (std::size_t before = 0; before < i; ++before) {
            bind_present(before);
        }
        bind_present(i);
    }
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        bind_present(i);
    }
    binder.bind_id(query.after->id);
    if (!query.sort.empty() && is_never_null(query, query.sort.front().column)) {
        binder.bind(query.sort.front().column, keys.front());
    }
}

}  // namespace

std::string page_sql(const PageQuery& query, Days days) {
    const std::string source = source_of(query, days);
    const bool by_day = source.starts_with('(');
    std::string sql = select_head(query.records, source) + select_filters(query.records);
    for (const auto& condition : query.conditions) {
        sql += " AND " + condition_sql(query, condition);
    }
    if (query.ids) {
        sql += " AND id IN (SELECT value FROM json_each(?))";
    }
    if (query.after) {
        sql += after_sql(query, by_day);
    }
    return sql + order_sql(query, by_day) + fmt::format(" LIMIT {}", query.records_max);
}

void bind_page(SQLite::Statement& statement, const store::Sealer& sealer, OfficeId office,
               const PageQuery& query) {
    Binder binder(statement, sealer, bind_select(statement, office, query.records), query);
    for (const auto& condition : query.conditions) {
        for (const auto& value : condition.values) {
            binder.bind(condition.column, value);
        }
    }
    if (query.ids) {
        binder.bind_ids(*query.ids);
    }
    if (query.after) {
        bind_after(binder, query);
    }
}

}  // namespace taizhang::store_sqlite
