// SPDX-License-Identifier: Apache-2.0
// One SQLite connection with its prepared statements. For one thread at a time.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/digest.hpp"
#include "sealing/keyring.hpp"
#include "store_sqlite/gathered_rows.hpp"
#include "store_sqlite/record_index.hpp"
#include "store_sqlite/row.hpp"

namespace taizhang::store_sqlite {

enum class Mode { ReadOnly, ReadWrite, Create };

class Connection {
  public:
    // `keys` outlive it; without them nothing that is sealed can be read or written.
    Connection(const std::filesystem::path& file, Mode mode,
               const sealing::Keyring* keys = nullptr);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    SQLite::Database& database() { return database_; }
    RecordIndex& index() { return index_; }
    const sealing::Keyring& keys() const;
    void execute(const std::string& sql) { database_.exec(sql); }
    // The same of what is said again and again: BEGIN, COMMIT …
    void repeat(const std::string& sql);

    // Prepared once and kept; reset and without bindings. Valid until the same text is asked again.
    SQLite::Statement& statement(const std::string& sql);

    // The row that one of statement()'s stands on, whenever it is asked.
    Row row_of(const SQLite::Statement& statement);

    // The same of a text whose filters somebody chose: there are too many to keep them all.
    SQLite::Statement& passing_statement(const std::string& sql);

    // `sql` selects from the table "gathered": these rows. A conflict leaves those before it, so
    // that SQLite need not keep every page that the statement touches.
    void insert_gathered(const std::string& sql, GatheredRows& rows);

    // Writes what is changed into the log. A savepoint would otherwise put aside every page that
    // was changed before it and leaves the cache within it: most of them, in bulk work.
    void flush();

    // From now on nobody copies the log at a commit; log_pages() says how long it has become.
    void leave_log();
    int log_pages() const { return log_pages_; }

    // A statement that stands on a row keeps its snapshot open, so every transaction ends with
    // this.
    void reset_statements();
    // After a failure, which is the one to tell.
    void rollback_quietly();

  private:
    SQLite::Database database_;
    const sealing::Keyring* keys_;
    using Statements = std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>>;
    SQLite::Statement& kept_in(Statements& statements, const std::string& sql);

    Statements statements_;
    Statements passing_;
    RecordIndex index_{*this};
    std::unordered_map<const SQLite::Statement*, sqlite3_stmt*> handles_;
    int log_pages_ = 0;
    GatheredRows* gathered_ = nullptr;
};

// Reset and without bindings, ready to be used again.
SQLite::Statement& renewed(SQLite::Statement& statement);

// Not copied: they must stay until the statement has run.
void bind_digest(SQLite::Statement& statement, int index, const Digest& digest);
void bind_bytes(SQLite::Statement& statement, int index, std::string_view bytes);
Digest read_digest(const SQLite::Column& column);  // zeros for NULL

}  // namespace taizhang::store_sqlite
