// SPDX-License-Identifier: Apache-2.0
// The log is copied into the file beside the writer, and begins anew where it was waited for.
#include "store_sqlite/checkpointer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {
namespace {

namespace fs = std::filesystem;

class Checkpoints : public testing::Test {
  protected:
    Checkpoints() : file_(fs::temp_directory_path() / fmt::format("taizhang-log-{}.db", getpid())) {
        remove();
        writer_ = std::make_unique<Connection>(file_, Mode::Create);
        writer_->execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, bytes BLOB)");
        writer_->leave_log();
    }
    ~Checkpoints() override {
        writer_.reset();
        remove();
    }

    // Of 8 KiB a page.
    void commit(int pages) {
        writer_->repeat("BEGIN IMMEDIATE");
        for (int i = 0; i < pages; ++i) {
            writer_->execute("INSERT INTO thing (bytes) VALUES (randomblob(8000))");
        }
        writer_->repeat("COMMIT");
    }
    void remove() const {
        for (const char* end : {"", "-wal", "-shm"}) {
            fs::remove(file_.string() + end);
        }
    }

    fs::path file_;
    std::unique_ptr<Connection> writer_;
};

TEST_F(Checkpoints, ALogThatIsWaitedForBeginsAnew) {
    Checkpointer checkpointer(file_);
    commit(200);
    commit(200);
    const int before = writer_->log_pages();
    EXPECT_GE(before, 400);  // nobody has copied anything yet
    checkpointer.note(before);
    commit(1);
    EXPECT_GT(writer_->log_pages(), before);  // nor is so short a log copied
    checkpointer.note(1'000'000);
    commit(1);
    EXPECT_LT(writer_->log_pages(), 10);
}

TEST_F(Checkpoints, NothingIsCopiedWhileItIsHeld) {
    Checkpointer checkpointer(file_);
    commit(100);
    {
        const auto held = checkpointer.hold();
        checkpointer.note(10'000);
        commit(1);
        EXPECT_GT(writer_->log_pages(), 100);
    }
    checkpointer.note(1'000'000);
    commit(1);
    EXPECT_LT(writer_->log_pages(), 10);
    SQLite::Database reader(file_.string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(reader.execAndGet("SELECT count(*) FROM thing").getInt(), 102);
}

TEST_F(Checkpoints, ItEndsInTheMiddleOfItsWork) {
    for (int i = 0; i < 5; ++i) {
        Checkpointer checkpointer(file_);
        commit(50);
        checkpointer.note(10'000);
    }
    SQLite::Database reader(file_.string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(reader.execAndGet("SELECT count(*) FROM thing").getInt(), 250);
}

}  // namespace
}  // namespace taizhang::store_sqlite
