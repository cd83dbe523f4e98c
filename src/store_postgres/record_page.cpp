// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "store_postgres/ledger_table.hpp"
#include "store_postgres/record_query.hpp"

namespace taizhang::store_postgres {
namespace {

using store::Compare;
using store::PageQuery;
using store::RecordColumn;

class PageWriter {
  public:
    PageWriter(Sql& sql, const store::Sealer& sealer, const PageQuery& query)
        : sql_(sql), sealer_(sealer), query_(query) {}

    void write_condition(const store::Condition& condition) {
        // Of a sealed field, equality alone means anything.
        const auto& field = field_of(condition.column);
        const std::string name =
            store::compares_equality(condition, field) && model::is_personal(field)
                ? fmt::format("\"{}\"", equality_column(field))
                : name_of(condition.column);
        const auto value = [&] { return bind(condition.column, condition.values.front()); };
        switch (condition.compare) {
            case Compare::Equal:
                sql_ << " AND " << name << " = " << value();
                break;
            case Compare::NotEqual:
                sql_ << " AND " << name << " IS DISTINCT FROM " << value();
                break;
            case Compare::Less:
                sql_ << " AND " << name << " < " << value();
                break;
            case Compare::AtMost:
                sql_ << " AND " << name << " <= " << value();
                break;
            case Compare::More:
                sql_ << " AND " << name << " > " << value();
                break;
            case Compare::AtLeast:
                sql_ << " AND " << name << " >= " << value();
                break;
            case Compare::OneOf:
                write_one_of(name, condition);
                break;
            case Compare::Contains:
                sql_ << " AND strpos(" << name << ", " << value() << "::text) > 0";
                break;
            case Compare::HasCode:
                sql_ << " AND strpos(',' || " << name << " || ',', ',' || " << value()
                     << "::text || ',') > 0";
                break;
            case Compare::Missing:
                sql_ << " AND " << name << " IS NULL";
                break;
            case Compare::Present:
                sql_ << " AND " << name << " IS NOT NULL";
                break;
        }
    }

    // Behind the mark: beyond it in the first key, or equal there and beyond it in the next …
    // The first key alone bounds the rows that an index must be read for.
    void write_after() {
        sql_ << " AND (";
        for (std::size_t i = 0; i < query_.sort.size(); ++i) {
            const bool missing = model::is_missing(query_.after->keys[i]);
            if (missing && query_.sort[i].descending) {
                continue;  // nothing comes behind a missing value
            }
            write_equals(i);
            const std::string name = name_of(query_.sort[i].column);
            if (missing) {
                sql_ << name << " IS NOT NULL OR ";
            } else if (!query_.sort[i].descending) {
                sql_ << name << " > " << bind_key(i) << " OR ";
            } else {
                sql_ << "(" << name << " < " << bind_key(i);
                sql_ << (is_never_null(query_.sort[i].column) ? ") OR "
                                                              : " OR " + name + " IS NULL) OR ");
            }
        }
        write_equals(query_.sort.size());
        sql_ << "id" << (query_.ids_descending ? " < " : " > ") << sql_.bind(query_.after->id)
             << ")";
        if (!query_.sort.empty() && is_never_null(query_.sort.front().column)) {
            sql_ << " AND " << name_of(query_.sort.front().column)
                 << (query_.sort.front().descending ? " <= " : " >= ") << bind_key(0);
        }
    }

    // Missing values come before all others, as they do in SQLite. Where there are none, an index
    // gives the order; it would not, were their place stated.
    void write_order() {
        sql_ << " ORDER BY ";
        for (const auto& key : query_.sort) {
            sql_ << name_of(key.column) << (key.descending ? " DESC" : "");
            if (!is_never_null(key.column)) {
                sql_ << (key.descending ? " NULLS LAST" : " NULLS FIRST");
            }
            sql_ << ", ";
        }
        sql_ << (query_.ids_descending ? "id DESC" : "id");
    }

  private:
    const model::FieldDefinition& field_of(const RecordColumn& column) const {
        static const model::FieldDefinition kPlain;
        return column.kind == RecordColumn::Kind::Field
                   ? query_.records.table.definition->fields[column.field]
                   : kPlain;
    }

    std::string name_of(const RecordColumn& column) const {
        switch (column.kind) {
            case RecordColumn::Kind::Field:
                return fmt::format("\"{}\"", column_name(field_of(column)));
            case RecordColumn::Kind::Number:
                return "number";
            case RecordColumn::Kind::RecordedAt:
                return "recorded_at";
            default:
                return "revision";
        }
    }

    bool is_never_null(const RecordColumn& column) const {
        return column.kind != RecordColumn::Kind::Field ||
               field_of(column).role == model::FieldRole::HappenedOn;
    }

    std::string bind(const RecordColumn& column, const model::Value& value) {
        const auto& field = field_of(column);
        return sql_.bind(
            model::is_personal(field)
                ? bytes_text(sealer_.blind_value(*query_.records.table.definition, field, value))
                : value_text(field, value));
    }

    std::string bind_key(std::size_t i) {
        return bind(query_.sort[i].column, query_.after->keys[i]);
    }

    void write_one_of(const std::string& name, const store::Condition& condition) {
        if (condition.values.empty()) {
            sql_ << " AND false";
            return;
        }
        std::vector<std::string> marks;
        for (const auto& value : condition.values) {
            marks.push_back(bind(condition.column, value));
        }
        sql_ << " AND " << name << " IN (" << fmt::format("{}", fmt::join(marks, ", ")) << ")";
    }

    void write_equals(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            sql_ << name_of(query_.sort[i].column);
            if (model::is_missing(query_.after->keys[i])) {
                sql_ << " IS NULL AND ";
            } else {
                sql_ << " = " << bind_key(i) << " AND ";
            }
        }
    }

    Sql& sql_;
    const store::Sealer& sealer_;
    const PageQuery& query_;
};

}  // namespace

Sql page_sql(const store::Sealer& sealer, OfficeId office, const PageQuery& query) {
    Sql sql;
    append_select(sql, office, query.records);
    PageWriter writer(sql, sealer, query);
    for (const auto& condition : query.conditions) {
        writer.write_condition(condition);
    }
    if (query.ids) {
        sql << " AND id = ANY (" << sql.bind(array_text(*query.ids)) << "::bigint[])";
    }
    if (query.after) {
        writer.write_after();
    }
    writer.write_order();
    sql << fmt::format(" LIMIT {}", query.records_max);
    return sql;
}

}  // namespace taizhang::store_postgres
