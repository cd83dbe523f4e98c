// SPDX-License-Identifier: Apache-2.0
// How a job passes from hand to hand: it is taken by one runner, who says again and again that he
// is at it, and given back. Where he no longer says so, nobody else goes on with it: what broke one
// server would break the next, and an import that ended halfway is its maker's to judge.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "service/jobs/job_files.hpp"
#include "store/store.hpp"

namespace taizhang::service {

struct JobStep {
    std::int64_t rows = 0;
    double share = 0;  // of all the work, 0..1; 0: not known
    BatchId batch{};   // of an import, once there is one
};

// What came of a job.
struct JobEnd {
    std::optional<Error> problem{};
    BatchId batch{};
    std::string result_name{};  // of the file that it left among its files
    std::int64_t result_bytes = 0;
    boost::json::object outcome{};  // counts
    boost::json::object details{};
    Digest reach{};
};

// Puts it into a state in which it is over.
void finish_job(store::Job& job, store::JobState state, Instant now);

// The next one of the place; nothing: there is none.
Result<std::optional<store::Job>> take_job(store::Store& store, const std::string& place,
                                           const std::string& runner);

enum class JobVerdict { GoOn, Cancel, Lost };  // Lost: somebody took it for dead
struct JobBeat {
    store::JobId job;
    JobStep step;
    JobVerdict verdict = JobVerdict::GoOn;  // is told
};
Result<void> beat_jobs(store::Store& store, const std::string& runner, std::vector<JobBeat>& beats);

// Nothing is written of one that was lost.
Result<void> end_job(store::Store& store, const store::Job& job, store::JobState state,
                     const JobStep& step, const JobEnd& end);
// Not done: it waits again, for whoever begins next.
Result<void> give_back_job(store::Store& store, const store::Job& job);

// Ends those whose runner is gone, and those that nobody took. `counts`: of all jobs.
Result<void> lapse_jobs(store::Store& store, Instant now, std::vector<store::JobCount>& counts);
// Removes what was kept long enough, with its files.
Result<void> sweep_jobs(store::Store& store, const JobFiles& files, Instant now);
// After a purge: no result is given out any more that may hold what was purged.
Result<void> expire_jobs(store::Store& store);

}  // namespace taizhang::service
