// SPDX-License-Identifier: Apache-2.0
// The port to jobs: long work that somebody asked for and comes back for. What of it is a file lies
// in a folder beside the store; the row says where, how far it is and what came of it, and nothing
// that stands in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"

namespace taizhang::store {

using JobId = Id<struct JobTag>;

enum class JobKind : std::int64_t { Import = 1, Export = 2, Report = 3, Undo = 4 };
enum class JobState : std::int64_t { Queued = 1, Running = 2, Done = 3, Failed = 4, Cancelled = 5 };

struct Job {
    JobId id;
    JobKind kind = JobKind::Import;
    JobState state = JobState::Queued;
    AccountId account;    // of whoever asked; 0: the operator of this machine
    TokenId token;        // by which he asked; 0: in person
    std::string actor;    // as the audit log names him
    std::string subject;  // the ledger, the report's template, or the batch
    std::string request;  // JSON: how he wants it; empty once it is over
    std::string place;    // which folder of files is meant; only who has it can do the job
    std::string folder;   // its own, within the place
    Instant created_at;
    Instant started_at;   // 0: not yet
    Instant finished_at;  // 0: not yet
    Instant kept_until;   // with its files; 0: not over yet
    // Who is at it and until when others have to believe so.
    std::string runner;
    Instant lease_until;
    bool cancel_wanted = false;
    std::int64_t rows_done = 0;
    std::int64_t share_millionths = 0;  // of all the work; 0: not known
    BatchId batch;                      // of an import, or that is undone
    std::string outcome;                // JSON: counts
    std::int64_t error_code = 0;        // ErrorCode + 1; 0: none
    std::string result_name;            // of the file that came of it; empty: none
    std::int64_t result_bytes = 0;
    Digest reach{};  // of what he could reach as it ran

    bool over() const { return state != JobState::Queued && state != JobState::Running; }
    bool operator==(const Job&) const = default;
};

struct JobCount {
    JobKind kind = JobKind::Import;
    JobState state = JobState::Queued;
    std::string place;
    std::int64_t jobs = 0;

    bool operator==(const JobCount&) const = default;
};

class JobReader {
  public:
    virtual ~JobReader() = default;

    virtual std::optional<Job> job(JobId id) = 0;
    // The newest first, at most so many.
    virtual std::vector<Job> jobs_of(AccountId account, std::size_t jobs_max) = 0;
    // The oldest first, at most so many.
    virtual std::vector<Job> jobs_in(JobState state, std::size_t jobs_max) = 0;
    virtual std::vector<JobCount> job_counts() = 0;  // by kind, state and place; none of 0
};

class JobWriter {
  public:
    virtual ~JobWriter() = default;

    // In place of the one with its id.
    virtual void put_job(const Job& job) = 0;
    virtual void drop_job(JobId id) = 0;
    // Stays as it is until the commit, whoever else is at work.
    virtual std::optional<Job> lock_job(JobId id) = 0;
    // The oldest of the place that is queued and that nobody else has just taken.
    virtual std::optional<Job> lock_next_job(const std::string& place) = 0;
};

}  // namespace taizhang::store
