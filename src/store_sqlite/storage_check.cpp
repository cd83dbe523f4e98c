// SPDX-License-Identifier: Apache-2.0
// SQLite's own comparison of an index with its table looks up every row in it, at random places of
// the file: the larger the file, the longer for each row. Here both are read from one end to the
// other, and the sums of their rows' hashes compared. Where they differ, SQLite names the rows.
#include "store_sqlite/storage_check.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "base/digest.hpp"
#include "base/limits.hpp"
#include "store_sqlite/index_sum.hpp"

namespace taizhang::store_sqlite {
namespace {

constexpr int kStepsBetweenQuestions = 200'000;  // of SQLite's machine; some milliseconds

// Lets a statement that returns no rows be stopped.
class Watch {
  public:
    Watch(SQLite::Database& database, const store::GoOn& go_on)
        : handle_(database.getHandle()), go_on_(go_on) {
        if (go_on_) {
            sqlite3_progress_handler(handle_, kStepsBetweenQuestions, ask, this);
        }
    }
    ~Watch() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    bool stopped() const { return stopped_; }

  private:
    static int ask(void* self) {
        auto& watch = *static_cast<Watch*>(self);
        watch.stopped_ = watch.stopped_ || !watch.go_on_();
        return watch.stopped_ ? 1 : 0;
    }

    sqlite3* handle_;
    const store::GoOn& go_on_;
    bool stopped_ = false;
};

class StorageChecker {
  public:
    StorageChecker(Connection& connection, std::vector<std::string>& findings)
        : connection_(connection), findings_(findings) {}

    void run_quick() { ask_sqlite("PRAGMA quick_check(100)"); }

    void run() {
        run_quick();
        check_keys();
        // Of pages that do not hold together SQLite has said enough.
        for (const auto& table : findings_.empty() ? tables() : std::vector<std::string>()) {
            check_table(table);
        }
        for (auto& finding : connection_.index().check()) {
            findings_.push_back(std::move(finding));
        }
    }

  private:
    bool ask_sqlite(const std::string& pragma) {
        bool sound = true;
        SQLite::Statement row(connection_.database(), pragma);
        while (row.executeStep()) {
            const std::string answer = row.getColumn(0).getString();
            if (answer != "ok") {
                findings_.push_back(answer);
                sound = false;
            }
        }
        return sound;
    }

    void check_keys() {
        SQLite::Statement row(connection_.database(), "PRAGMA foreign_key_check");
        while (row.executeStep() && findings_.size() < limits::kVerifyFindingsMax) {
            findings_.push_back(fmt::format("{} points to a missing row of {}",
                                            row.getColumn(0).getString(),
                                            row.getColumn(2).getString()));
        }
    }

    std::vector<std::string> tables() {
        std::vector<std::string> names;
        SQLite::Statement row(
            connection_.database(),
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0");
        while (row.executeStep()) {
            names.push_back(row.getColumn(0).getString());
        }
        return names;
    }

    void check_table(const std::string& table) {
        const auto indexes = indexes_of(connection_.database(), table);
        if (indexes && indexes_agree(connection_.database(), table, *indexes, key_)) {
            return;
        }
        if (ask_sqlite(fmt::format("PRAGMA integrity_check('{}')", table)) && indexes) {
            findings_.push_back(fmt::format("{} 的索引与表不符", table));
        }
    }

    Connection& connection_;
    std::vector<std::string>& findings_;
    const std::uint64_t key_ = random_bits();
};

std::string setting(Connection& connection, const std::string& name) {
    SQLite::Statement row(connection.database(), "PRAGMA " + name);
    return row.executeStep() ? row.getColumn(0).getString() : "";
}

std::int64_t bytes_of(const std::string& file) {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(file, missing);
    return missing ? 0 : static_cast<std::int64_t>(bytes);
}

// What `check` finds, or had found when it was stopped.
template <typename Check>
std::vector<std::string> watched(Connection& connection, const store::GoOn& go_on,
                                 const Check& check) {
    std::vector<std::string> findings;
    const Watch watch(connection.database(), go_on);
    StorageChecker checker(connection, findings);
    try {
        check(checker);
    } catch (const SQLite::Exception&) {
        if (!watch.stopped()) {
            throw;
        }
    }
    return findings;
}

}  // namespace

std::vector<std::string> check_storage(Connection& connection, const store::GoOn& go_on) {
    return watched(connection, go_on, [](StorageChecker& checker) { checker.run(); });
}

store::EngineState engine_state(Connection& connection, const store::GoOn& go_on) {
    const std::string file = connection.database().getFilename();
    store::EngineState state;
    state.version = std::string("SQLite ") + sqlite3_libversion();
    const std::string mode = setting(connection, "journal_mode");
    state.settings = "journal_mode=" + mode;
    // Every connection that writes asks for synchronous=FULL.
    state.durable = mode == "wal";
    state.data_bytes = bytes_of(file);
    state.log_bytes = bytes_of(file + "-wal");
    state.findings = watched(connection, go_on, [](auto& checker) { checker.run_quick(); });
    return state;
}

}  // namespace taizhang::store_sqlite
