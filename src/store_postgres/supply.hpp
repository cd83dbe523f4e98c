// SPDX-License-Identifier: Apache-2.0
// What all processes of an office draw from: ids, numbers of records, places in the audit log. Each
// is taken in a short transaction of its own, so that nobody waits for the commit of another. Such
// a transaction need not be durable by itself: whatever uses what it gave comes later in the log of
// the server, and is durable only together with it. But what was not yet used when the server
// crashed may be given out again, so it is forgotten whenever a connection was lost.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

// A connection of its own, made again when it is lost.
class SideChannel {
  public:
    explicit SideChannel(std::string url) : url_(std::move(url)) {}

    // One statement, committed by itself. Run again when the connection was lost.
    Rows query(const std::string& sql, const Parameters& parameters);
    // The same of several that are one transaction; see Connection::command().
    Rows command(const std::string& sql);
    // The part of the roll-ups that this process writes to; the last is shared by all that are too
    // many.
    int rollup_part();

  private:
    Connection& connection();
    Rows run(const std::function<Rows(Connection&)>& work);

    std::string url_;
    std::unique_ptr<Connection> connection_;
    int part_ = 0;
};

// Ids that sort by time, in one process and, but for a moment, over all of them.
class IdSupply {
  public:
    explicit IdSupply(SideChannel& side) : side_(side) {}
    std::int64_t next(OfficeId office, Instant now);
    void forget() { next_ = end_; }

  private:
    SideChannel& side_;
    std::int64_t next_ = 0;
    std::int64_t end_ = 0;
    std::int64_t count_ = 0;  // taken the last time
    std::chrono::steady_clock::time_point taken_{};
};

// 1, 2, 3 … for each name. What a closure drew and did not keep is given out again; a crash may
// leave a gap.
class NumberSupply {
  public:
    explicit NumberSupply(SideChannel& side) : side_(side) {}

    // `many`: more will be asked for at once.
    std::int64_t next(OfficeId office, const std::string& name, bool many);
    // After each closure.
    void keep_job();
    void undo_job() { give_back(drawn_); }
    // After the commit of all of them.
    void keep() { kept_.clear(); }
    void undo();
    void forget();
    // Numbers that nobody drew go back, as far as no other process took later ones.
    void release(OfficeId office);

  private:
    struct Series {
        std::deque<std::int64_t> free;  // ascending
        std::int64_t taken = 0;         // the last time
    };

    using Drawn = std::vector<std::pair<std::string, std::int64_t>>;
    void give_back(Drawn& drawn);

    SideChannel& side_;
    std::map<std::string, Series> series_;
    Drawn drawn_;  // by the closure that runs
    Drawn kept_;   // by those before it
};

struct SeqBlock {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

// Places in the audit log. They count as open until the block is deleted by the transaction that
// fills them, or by the sealer, which fills those that nobody will.
SeqBlock take_seqs(SideChannel& side, OfficeId office, std::int64_t count);

}  // namespace taizhang::store_postgres
