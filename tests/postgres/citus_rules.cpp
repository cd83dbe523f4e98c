// SPDX-License-Identifier: Apache-2.0
#include "tests/postgres/citus_rules.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <regex>
#include <set>
#include <stdexcept>

namespace taizhang::tests {
namespace {

struct CatalogueRule {
    const char* breach;
    const char* sql;  // names of what breaks it
};

// Of tables that belong to us: those of the schema public.
constexpr CatalogueRule kCatalogueRules[] = {
    {"has no primary key",
     "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') "
     "AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_index i "
     "WHERE i.indrelid = c.oid AND i.indisprimary)"},
    {"does not begin with office_id",
     "SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid "
     "JOIN pg_class c ON c.oid = i.indrelid LEFT JOIN pg_attribute a "
     "ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
     "WHERE c.relnamespace = 'public'::regnamespace AND (i.indisprimary OR i.indisunique) "
     "AND a.attname IS DISTINCT FROM 'office_id'"},
    {"is a unique index on an expression",
     "SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid "
     "WHERE x.relnamespace = 'public'::regnamespace AND i.indisunique AND i.indexprs IS NOT NULL"},
    {"is not a BIGINT NOT NULL office_id",
     "SELECT c.relname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid "
     "AND a.attname = 'office_id' WHERE c.relkind IN ('r', 'p') "
     "AND c.relnamespace = 'public'::regnamespace "
     "AND (a.atttypid IS DISTINCT FROM 'bigint'::regtype OR NOT a.attnotnull)"},
    {"is a foreign key without office_id on both sides",
     "SELECT k.conname FROM pg_constraint k WHERE k.contype = 'f' "
     "AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM "
     "unnest(k.conkey, k.confkey) AS u (mine, theirs) "
     "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.mine "
     "JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.theirs "
     "WHERE a.attname = 'office_id' AND b.attname = 'office_id')"},
    {"is an exclusion constraint without office_id",
     "SELECT k.conname FROM pg_constraint k WHERE k.contype = 'x' "
     "AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_attribute a "
     "WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND a.attname = 'office_id')"},
    {"is a trigger",
     "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
     "WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal"},
    {"is a rule",
     "SELECT r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "
     "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"},
    {"is an identity or a generated column",
     "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c "
     "ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace "
     "AND c.relkind IN ('r', 'p') AND (a.attidentity <> '' OR a.attgenerated <> '')"},
    {"has a default that calls a function",
     "SELECT c.relname || '.' || a.attname FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid "
     "JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
     "WHERE c.relnamespace = 'public'::regnamespace "
     "AND pg_get_expr(d.adbin, d.adrelid) ~ '[(]|CURRENT_|LOCALTIME'"},
    {"is a sequence",
     "SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' "
     "AND c.relnamespace = 'public'::regnamespace"},
    {"is inherited",
     "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
     "WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition"},
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char character) {
        return static_cast<char>(character < 0x80 ? std::tolower(character) : character);
    });
    return text;
}

bool has(const std::string& text, const char* pattern) {
    return std::regex_search(text, std::regex(pattern));
}

// Between the parentheses behind `from`.
std::string first_column(const std::string& text, std::size_t from) {
    const auto open = text.find('(', from);
    const auto end = text.find_first_of(",)", open);
    return open == std::string::npos ? "" : text.substr(open + 1, end - open - 1);
}

constexpr const char* kOurTable =
    "(from|join|update|into|copy) \"?(office|definition|area|area_version|unit|unit_name|batch|job|"
    "zero_report|rollup|audit_event|audit_seal|audit_head|audit_block|seal_head|id_head|counter|"
    "work_lock|"
    "search_head|search_ledger|search_document|schema_migration|kept_request|"
    "backup_taken|saved_view|draft|attachment|sealing_key|sealing_pass|ledger_[a-z0-9_]+)\\b";

}  // namespace

std::vector<std::string> breaches_of_catalogue(const std::string& url) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()),
                                                                  PQfinish);
    std::vector<std::string> breaches;
    for (const auto& rule : kCatalogueRules) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> rows(PQexec(connection.get(), rule.sql),
                                                                 PQclear);
        if (PQresultStatus(rows.get()) != PGRES_TUPLES_OK) {
            throw std::runtime_error(PQerrorMessage(connection.get()));
        }
        for (int i = 0; i < PQntuples(rows.get()); ++i) {
            breaches.push_back(std::string(PQgetvalue(rows.get(), i, 0)) + " " + rule.breach);
        }
    }
    return breaches;
}

std::string breach_of_statement(const std::string& statement) {
    const std::string text = lower(statement);
    if (has(text, "\\bwith recursive\\b")) {
        return "a recursive query";
    }
    if (has(text, "grouping sets|group by[^;]*\\b(rollup|cube) *\\(")) {
        return "grouping sets";
    }
    if (has(text,
            "create( constraint)? trigger|create( or replace)? rule|generated [a-z ]*as|"
            "\\b(big|small)?serial\\b|nextval")) {
        return "a trigger, a rule, an identity or a sequence";
    }
    const auto update = text.find("do update");
    if (update != std::string::npos &&
        has(text.substr(update), "now *\\(|random *\\(|timestamp *\\(|current_|uuid *\\(")) {
        return "a function that does not always give the same, in DO UPDATE";
    }
    if (has(text, "for (no key )?update|for (key )?share|skip locked") &&
        !has(text, "office_id = (\\$\\d+|\\d+)")) {
        return "rows locked across offices";
    }
    if (!has(text, kOurTable)) {
        return "";
    }
    if (has(text, "(insert into|^copy) ")) {
        const auto names = text.find(text.starts_with("copy") ? "copy" : "insert into");
        return first_column(text, names) == "office_id" ? "" : "rows without office_id first";
    }
    // Which offices there are is asked of the table of offices alone.
    const bool offices = has(text, "from office( limit 1)?$");
    return offices || text.find("office_id") != std::string::npos ? "" : "a query of all offices";
}

std::vector<std::string> statements_of(const std::string& log_file) {
    std::ifstream log(log_file);
    std::set<std::string> statements;
    std::string statement;
    const std::regex begins("^LOG:  (statement|execute [^:]*): (.*)$");
    for (std::string line; std::getline(log, line);) {
        std::smatch match;
        if (std::regex_match(line, match, begins)) {
            statements.insert(statement);
            statement = match[2];
        } else if (line.starts_with('\t')) {
            statement += " " + line.substr(1);
        } else {
            statements.insert(statement);
            statement.clear();
        }
    }
    statements.insert(statement);
    statements.erase("");
    return {statements.begin(), statements.end()};
}

}  // namespace taizhang::tests
