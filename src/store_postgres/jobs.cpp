// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/jobs.hpp"

namespace taizhang::store_postgres {

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
const std::string kJobs = "SELECT " + kColumns + " FROM job WHERE office_id = $1";

Job read_job(const Row& row) {
    int index = 0;
    const auto number = [&] { return row.integer(index++); };
    const auto text = [&] { return row.text(index++); };
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
    job.reach = row.digest(index);
    return job;
}

std::vector<Job> read_jobs(const Rows& rows) {
    std::vector<Job> jobs;
    for (int i = 0; i < rows.size(); ++i) {
        jobs.push_back(read_job(rows[i]));
    }
    return jobs;
}

std::optional<Job> first_of(const Rows& rows) {
    return rows.empty() ? std::nullopt : std::optional(read_job(rows[0]));
}

}  // namespace

std::optional<Job> Jobs::job(JobId id) {
    return first_of(connection_.query(kJobs + " AND job_id = $2", Parameters(office_, id)));
}

std::vector<Job> Jobs::jobs_of(AccountId account, std::size_t jobs_max) {
    return read_jobs(
        connection_.query(kJobs + " AND account_id = $2 ORDER BY job_id DESC LIMIT $3",
                          Parameters(office_, account, static_cast<std::int64_t>(jobs_max))));
}

std::vector<Job> Jobs::jobs_in(JobState state, std::size_t jobs_max) {
    return read_jobs(connection_.query(kJobs + " AND state = $2 ORDER BY job_id LIMIT $3",
                                       Parameters(office_, static_cast<std::int64_t>(state),
                                                  static_cast<std::int64_t>(jobs_max))));
}

std::vector<JobCount> Jobs::job_counts() {
    const Rows rows = connection_.query(
        "SELECT kind, state, place, count(*) FROM job WHERE office_id = $1 "
        "GROUP BY kind, state, place ORDER BY kind, state, place",
        Parameters(office_));
    std::vector<JobCount> counts;
    for (int i = 0; i < rows.size(); ++i) {
        counts.push_back({static_cast<JobKind>(rows[i].integer(0)),
                          static_cast<JobState>(rows[i].integer(1)), rows[i].text(2),
                          rows[i].integer(3)});
    }
    return counts;
}

void Jobs::put_job(const Job& job) {
    connection_.query(
        "INSERT INTO job (office_id, " + kColumns +
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
            "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26) "
            "ON CONFLICT (office_id, job_id) DO UPDATE SET state = excluded.state, "
            "request = excluded.request, started_at = excluded.started_at, "
            "finished_at = excluded.finished_at, kept_until = excluded.kept_until, "
            "runner = excluded.runner, lease_until = excluded.lease_until, "
            "cancel_wanted = excluded.cancel_wanted, rows_done = excluded.rows_done, "
            "share_millionths = excluded.share_millionths, batch_id = excluded.batch_id, "
            "outcome = excluded.outcome, error_code = excluded.error_code, "
            "result_name = excluded.result_name, result_bytes = excluded.result_bytes, "
            "reach = excluded.reach",
        Parameters(office_, job.id, static_cast<std::int64_t>(job.kind),
                   static_cast<std::int64_t>(job.state), job.account, job.token, job.actor,
                   job.subject, job.request, job.place, job.folder, job.created_at, job.started_at,
                   job.finished_at, job.kept_until, job.runner, job.lease_until,
                   std::int64_t{job.cancel_wanted}, job.rows_done, job.share_millionths, job.batch,
                   job.outcome, job.error_code, job.result_name, job.result_bytes,
                   digest_text(job.reach)));
}

void Jobs::drop_job(JobId id) {
    connection_.query("DELETE FROM job WHERE office_id = $1 AND job_id = $2",
                      Parameters(office_, id));
}

std::optional<Job> Jobs::lock_job(JobId id) {
    return first_of(
        connection_.query(kJobs + " AND job_id = $2 FOR UPDATE", Parameters(office_, id)));
}

// What another process is about to take is passed over rather than waited for.
std::optional<Job> Jobs::lock_next_job(const std::string& place) {
    return first_of(connection_.query(
        kJobs + " AND state = $2 AND place = $3 ORDER BY job_id LIMIT 1 FOR UPDATE SKIP LOCKED",
        Parameters(office_, static_cast<std::int64_t>(JobState::Queued), place)));
}

}  // namespace taizhang::store_postgres
