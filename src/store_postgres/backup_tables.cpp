// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/backup_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr std::size_t kNameBytesMax = 63;  // of PostgreSQL

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytesMax &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

// What our tables are made of, and how a ledger's column is declared.
const std::map<std::string, std::string, std::less<>>& types() {
    static const std::map<std::string, std::string, std::less<>> kTypes = {
        {"bigint", "BIGINT"},     {"integer", "INTEGER"},
        {"boolean", "BOOLEAN"},   {"date", "DATE"},
        {"bytea", "BYTEA"},       {"double precision", "DOUBLE PRECISION"},
        {"tsvector", "TSVECTOR"}, {"text", "TEXT COLLATE \"C\""}};
    return kTypes;
}

tl::unexpected<Error> not_ours(std::string log) {
    return fail(ErrorCode::Corrupt, "备份里的表不是本程序的，换一份备份", std::move(log));
}

using Oid = std::int64_t;

void read_shape(Connection& connection, Oid oid, TableShape& table) {
    const Rows columns = connection.query(
        "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute "
        "WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        Parameters().add(oid));
    for (int i = 0; i < columns.size(); ++i) {
        table.columns.push_back({columns[i].text(0), columns[i].text(1)});
    }
    const Rows unique = connection.query(
        "SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
        "AND a.attnum = i.indkey[1] WHERE i.indrelid = $1 AND i.indisunique "
        "AND NOT i.indisprimary AND i.indpred IS NOT NULL AND i.indnatts = 2",
        Parameters().add(oid));
    for (int i = 0; i < unique.size(); ++i) {
        table.unique.push_back(unique[i].text(0));
    }
}

// Who refers to whom; a table may refer to itself.
std::multimap<Oid, Oid> references(Connection& connection) {
    const Rows rows = connection.query(
        "SELECT conrelid::bigint, confrelid::bigint FROM pg_constraint WHERE contype = 'f' "
        "AND connamespace = 'public'::regnamespace AND conrelid <> confrelid");
    std::multimap<Oid, Oid> all;
    for (int i = 0; i < rows.size(); ++i) {
        all.emplace(rows[i].integer(0), rows[i].integer(1));
    }
    return all;
}

}  // namespace

std::vector<TableShape> stored_tables(Connection& connection) {
    const Rows rows = connection.query(
        "SELECT c.oid::bigint, c.relname::text FROM pg_class c JOIN pg_attribute a "
        "ON a.attrelid = c.oid AND a.attnum = 1 AND a.attname = 'office_id' "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.oid");
    std::vector<std::pair<Oid, TableShape>> waiting;
    for (int i = 0; i < rows.size(); ++i) {
        TableShape table{rows[i].text(1), {}, {}};
        read_shape(connection, rows[i].integer(0), table);
        waiting.emplace_back(rows[i].integer(0), std::move(table));
    }
    const auto edges = references(connection);
    std::set<Oid> left;
    for (const auto& [oid, table] : waiting) {
        left.insert(oid);
    }
    std::vector<TableShape> tables;
    for (bool moved = true; moved && !waiting.empty();) {
        moved = std::erase_if(waiting, [&](auto& one) {
                    const auto [begin, end] = edges.equal_range(one.first);
                    const bool waits = std::any_of(
                        begin, end, [&](const auto& edge) { return left.contains(edge.second); });
                    if (!waits) {
                        left.erase(one.first);
                        tables.push_back(std::move(one.second));
                    }
                    return !waits;
                }) > 0;
    }
    return tables;
}

std::string copy_of(const TableShape& table) {
    std::string columns;
    for (const auto& column : table.columns) {
        columns += columns.empty() ? column.name : fmt::format(", \"{}\"", column.name);
    }
    return fmt::format("COPY \"{}\" ({})", table.table, columns);
}

std::string tables_text(const std::vector<TableShape>& tables) {
    std::string text;
    for (const auto& table : tables) {
        text += table.table;
        for (const auto& column : table.columns) {
            text += fmt::format("\t{}={}", column.name, column.type);
        }
        for (const auto& column : table.unique) {
            text += "\t!" + column;
        }
        text += '\n';
    }
    return text;
}

Result<std::vector<TableShape>> read_tables_text(std::string_view text) {
    std::vector<TableShape> tables;
    for (const auto& line : split(text, "\n")) {
        const auto words = split(line, "\t");
        if (line.empty()) {
            continue;
        }
        TableShape table{words[0], {}, {}};
        for (std::size_t i = 1; i < words.size(); ++i) {
            const auto equals = words[i].find('=');
            if (words[i].starts_with('!') && is_plain_name(words[i].substr(1))) {
                table.unique.push_back(words[i].substr(1));
            } else if (equals != std::string::npos && is_plain_name(words[i].substr(0, equals)) &&
                       types().contains(words[i].substr(equals + 1))) {
                table.columns.push_back({words[i].substr(0, equals), words[i].substr(equals + 1)});
            } else {
                return not_ours("column: " + words[i]);
            }
        }
        if (!is_plain_name(table.table) || table.columns.empty() ||
            table.columns[0].name != "office_id") {
            return not_ours("table: " + table.table);
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

bool is_ledger_table(const TableShape& table) {
    return table.table.starts_with("ledger_");
}

TableShape ledger_shape(const TableShape& table) {
    TableShape shape{table.table, {}, table.unique};
    for (const auto& column : table.columns) {
        const auto& common = common_columns();
        const bool own = column.name != "office_id" &&
                         std::find(common.begin(), common.end(), column.name) == common.end();
        if (own) {
            shape.columns.push_back({column.name, types().find(column.type)->second});
        }
    }
    return shape;
}

}  // namespace taizhang::store_postgres
