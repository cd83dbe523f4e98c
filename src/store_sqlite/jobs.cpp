// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/jobs.hpp"

namespace taizhang::store_sqlite {

using store::Job;
using store::JobCount;
using store::JobId;
using store::JobKind;
using store::JobState;

namespace {

const std::string kColumns =
    "job_id, kind, state, account_id, token_id, actor, subject, request, place, folder, "
    "created_at, started_at, finished_at, kept_until, runner, lease_until, cancel_wanted, "
    "rows_done, share_millionths, batch_id, outcome, error_code, result_name, result_bytes, reach";
const std::string kJobs = "SELECT " + kColumns + " FROM job WHERE office_id = ?";

Job read_job(SQLite::Statement& row) {
    int index = 0;
    const auto number = [&] { return row.getColumn(index++).getInt64(); };
    const auto text = [&] { return row.getColumn(index++).getString(); };
    Job job;
    job.id = JobId{number()};
    job.kind = static_cast<JobKind>(number());
    job.state = static_cast<JobState>(number());
    job.account = AccountId{number()};
    job.token = TokenId{number()};
    job.actor = text();
    job.subject = text();
    job.request = text();
    job.place = text();
    job.folder = text();
    job.created_at = Instant{number()};
    job.started_at = Instant{number()};
    job.finished_at = Instant{number()};
    job.kept_until = Instant{number()};
    job.runner = text();
    job.lease_until = Instant{number()};
    job.cancel_wanted = number() != 0;
    job.rows_done = number();
    job.share_millionths = number();
    job.batch = BatchId{number()};
    job.outcome = text();
    job.error_code = number();
    job.result_name = text();
    job.result_bytes = number();
    job.reach = read_digest(row.getColumn(index));
    return job;
}

std::vector<Job> read_jobs(SQLite::Statement& row) {
    std::vector<Job> jobs;
    while (row.executeStep()) {
        jobs.push_back(read_job(row));
    }
    row.reset();
    return jobs;
}

std::optional<Job> first_of(const std::vector<Job>& jobs) {
    return jobs.empty() ? std::nullopt : std::optional(jobs.front());
}

}  // namespace

std::optional<Job> Jobs::job(JobId id) {
    auto& row = connection_.statement(kJobs + " AND job_id = ?");
    row.bind(1, office_.value);
    row.bind(2, id.value);
    return first_of(read_jobs(row));
}

std::vector<Job> Jobs::jobs_of(AccountId account, std::size_t jobs_max) {
    auto& row = connection_.statement(kJobs + " AND account_id = ? ORDER BY job_id DESC LIMIT ?");
    row.bind(1, office_.value);
    row.bind(2, account.value);
    row.bind(3, static_cast<std::int64_t>(jobs_max));
    return read_jobs(row);
}

std::vector<Job> Jobs::jobs_in(JobState state, std::size_t jobs_max) {
    auto& row = connection_.statement(kJobs + " AND state = ? ORDER BY job_id LIMIT ?");
    row.bind(1, office_.value);
    row.bind(2, static_cast<std::int64_t>(state));
    row.bind(3, static_cast<std::int64_t>(jobs_max));
    return read_jobs(row);
}

std::vector<JobCount> Jobs::job_counts() {
    auto& row = connection_.statement(
        "SELECT kind, state, place, count(*) FROM job WHERE office_id = ? "
        "GROUP BY kind, state, place ORDER BY kind, state, place");
    row.bind(1, office_.value);
    std::vector<JobCount> counts;
    while (row.executeStep()) {
        counts.push_back({static_cast<JobKind>(row.getColumn(0).getInt64()),
                          static_cast<JobState>(row.getColumn(1).getInt64()),
                          row.getColumn(2).getString(), row.getColumn(3).getInt64()});
    }
    row.reset();
    return counts;
}

void Jobs::put_job(const Job& job) {
    auto& row = connection_.statement(
        "INSERT OR REPLACE INTO job (office_id, " + kColumns +
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int index = 1;
    for (const std::int64_t number :
         {office_.value, job.id.value, static_cast<std::int64_t>(job.kind),
          static_cast<std::int64_t>(job.state), job.account.value, job.token.value}) {
        row.bind(index++, number);
    }
    for (const auto* text : {&job.actor, &job.subject, &job.request, &job.place, &job.folder}) {
        row.bind(index++, *text);
    }
    for (const auto& moment : {job.created_at, job.started_at, job.finished_at, job.kept_until}) {
        row.bind(index++, moment.milliseconds);
    }
    row.bind(index++, job.runner);
    for (const std::int64_t number : {job.lease_until.milliseconds, std::int64_t{job.cancel_wanted},
                                      job.rows_done, job.share_millionths, job.batch.value}) {
        row.bind(index++, number);
    }
    row.bind(index++, job.outcome);
    row.bind(index++, job.error_code);
    row.bind(index++, job.result_name);
    row.bind(index++, job.result_bytes);
    bind_digest(row, index, job.reach);
    row.exec();
    row.reset();
}

void Jobs::drop_job(JobId id) {
    auto& row = connection_.statement("DELETE FROM job WHERE office_id = ? AND job_id = ?");
    row.bind(1, office_.value);
    row.bind(2, id.value);
    row.exec();
    row.reset();
}

std::optional<Job> Jobs::lock_next_job(const std::string& place) {
    auto& row =
        connection_.statement(kJobs + " AND state = ? AND place = ? ORDER BY job_id LIMIT 1");
    row.bind(1, office_.value);
    row.bind(2, static_cast<std::int64_t>(JobState::Queued));
    row.bind(3, place);
    return first_of(read_jobs(row));
}

}  // namespace taizhang::store_sqlite
