// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/job_turns.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

#include "base/clock.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::service {

using store::Job;
using store::JobState;

namespace {

constexpr std::array<JobState, 3> kOver = {JobState::Done, JobState::Failed, JobState::Cancelled};
constexpr std::int64_t kMillion = 1'000'000;

// Files of another place are its own servers' to remove; only then does the row go, unless those
// servers are no more.
constexpr std::int64_t kOthersSeconds = 3'600;

void take_step(Job& job, const JobStep& step) {
    job.rows_done = std::max(job.rows_done, step.rows);
    job.share_millionths = static_cast<std::int64_t>(step.share * static_cast<double>(kMillion));
    job.batch = step.batch ? step.batch : job.batch;
}

bool is_at(const std::optional<Job>& job, const std::string& runner) {
    return job && job->state == JobState::Running && job->runner == runner;
}

std::int64_t code_of(ErrorCode code) {
    return static_cast<std::int64_t>(code) + 1;
}

bool has_lapsed(const Job& job, Instant now) {
    return job.state == JobState::Running
               ? job.lease_until <= now
               : job.state == JobState::Queued &&
                     after(job.created_at, limits::kJobQueuedSecondsMax) <= now;
}

Result<void> end_lapsed(store::Store& store, const std::vector<Job>& lapsed, Instant now) {
    return store.write([&](store::WriteTx& tx) -> Result<void> {
        for (const auto& seen : lapsed) {
            auto job = tx.job_writer().lock_job(seen.id);
            if (!job || !has_lapsed(*job, now)) {
                continue;
            }
            job->error_code =
                code_of(job->state == JobState::Running ? ErrorCode::Interrupted : ErrorCode::Busy);
            finish_job(*job, JobState::Failed, tx.now());
            tx.job_writer().put_job(*job);
        }
        return {};
    });
}

}  // namespace

// How he wanted it may name people; it is not needed any more.
void finish_job(Job& job, JobState state, Instant now) {
    job.state = state;
    job.request.clear();
    job.runner.clear();
    job.lease_until = Instant{};
    job.finished_at = now;
    job.kept_until = after(now, limits::kJobKeptSeconds);
}

Result<std::optional<Job>> take_job(store::Store& store, const std::string& place,
                                    const std::string& runner) {
    std::optional<Job> taken;
    TZ_TRY(store.write([&](store::WriteTx& tx) -> Result<void> {
        taken = tx.job_writer().lock_next_job(place);
        if (taken) {
            taken->state = JobState::Running;
            taken->runner = runner;
            taken->started_at = tx.now();
            taken->lease_until = after(tx.now(), limits::kJobLeaseSeconds);
            tx.job_writer().put_job(*taken);
        }
        return {};
    }));
    return taken;
}

Result<void> beat_jobs(store::Store& store, const std::string& runner,
                       std::vector<JobBeat>& beats) {
    return store.write([&](store::WriteTx& tx) -> Result<void> {
        for (auto& beat : beats) {
            auto job = tx.job_writer().lock_job(beat.job);
            if (!is_at(job, runner)) {
                beat.verdict = JobVerdict::Lost;
                continue;
            }
            take_step(*job, beat.step);
            job->lease_until = after(tx.now(), limits::kJobLeaseSeconds);
            tx.job_writer().put_job(*job);
            beat.verdict = job->cancel_wanted ? JobVerdict::Cancel : JobVerdict::GoOn;
        }
        return {};
    });
}

Result<void> end_job(store::Store& store, const Job& taken, JobState state, const JobStep& step,
                     const JobEnd& end) {
    return store.write([&](store::WriteTx& tx) -> Result<void> {
        auto job = tx.job_writer().lock_job(taken.id);
        if (!is_at(job, taken.runner)) {
            return {};
        }
        take_step(*job, step);
        if (state == JobState::Done) {
            job->share_millionths = kMillion;
        }
        job->batch = end.batch ? end.batch : job->batch;
        job->outcome = end.outcome.empty() ? "" : boost::json::serialize(end.outcome);
        job->error_code = state == JobState::Failed && end.problem ? code_of(end.problem->code) : 0;
        job->result_name = end.result_name;
        job->result_bytes = end.result_bytes;
        job->reach = end.reach;
        finish_job(*job, state, tx.now());
        tx.job_writer().put_job(*job);
        return {};
    });
}

Result<void> give_back_job(store::Store& store, const Job& taken) {
    return store.write([&](store::WriteTx& tx) -> Result<void> {
        auto job = tx.job_writer().lock_job(taken.id);
        if (is_at(job, taken.runner)) {
            job->state = JobState::Queued;
            job->runner.clear();
            job->started_at = job->lease_until = Instant{};
            job->rows_done = job->share_millionths = 0;
            tx.job_writer().put_job(*job);
        }
        return {};
    });
}

Result<void> lapse_jobs(store::Store& store, Instant now, std::vector<store::JobCount>& counts) {
    std::vector<Job> lapsed;
    TZ_TRY(store.read([&](store::ReadTx& tx) -> Result<void> {
        counts = tx.jobs().job_counts();
        for (const auto state : {JobState::Queued, JobState::Running}) {
            for (auto& job : tx.jobs().jobs_in(state, limits::kJobsSweptMax)) {
                if (has_lapsed(job, now)) {
                    lapsed.push_back(std::move(job));
                }
            }
        }
        return {};
    }));
    return lapsed.empty() ? Result<void>() : end_lapsed(store, lapsed, now);
}

Result<void> sweep_jobs(store::Store& store, const JobFiles& files, Instant now) {
    std::vector<Job> due;
    TZ_TRY(store.read([&](store::ReadTx& tx) -> Result<void> {
        for (const auto state : kOver) {
            for (auto& job : tx.jobs().jobs_in(state, limits::kJobsSweptMax)) {
                const auto until = job.place == files.place()
                                       ? job.kept_until
                                       : after(job.kept_until, kOthersSeconds);
                if (until <= now) {
                    due.push_back(std::move(job));
                }
            }
        }
        return {};
    }));
    if (!due.empty()) {
        TZ_TRY(store.write([&](store::WriteTx& tx) -> Result<void> {
            for (const auto& job : due) {
                tx.job_writer().drop_job(job.id);
            }
            return {};
        }));
    }
    for (const auto& job : due) {
        if (job.place == files.place()) {
            files.drop(job.folder);
        }
    }
    files.sweep(after(now, -limits::kJobOrphanSeconds));
    return {};
}

Result<void> expire_jobs(store::Store& store) {
    return store.write([&](store::WriteTx& tx) -> Result<void> {
        for (const auto state : kOver) {
            for (auto& job : tx.jobs().jobs_in(state, limits::kJobsExpiredMax)) {
                if (job.kept_until > tx.now()) {
                    job.kept_until = tx.now();
                    tx.job_writer().put_job(job);
                }
            }
        }
        return {};
    });
}

}  // namespace taizhang::service
