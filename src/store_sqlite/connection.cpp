// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/connection.hpp"

#include <sqlite3.h>

#include <cassert>
#include <cstring>

#include "base/limits.hpp"
#include "model/reporting/rollup_days.hpp"

namespace taizhang::store_sqlite {
namespace {

constexpr int kBusyTimeoutMilliseconds = 30'000;

// Pages that a connection holds, and what it sorts in memory. Bulk work appends or goes through its
// tables in order, so more would not make it faster.
constexpr int kPageCacheKibibytes = 8'192;
// Of a new file. Every page is written to the log, read there and written to the file; of larger
// pages there are fewer, while the pages of one entry still fit into few blocks of a disk.
constexpr int kPageBytes = 8'192;
// 32 MiB of log before its pages are copied into the file; a page written often is copied once.
constexpr int kLogPages = 4'096;

// A connection belongs to one thread at a time, so SQLite need not lock at each call.
int flags(Mode mode) {
    switch (mode) {
        case Mode::ReadOnly:
            return SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX;
        case Mode::ReadWrite:
            return SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX;
        default:
            return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX;
    }
}

std::string_view text_of(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// joined_days(TEXT, TEXT): the days of two roll-up rows of one month.
void join_days(sqlite3_context* context, int, sqlite3_value** values) {
    const std::string days = model::joined_days(text_of(values[0]), text_of(values[1]));
    sqlite3_result_text(context, days.data(), static_cast<int>(days.size()), SQLITE_TRANSIENT);
}

// SQLite's count of its memory takes a lock at every allocation, and nobody reads it.
const int kMemoryUncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

}  // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode, const sealing::Keyring* keys)
    : database_(file.string(), flags(mode), kBusyTimeoutMilliseconds), keys_(keys) {
    if (mode == Mode::Create) {
        database_.exec("PRAGMA page_size = " + std::to_string(kPageBytes));
    }
    if (mode != Mode::ReadOnly) {
        database_.exec("PRAGMA journal_mode = WAL");
        database_.exec("PRAGMA synchronous = FULL");
        database_.exec("PRAGMA wal_autocheckpoint = " + std::to_string(kLogPages));
        // What a purge erases must not stay readable in free space of the file.
        database_.exec("PRAGMA secure_delete = ON");
        database_.createFunction("joined_days", 2, true, nullptr, join_days);
        add_gathered_table(database_.getHandle(), &gathered_);
    }
    database_.exec("PRAGMA cache_size = -" + std::to_string(kPageCacheKibibytes));
    database_.exec("PRAGMA foreign_keys = ON");
    database_.exec("PRAGMA trusted_schema = OFF");
}

const sealing::Keyring& Connection::keys() const {
    assert(keys_ != nullptr);
    return *keys_;
}

SQLite::Statement& renewed(SQLite::Statement& statement) {
    statement.tryReset();
    statement.clearBindings();
    return statement;
}

SQLite::Statement& Connection::kept_in(Statements& statements, const std::string& sql) {
    auto known = statements.find(sql);
    if (known == statements.end()) {
        known = statements.emplace(sql, std::make_unique<SQLite::Statement>(database_, sql)).first;
    }
    return renewed(*known->second);
}

SQLite::Statement& Connection::statement(const std::string& sql) {
    return kept_in(statements_, sql);
}

SQLite::Statement& Connection::passing_statement(const std::string& sql) {
    if (passing_.size() >= limits::kPassingStatementsMax && !passing_.contains(sql)) {
        for (const auto& [text, statement] : passing_) {
            handles_.erase(statement.get());
        }
        passing_.clear();
    }
    return kept_in(passing_, sql);
}

Row Connection::row_of(const SQLite::Statement& statement) {
    auto& known = handles_[&statement];
    if (known == nullptr) {
        do {
            known = sqlite3_next_stmt(database_.getHandle(), known);
            assert(known != nullptr);
        } while (statement.getQuery() != sqlite3_sql(known));
    }
    return Row(known);
}

void Connection::insert_gathered(const std::string& sql, GatheredRows& rows) {
    auto& insert = statement(sql);
    gathered_ = &rows;
    insert.exec();
    insert.reset();
    gathered_ = nullptr;
}

void Connection::repeat(const std::string& sql) {
    auto& said = statement(sql);
    said.exec();
    said.reset();
}

void Connection::flush() {
    const int outcome = sqlite3_db_cacheflush(database_.getHandle());
    if (outcome != SQLITE_OK && outcome != SQLITE_BUSY) {
        throw SQLite::Exception(database_.getHandle(), outcome);
    }
}

void Connection::leave_log() {
    const auto note = [](void* pages, sqlite3*, const char*, int in_log) {
        *static_cast<int*>(pages) = in_log;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(database_.getHandle(), note, &log_pages_);
}

void Connection::reset_statements() {
    for (auto* statements : {&statements_, &passing_}) {
        for (auto& [sql, statement] : *statements) {
            statement->tryReset();
        }
    }
}

void Connection::rollback_quietly() {
    reset_statements();
    try {
        repeat("ROLLBACK");
    } catch (const SQLite::Exception&) {
        return;  // SQLite may have rolled back already
    }
}

void bind_digest(SQLite::Statement& statement, int index, const Digest& digest) {
    statement.bindNoCopy(index, digest.data(), static_cast<int>(digest.size()));
}

void bind_bytes(SQLite::Statement& statement, int index, std::string_view bytes) {
    statement.bindNoCopy(index, bytes.data(), static_cast<int>(bytes.size()));
}

Digest Row::digest(int column) const {
    Digest digest{};
    const auto stored = bytes(column);
    if (stored.size() == digest.size()) {
        std::memcpy(digest.data(), stored.data(), digest.size());
    }
    return digest;
}

Digest read_digest(const SQLite::Column& column) {
    Digest digest{};
    if (column.getBytes() == static_cast<int>(digest.size())) {
        std::memcpy(digest.data(), column.getBlob(), digest.size());
    }
    return digest;
}

}  // namespace taizhang::store_sqlite
