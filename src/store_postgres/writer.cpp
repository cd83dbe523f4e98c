// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/writer.hpp"

#include <chrono>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFirstPause{20};
constexpr milliseconds kLongestPause{1'000};

// Between two tries, longer each time, and by chance not at the same moment as others.
class Pause {
  public:
    void rest() {
        const auto share = static_cast<milliseconds::rep>(random_bits() % 100);
        std::this_thread::sleep_for(length_ / 2 + length_ * share / 200);
        length_ = std::min(length_ * 2, kLongestPause);
    }

  private:
    milliseconds length_ = kFirstPause;
};

}  // namespace

Error unreachable(const DatabaseError& error) {
    return {ErrorCode::Busy, "暂时连不上数据库，请稍后再试；一直如此请联系管理员",
            std::string("database: ") + error.what(), std::nullopt};
}

Error too_busy(const DatabaseError& error) {
    return {ErrorCode::Busy, "数据库正忙，这次没有写入，请稍后再试",
            std::string("database: ") + error.what(), std::nullopt};
}

Error not_writable(const DatabaseError& error) {
    return {ErrorCode::Io,
            error.disk_full() ? "数据库的磁盘满了，这次没有写入。请管理员腾出空间后再试一次"
                              : "数据库现在只读，这次没有写入。请告诉管理员",
            std::string("database: ") + error.what(), std::nullopt};
}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

Result<std::future<Result<void>>> Writer::submit(Entering entering, WriteWork work) {
    auto job = std::make_unique<Job>();
    job->entering = entering;
    job->work = std::move(work);
    auto answer = job->answer.get_future();
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= limits::kWriteQueueMax) {
            return fail(ErrorCode::Busy, "同时写入的人太多，请稍后再试", "write queue is full");
        }
        queue_.push_back(std::move(job));
        ++counts_.waiting;
        // Most programs that open a store only read.
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { run(); });
        }
    }
    changed_.notify_one();
    return answer;
}

Writer::Jobs Writer::wait_for_jobs() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    Jobs jobs;
    while (!queue_.empty() && jobs.size() < limits::kCommitClosuresMax) {
        jobs.push_back(std::move(queue_.front()));
        queue_.pop_front();
        --counts_.waiting;
    }
    return jobs;
}

void Writer::run() {
    for (auto jobs = wait_for_jobs(); !jobs.empty(); jobs = wait_for_jobs()) {
        try {
            run_jobs(jobs);
        } catch (...) {
            ++counts_.failed;
            // Nothing of this commit is in the database; everybody who waits for it learns why.
            for (const auto& job : jobs) {
                job->failure = std::current_exception();
            }
        }
        for (const auto& job : jobs) {
            answer(*job);
        }
    }
}

void Writer::answer(Job& job) {
    if (!job.failure) {
        job.answer.set_value(std::move(job.outcome));
        return;
    }
    try {
        std::rethrow_exception(job.failure);
    } catch (const DatabaseError& error) {
        if (error.disk_full() || error.read_only()) {
            job.answer.set_value(tl::unexpected(not_writable(error)));
            return;
        }
        job.answer.set_exception(job.failure);
    } catch (...) {
        job.answer.set_exception(job.failure);
    }
}

// Until it is done, or is known not to be. What failed for good reaches everybody as an Error.
void Writer::run_jobs(const Jobs& jobs) {
    const auto give_up_at = steady_clock::now() + milliseconds(limits::kPostgresReconnectMsMax);
    Pause pause;
    for (int tries = 1;; ++tries) {
        std::optional<Error> error;
        bool last = tries == limits::kPostgresTriesMax;
        try {
            if (run_once(jobs)) {
                return;
            }
            error = Error{ErrorCode::Busy, "数据库正忙，这次没有写入，请稍后再试", "undone",
                          std::nullopt};
        } catch (const DatabaseError& problem) {
            if (!problem.lost() && !problem.transient() && !problem.waited_too_long()) {
                throw;
            }
            error = problem.lost() ? unreachable(problem) : too_busy(problem);
            last = problem.lost() ? steady_clock::now() >= give_up_at
                                  : last || problem.waited_too_long();
        }
        if (last && unanswered_) {
            error = Error{ErrorCode::Io,
                          "写入时与数据库断了联系，不知道有没有写进去。请先查看再决定是否重做",
                          "the answer to a commit was lost: " + error->log, std::nullopt};
        }
        if (last) {
            ++counts_.failed;
            unanswered_.reset();
            for (const auto& job : jobs) {
                job->failure = nullptr;
                job->outcome = tl::unexpected(*error);
            }
            return;
        }
        pause.rest();
    }
}

// False: a commit of before turned out not to have taken place.
bool Writer::run_once(const Jobs& jobs) {
    connect();
    if (unanswered_) {
        return took_place();
    }
    try {
        commit_jobs(jobs);
        return true;
    } catch (...) {
        connection_->rollback_quietly();
        numbers_.undo();
        throw;
    }
}

void Writer::connect() {
    if (!connection_ || connection_->broken()) {
        ids_.forget();
        numbers_.forget();
        connection_.reset();
        connection_ = std::make_unique<Connection>(url_, &keys_);
    }
}

// The outcomes of its jobs stand as they were.
bool Writer::took_place() {
    const bool done = unanswered_->took_place(*connection_);
    const OfficeId office = unanswered_->office;
    unanswered_.reset();
    if (done) {
        sealing_.note(office, 1);
    }
    return done;
}

void Writer::begin() {
    if (!office_) {
        const Rows rows = connection_->query("SELECT office_id FROM office LIMIT 1");
        office_ = OfficeId{rows.empty() ? 0 : rows[0].integer(0)};
    }
    connection_->command(fmt::format(
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; {}; SELECT version FROM work_lock "
        "WHERE office_id = {} AND name = 'definitions' FOR SHARE",
        queue_sql(office_, Queue::Shared), office_.value));
}

void Writer::commit_jobs(const Jobs& jobs) {
    begin();
    // Whoever changes the key writes the file first, then reads what is under the old one.
    keys_.refresh();
    auto batch = std::make_unique<CommitBatch>(*connection_, side_, office_, system_now());
    for (const auto& job : jobs) {
        job->failure = nullptr;
        job->outcome = {};
        run_job(*batch, *job);
        batch->relieve();
    }
    const auto started = steady_clock::now();
    batch->finish();
    const std::int64_t events = batch->events();
    const OfficeId office = batch->office;
    try {
        connection_->command("COMMIT");
    } catch (const DatabaseError& error) {
        if (error.lost()) {
            unanswered_ = std::move(batch);
        }
        throw;
    }
    counts_.closures.note(jobs.size());
    counts_.events.note(static_cast<std::uint64_t>(events));
    counts_.microseconds.note(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - started)
            .count()));
    office_ = office;
    numbers_.keep();
    numbers_.release(office);
    if (events > 0) {
        sealing_.note(office, events);
    }
}

void Writer::run_job(CommitBatch& batch, Job& job) {
    const auto undo = [&] {
        batch.undo_job();
        numbers_.undo_job();
    };
    connection_->command("SAVEPOINT job");
    while (!try_job(batch, job)) {
        connection_->command("ROLLBACK TO job");
        undo();
        job.entering = Entering::OneByOne;
    }
    if (job.failure || !job.outcome) {
        connection_->command("ROLLBACK TO job; RELEASE job");
        undo();
    } else {
        connection_->command("RELEASE job");
        batch.keep_job();
        numbers_.keep_job();
    }
}

// False: its records must be entered one by one.
bool Writer::try_job(CommitBatch& batch, Job& job) {
    try {
        run_work(batch, job);
    } catch (const GatheredConflict&) {
        return false;
    } catch (const DatabaseError& error) {
        if (error.lost() || error.transient() || error.waited_too_long()) {
            throw;
        }
        job.failure = std::current_exception();
    } catch (...) {
        job.failure = std::current_exception();
    }
    return true;
}

void Writer::run_work(CommitBatch& batch, Job& job) {
    PostgresWriteTx transaction(*connection_, batch, {ids_, numbers_}, job.entering);
    if (job.entering == Entering::Gathered) {
        transaction.begin_bulk();
    }
    job.outcome = job.work(transaction);
    if (job.outcome) {
        transaction.send_rows();
    }
}

}  // namespace taizhang::store_postgres
