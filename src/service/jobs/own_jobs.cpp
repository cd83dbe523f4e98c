// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/own_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/reach_digest.hpp"
#include "base/clock.hpp"
#include "service/jobs/job_details.hpp"
#include "service/jobs/job_turns.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::service {

using store::Job;
using store::JobId;
using store::JobState;

namespace {

tl::unexpected<Error> no_such_job() {
    return fail(ErrorCode::NotFound, "没有这个任务，或者它已到期删除", "no such job of this maker");
}

// Before there are accounts, all operators are 0; their names tell them apart.
bool is_own(const Job& job, const JobMaker& maker) {
    return job.account == maker.caller.account &&
           (job.account || job.actor == maker.session.principal.name);
}

Result<Job> find_own(const std::optional<Job>& job, const JobMaker& maker) {
    return job && is_own(*job, maker) ? Result<Job>(*job) : no_such_job();
}

void append_event(store::WriteTx& tx, const JobMaker& maker, store::AuditAction action, JobId id) {
    store::AuditEvent event;
    event.actor = maker.session.principal.name;
    event.action = action;
    event.revision = id.value;
    event.diff = fmt::format("{{\"job\":\"{}\"}}", id.value);
    tx.append_event(std::move(event));
}

bool is_here(const Job& job, const JobMaker& maker) {
    return job.place == maker.desk.files().place();
}

// His reach today, by what he asked through. Whoever comes by a token sees no more than it allows.
Result<void> check_reach(const JobMaker& maker, store::ReadTx& tx, const Definitions& definitions,
                         const Job& job) {
    Caller asked;
    asked.account = job.account;
    asked.token = job.token;
    asked.principal.name = job.actor;
    const auto now = caller_again(definitions, tx, asked, system_now());
    const bool same = now && access::reach_digest(now->principal.holdings) == job.reach;
    const bool enough = maker.caller.in_person() ||
                        access::reach_digest(maker.session.principal.holdings) == job.reach;
    if (!same || !enough) {
        return fail(ErrorCode::Forbidden, "你现在的权限和办这个任务时不同，请重新办一次",
                    "the reach of the maker has changed");
    }
    return {};
}

}  // namespace

Result<std::vector<JobView>> own_jobs(const JobMaker& maker) {
    std::vector<Job> jobs;
    TZ_TRY(maker.session.store.read([&](store::ReadTx& tx) -> Result<void> {
        jobs = tx.jobs().jobs_of(maker.caller.account,
                                 limits::kJobsKeptPerMaker + limits::kJobsActivePerMaker);
        return {};
    }));
    std::erase_if(jobs, [&](const Job& job) { return !is_own(job, maker); });
    std::vector<JobView> views;
    for (auto& job : jobs) {
        const bool told = job.error_code != 0 && is_here(job, maker);
        JobView view;
        view.problem = problem_of_job(
            job, told ? read_details(maker.desk.files(), job) : boost::json::object());
        view.job = std::move(job);
        views.push_back(std::move(view));
    }
    return views;
}

Result<JobView> own_job(const JobMaker& maker, JobId id) {
    JobView view;
    TZ_TRY(maker.session.store.read([&](store::ReadTx& tx) -> Result<void> {
        view.job = TZ_TRY(find_own(tx.jobs().job(id), maker));
        return {};
    }));
    if (view.job.over() && is_here(view.job, maker)) {
        view.details = read_details(maker.desk.files(), view.job);
    }
    view.problem = problem_of_job(view.job, view.details);
    return view;
}

Result<void> cancel_job(const JobMaker& maker, JobId id) {
    Job job;
    TZ_TRY(maker.session.store.write([&](store::WriteTx& tx) -> Result<void> {
        job = TZ_TRY(find_own(tx.job_writer().lock_job(id), maker));
        if (job.over()) {
            return fail(ErrorCode::Conflict, "任务已经结束，不能再取消", "job is over");
        }
        if (job.cancel_wanted) {
            return {};
        }
        if (job.state == JobState::Queued) {
            finish_job(job, JobState::Cancelled, tx.now());
        } else {
            job.cancel_wanted = true;
        }
        tx.job_writer().put_job(job);
        append_event(tx, maker, store::AuditAction::JobCancelled, id);
        return {};
    }));
    if (job.over() && is_here(job, maker)) {
        maker.desk.files().drop_input(job.folder);
    }
    maker.desk.wake();
    return {};
}

Result<void> drop_job(const JobMaker& maker, JobId id) {
    Job job;
    TZ_TRY(maker.session.store.write([&](store::WriteTx& tx) -> Result<void> {
        job = TZ_TRY(find_own(tx.job_writer().lock_job(id), maker));
        if (!job.over()) {
            return fail(ErrorCode::Conflict, "任务还没有结束，先取消它", "job is not over");
        }
        tx.job_writer().drop_job(id);
        append_event(tx, maker, store::AuditAction::JobDropped, id);
        return {};
    }));
    if (is_here(job, maker)) {
        maker.desk.files().drop(job.folder);
    }
    return {};
}

Result<JobResult> job_result(const JobMaker& maker, JobId id) {
    Job job;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        job = TZ_TRY(find_own(tx.jobs().job(id), maker));
        if (job.result_name.empty() || job.kept_until <= system_now()) {
            return fail(ErrorCode::NotFound, "这个任务没有文件，或者文件已到期删除",
                        "job has no result");
        }
        return check_reach(maker, tx, *definitions, job);
    };
    TZ_TRY(read_defined(maker.session, read));
    const auto file = maker.desk.files().output(job.folder, job.result_name);
    if (!is_here(job, maker)) {
        return fail(ErrorCode::Conflict, "文件在另一台服务器上，请从那里取，或让几台共用一个文件夹",
                    "the result lies at another server");
    }
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(file, missing);
    if (missing) {
        return fail(ErrorCode::NotFound, "这个任务的文件不在了，请再办一次", "the file is gone");
    }
    return JobResult{file, job.result_name, bytes};
}

Job as_asked(Job job) {
    Job asked;
    asked.id = job.id;
    asked.kind = job.kind;
    asked.subject = std::move(job.subject);
    asked.created_at = job.created_at;
    asked.batch = job.kind == store::JobKind::Undo ? job.batch : BatchId{};
    return asked;
}

}  // namespace taizhang::service
