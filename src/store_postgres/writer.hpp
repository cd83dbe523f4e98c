// SPDX-License-Identifier: Apache-2.0
// One thread that joins waiting closures into one commit, a savepoint each, so that a process pays
// for one write to the server's log however many people wait for it. Several processes do not wait
// for one another.
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/commit_counts.hpp"
#include "store_postgres/sealing_thread.hpp"
#include "store_postgres/write_tx.hpp"

namespace taizhang::store_postgres {

using WriteWork = std::function<Result<void>(store::WriteTx&)>;

class Writer {
  public:
    Writer(const std::string& url, const sealing::Keyring& keys, SealingThread& sealing,
           store::CommitCounts& counts)
        : url_(url),
          keys_(keys),
          sealing_(sealing),
          counts_(counts),
          side_(url),
          ids_(side_),
          numbers_(side_) {}
    ~Writer();  // waits for what was accepted
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Answered when it is durable. Refused where too many wait.
    Result<std::future<Result<void>>> submit(Entering entering, WriteWork work);

  private:
    struct Job {
        Entering entering = Entering::OneByOne;
        WriteWork work;
        std::promise<Result<void>> answer;
        Result<void> outcome;
        std::exception_ptr failure;
    };
    using Jobs = std::vector<std::unique_ptr<Job>>;

    Jobs wait_for_jobs();
    void run();
    static void answer(Job& job);
    void run_jobs(const Jobs& jobs);
    bool run_once(const Jobs& jobs);
    void commit_jobs(const Jobs& jobs);
    void begin();
    void run_job(CommitBatch& batch, Job& job);
    bool try_job(CommitBatch& batch, Job& job);
    void run_work(CommitBatch& batch, Job& job);
    void connect();
    bool took_place();

    std::string url_;
    const sealing::Keyring& keys_;
    SealingThread& sealing_;
    store::CommitCounts& counts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Job>> queue_;
    bool stopping_ = false;

    // Of the thread alone.
    std::unique_ptr<Connection> connection_;
    SideChannel side_;
    IdSupply ids_;
    NumberSupply numbers_;
    OfficeId office_;
    std::unique_ptr<CommitBatch> unanswered_;  // a commit whose answer was lost

    std::thread thread_;  // begun with the first job
};

// What a person is told when the database cannot be reached or stays busy.
Error unreachable(const DatabaseError& error);
Error too_busy(const DatabaseError& error);

}  // namespace taizhang::store_postgres
