// SPDX-License-Identifier: Apache-2.0
// What somebody may do with the jobs that he asked for. Those of others are not there for him.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <optional>

#include "service/jobs/ask_job.hpp"

namespace taizhang::service {

struct JobView {
    store::Job job;
    std::optional<Error> problem;  // of one that failed
    // What quotes the file that was sent in; empty where there is nothing of it, or where it lies
    // at another server.
    boost::json::object details{};
};

// The newest first, each with what went wrong, and without the other details.
Result<std::vector<JobView>> own_jobs(const JobMaker& maker);
Result<JobView> own_job(const JobMaker& maker, store::JobId id);

// One that waits is over at once; one that runs stops where the store is whole. Conflict where it
// is over already.
Result<void> cancel_job(const JobMaker& maker, store::JobId id);
// One that is over, with its files. Conflict where it is not.
Result<void> drop_job(const JobMaker& maker, store::JobId id);

struct JobResult {
    std::filesystem::path file;
    std::string name;
    std::uint64_t bytes = 0;
};

// Forbidden where he may not see any longer what he saw when the job was done; NotFound where there
// is no file, Conflict where another server has it.
Result<JobResult> job_result(const JobMaker& maker, store::JobId id);

// As it was when it was asked for, whatever became of it.
store::Job as_asked(store::Job job);

}  // namespace taizhang::service
