// SPDX-License-Identifier: Apache-2.0
// One transaction that sees one moment, and in it each table by COPY. Not pg_dump: its version must
// fit the server's, it need not be installed, and what it writes is SQL that a restore would run.
#include <fmt/format.h>

#include <algorithm>

#include "store_postgres/backup_tables.hpp"
#include "store_postgres/limits.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_postgres/summary.hpp"

namespace taizhang::store_postgres {
namespace {

class Dump {
  public:
    Dump(Connection& connection, store::BackupSink& sink, const store::BackupProgress& progress,
         std::int64_t lines)
        : connection_(connection), sink_(sink), progress_(progress), all_(lines) {}

    Result<void> put(const std::string& name, const std::string& content) {
        TZ_TRY(sink_.begin(name, content.size()));
        return sink_.write(content);
    }

    // In pieces that end with a line.
    Result<void> put_table(const TableShape& table) {
        std::string piece;
        int number = 0;
        Result<void> outcome;
        const auto send = [&] {
            outcome = put(fmt::format("{}/{:06}.copy", table.table, ++number), piece);
            piece.clear();
            return outcome.has_value() && go_on();
        };
        bool more = true;
        connection_.copy_out(copy_of(table) + " TO STDOUT", [&](std::string_view line) {
            piece += line;
            ++done_;
            more = piece.size() < limits::kPostgresPieceBytes || send();
            return more;
        });
        if (more && !piece.empty()) {
            more = send();
        }
        if (outcome && !more) {
            return fail(ErrorCode::Interrupted, "已停下，没有留下备份", "stopped");
        }
        return outcome;
    }

  private:
    bool go_on() { return !progress_ || progress_(std::min(done_, all_), all_); }

    Connection& connection_;
    store::BackupSink& sink_;
    const store::BackupProgress& progress_;
    std::int64_t done_ = 0;
    std::int64_t all_;
};

Result<store::StoreSummary> dump(Connection& connection, store::BackupSink& sink,
                                 const store::BackupProgress& progress) {
    connection.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const auto tables = stored_tables(connection);
    auto summary = TZ_TRY(summary_of(connection, tables));
    // A record has about a line in its ledger, one in the index and one for each event.
    Dump work(connection, sink, progress, 2 * summary.records + summary.events + 1);
    TZ_TRY(work.put(kTablesPiece, tables_text(tables)));
    for (const auto& table : tables) {
        TZ_TRY(work.put_table(table));
    }
    return summary;
}

}  // namespace

Result<store::StoreSummary> PostgresStore::back_up(store::BackupSink& sink,
                                                   const store::BackupProgress& progress) {
    try {
        Connection connection(url_);
        try {
            // The head of the chain then speaks for all that is settled by now.
            seal_leftovers(connection);
        } catch (const DatabaseError& error) {
            if (error.lost()) {
                throw;
            }
            // Who may only read backs up what is sealed and what is not.
        }
        return dump(connection, sink, progress);
    } catch (const DatabaseError& error) {
        if (!error.lost()) {
            throw;
        }
        return tl::unexpected(unreachable(error));
    }
}

}  // namespace taizhang::store_postgres
