// SPDX-License-Identifier: Apache-2.0
// One connection to PostgreSQL with its prepared statements. For one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sealing/keyring.hpp"
#include "store_postgres/parameters.hpp"

struct pg_conn;
struct pg_result;

namespace taizhang::store_postgres {

// What the server or the way to it refuses. The text is PostgreSQL's own.
class DatabaseError : public std::runtime_error {
  public:
    DatabaseError(const std::string& text, std::string sqlstate, bool lost)
        : std::runtime_error(text), sqlstate_(std::move(sqlstate)), lost_(lost) {}

    const std::string& sqlstate() const { return sqlstate_; }
    // The connection is gone: the server went away, or does not let anybody in at the moment.
    bool lost() const { return lost_; }
    // Nothing was done, and the same may well succeed: a serialization failure or a deadlock.
    bool transient() const { return sqlstate_ == "40001" || sqlstate_ == "40P01"; }
    bool breaks_unique() const { return sqlstate_ == "23505"; }
    bool waited_too_long() const { return sqlstate_ == "55P03"; }
    bool disk_full() const { return sqlstate_ == "53100"; }
    bool read_only() const { return sqlstate_ == "25006"; }

  private:
    std::string sqlstate_;
    bool lost_;
};

// One row of an answer; valid as long as the Rows are, and so are the views that it gives.
class Row {
  public:
    Row(const pg_result* result, int row) : result_(result), row_(row) {}

    bool is_null(int column) const;
    std::int64_t integer(int column) const;  // of any width, and of a boolean; 0 for NULL
    bool truth(int column) const { return integer(column) != 0; }
    double real(int column) const;
    std::string_view bytes(int column) const;  // of text and bytes alike; empty for NULL
    std::string text(int column) const { return std::string(bytes(column)); }
    Date date(int column) const;
    Digest digest(int column) const;  // zeros for NULL

  private:
    const pg_result* result_;
    int row_;
};

class Rows {
  public:
    explicit Rows(pg_result* result) : result_(result) {}

    int size() const;
    bool empty() const { return size() == 0; }
    Row operator[](int row) const { return {result_.get(), row}; }
    std::int64_t affected() const;

  private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

using RowVisitor = std::function<bool(const Row&)>;  // false stops

class Connection {
  public:
    // Throws when the server cannot be reached or does not let us in. `keyring` outlives it;
    // without it nothing that is sealed can be read or written.
    explicit Connection(const std::string& url, const sealing::Keyring* keyring = nullptr);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Prepared at its first use and kept.
    Rows query(const std::string& sql, const Parameters& parameters = {});
    Rows query(const Sql& sql) { return query(sql.text(), sql.parameters()); }
    // For texts whose filters somebody chose: there are too many to keep them.
    Rows query_once(const std::string& sql, const Parameters& parameters = {});
    // Any number of statements, with nothing bound; outside of a transaction they are one. Rows of
    // the last, as texts.
    Rows command(const std::string& sql);
    // A cursor in the open transaction, so that the memory taken does not grow with the rows. Other
    // queries may run within `visit`.
    void scan(const std::string& sql, const Parameters& parameters, const RowVisitor& visit);
    void scan(const Sql& sql, const RowVisitor& visit) {
        scan(sql.text(), sql.parameters(), visit);
    }
    // `lines` in the text format of COPY.
    void copy_in(const std::string& copy, std::string_view lines);
    // A line at a time. When `visit` says stop, the connection is of no use any more.
    void copy_out(const std::string& copy, const std::function<bool(std::string_view)>& visit);

    const sealing::Keyring& keys() const;

    // Whether anybody notified this connection of what it listens to; does not wait. Throws when
    // the connection is lost.
    bool take_notifications();
    int socket() const;  // readable when there may be any

    bool in_transaction() const;
    bool broken() const;
    void rollback_quietly();

  private:
    struct Finish {
        void operator()(pg_conn* connection) const;
    };

    Rows run(const std::string& name, const Parameters& parameters);
    Rows checked(pg_result* result);
    [[noreturn]] void fail_with(pg_result* result);

    const sealing::Keyring* keys_;
    std::unique_ptr<pg_conn, Finish> connection_;
    std::unordered_map<std::string, std::string> prepared_;  // text → name
    std::int64_t cursors_ = 0;
};

// One line of COPY.
void append_copy_line(std::string& lines, const std::vector<Parameter>& values);

}  // namespace taizhang::store_postgres
