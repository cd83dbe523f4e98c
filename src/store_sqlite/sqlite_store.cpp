// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/sqlite_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/limits.hpp"
#include "store_sqlite/sealing_pass.hpp"
#include "store_sqlite/storage_error.hpp"
#include "store_sqlite/write_tx.hpp"

namespace taizhang::store_sqlite {
namespace {

OfficeId office_of(Connection& connection) {
    auto& row = connection.statement("SELECT office_id FROM office LIMIT 1");
    const OfficeId office{row.executeStep() ? row.getColumn(0).getInt64() : 0};
    row.reset();
    return office;
}

}  // namespace

SqliteStore::SqliteStore(std::filesystem::path file, sealing::KeyringPtr keys,
                         store::CommitCounts* counts)
    : file_(std::move(file)),
      keys_(std::move(keys)),
      unwatched_(counts == nullptr ? std::make_unique<store::CommitCounts>() : nullptr),
      counts_(counts == nullptr ? *unwatched_ : *counts) {}

SqliteStore::~SqliteStore() {
    {
        const std::lock_guard lock(queue_mutex_);
        stopping_ = true;
    }
    queue_changed_.notify_all();
    if (writer_.joinable()) {
        writer_.join();
    }
    // The last connection to close copies the log into the file; one that only reads cannot.
    checkpointer_.stop();
    readers_.clear();
    writer_connection_.reset();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::create(const std::filesystem::path& data_folder,
                                                         sealing::KeyringPtr keys) {
    const auto file = data_folder / "taizhang.db";
    if (std::filesystem::exists(file)) {
        return fail(
            ErrorCode::Conflict,
            fmt::format("{} 里已有台账库，换一个文件夹，或直接使用它", data_folder.string()),
            "store exists");
    }
    std::filesystem::create_directories(data_folder);
    const Connection created(file, Mode::Create);
    if (auto migrated = migrate(data_folder); !migrated) {
        return tl::unexpected(migrated.error());
    }
    return std::unique_ptr<SqliteStore>(new SqliteStore(file, std::move(keys), nullptr));
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& data_folder,
                                                       sealing::KeyringPtr keys,
                                                       store::CommitCounts* counts,
                                                       store::Opening opening) {
    try {
        return open_unguarded(data_folder, std::move(keys), counts, opening);
    } catch (const SQLite::Exception& thrown) {
        if (auto error = opening_error(thrown, data_folder)) {
            return tl::unexpected(std::move(*error));
        }
        throw;
    }
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open_unguarded(
    const std::filesystem::path& data_folder, sealing::KeyringPtr keys, store::CommitCounts* counts,
    store::Opening opening) {
    const auto file = TZ_TRY(store_file(data_folder));
    auto reader = std::make_unique<Connection>(file, Mode::ReadOnly, keys.get());
    const auto pending = TZ_TRY(pending_migrations(*reader));
    if (!pending.empty()) {
        return fail(ErrorCode::Conflict,
                    fmt::format("库的结构比程序旧，先运行 taizhang migrate --data {}",
                                data_folder.string()),
                    "pending migrations");
    }
    TZ_TRY(check_keys(*reader));
    if (opening == store::Opening::Usual && first_pass_is_due(*reader)) {
        return tl::unexpected(store::not_sealed_yet());
    }
    // SQLite has read the schema for this connection, which takes as long as a short question.
    std::unique_ptr<SqliteStore> store(new SqliteStore(file, std::move(keys), counts));
    store->readers_.push_back(std::move(reader));
    return store;
}

std::unique_ptr<Connection> SqliteStore::take_reader() {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            auto reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
    }
    return std::make_unique<Connection>(file_, Mode::ReadOnly, keys_.get());
}

Result<void> SqliteStore::read(const std::function<Result<void>(store::ReadTx&)>& work) {
    try {
        return read_unguarded(work);
    } catch (const SQLite::Exception& thrown) {
        if (auto error = storage_error(thrown)) {
            return tl::unexpected(std::move(*error));
        }
        throw;
    }
}

Result<void> SqliteStore::read_unguarded(const std::function<Result<void>(store::ReadTx&)>& work) {
    auto reader = take_reader();
    reader->repeat("BEGIN");
    Result<void> outcome;
    try {
        reader->index().expire();
        if (office_.load() == 0) {
            office_ = office_of(*reader).value;
        }
        SqliteReadTx transaction(*reader, OfficeId{office_.load()});
        outcome = work(transaction);
    } catch (...) {
        reader->rollback_quietly();
        throw;
    }
    reader->rollback_quietly();
    const std::lock_guard lock(readers_mutex_);
    readers_.push_back(std::move(reader));
    return outcome;
}

Result<std::future<Result<void>>> SqliteStore::submit(
    Durability durability, std::function<Result<void>(store::WriteTx&)> work) {
    auto job = std::make_unique<Job>();
    job->durability = durability;
    job->work = std::move(work);
    auto answer = job->answer.get_future();
    {
        const std::lock_guard lock(queue_mutex_);
        if (queue_.size() >= limits::kWriteQueueMax) {
            return fail(ErrorCode::Busy, "同时写入的人太多，请稍后再试", "write queue is full");
        }
        queue_.push_back(std::move(job));
        ++counts_.waiting;
        // Most programs that open a store only read.
        if (!writer_.joinable()) {
            writer_ = std::thread([this] { run_writer(); });
        }
    }
    queue_changed_.notify_one();
    return answer;
}

Result<void> SqliteStore::write(const std::function<Result<void>(store::WriteTx&)>& work) {
    return TZ_TRY(submit(Durability::AtOnce, work)).get();
}

std::future<Result<void>> SqliteStore::write_behind(
    std::function<Result<void>(store::WriteTx&)> work) {
    auto answer = submit(Durability::Behind, std::move(work));
    if (answer) {
        return std::move(*answer);
    }
    std::promise<Result<void>> refused;
    refused.set_value(tl::unexpected(answer.error()));
    return refused.get_future();
}

Result<void> SqliteStore::sync() {
    return TZ_TRY(submit(Durability::All, [](store::WriteTx&) { return Result<void>(); })).get();
}

Result<void> SqliteStore::forget_erased() {
    const auto held = checkpointer_.hold();
    Connection connection(file_, Mode::ReadWrite);
    SQLite::Statement row(connection.database(), "PRAGMA wal_checkpoint(TRUNCATE)");
    if (row.executeStep() && row.getColumn(0).getInt() == 0) {
        return {};
    }
    return fail(ErrorCode::Conflict, "有人正在读库，日志还没有清空，请稍后再运行一次",
                "checkpoint was blocked by a reader");
}

Result<std::string> SqliteStore::add_key(sealing::Suite suite, Instant now) {
    const auto added = TZ_TRY(keys_->rotate(suite, now));
    return sealing::key_name(added.id);
}

Result<void> SqliteStore::compact() {
    Connection(file_, Mode::ReadWrite).execute("VACUUM");
    return forget_erased();
}

bool sealing_is_due(const std::filesystem::path& data_folder) {
    Connection connection(data_folder / "taizhang.db", Mode::ReadOnly);
    return first_pass_is_due(connection);
}

}  // namespace taizhang::store_sqlite
