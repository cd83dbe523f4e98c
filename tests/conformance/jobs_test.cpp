// SPDX-License-Identifier: Apache-2.0
// The rows of jobs, and how they pass from hand to hand between servers.
#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "base/clock.hpp"
#include "service/jobs/job_turns.hpp"
#include "service/jobs/limits.hpp"
#include "tests/conformance/job_office.hpp"

namespace taizhang::tests {
namespace {

using store::Job;
using store::JobId;
using store::JobKind;
using store::JobState;

class Jobs : public JobOffice {
  protected:
    Job new_job(JobState state = JobState::Queued) {
        Job job;
        EXPECT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            job = Job();
            job.id = JobId{tx.new_id()};
            job.kind = JobKind::Export;
            job.state = state;
            job.actor = "cli:test";
            job.place = place();
            job.folder = desk_.files().make_folder();
            job.created_at = tx.now();
            tx.job_writer().put_job(job);
            return {};
        }));
        return job;
    }
    std::optional<Job> find(JobId id) {
        std::optional<Job> found;
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            found = tx.jobs().job(id);
            return {};
        }));
        return found;
    }
    std::optional<Job> take(const std::string& runner = "r1") {
        return *service::take_job(office_.store(), place(), runner);
    }
};

TEST_P(Jobs, AreFoundAsTheyWerePut) {
    auto job = new_job();
    EXPECT_EQ(find(job.id), job);
    job.state = JobState::Failed;
    job.request = "{\"a\":\"张三\"}";
    job.started_at = Instant{5};
    job.finished_at = Instant{6};
    job.kept_until = Instant{7};
    job.runner = "r";
    job.lease_until = Instant{8};
    job.cancel_wanted = true;
    job.rows_done = 9;
    job.share_millionths = 10;
    job.batch = BatchId{11};
    job.outcome = "{}";
    job.error_code = 12;
    job.result_name = "救助.xlsx";
    job.result_bytes = 13;
    job.reach = sha256("reach");
    ASSERT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        tx.job_writer().put_job(job);
        return {};
    }));
    office_.reopen();
    EXPECT_EQ(find(job.id), job);
    ASSERT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
        tx.job_writer().drop_job(job.id);
        return {};
    }));
    EXPECT_FALSE(find(job.id));
}

TEST_P(Jobs, AreListedAndCounted) {
    const auto first = new_job();
    const auto second = new_job(JobState::Done);
    const auto third = new_job();
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        const auto all = tx.jobs().jobs_of(AccountId{}, 2);
        EXPECT_EQ(all.size(), 2U);
        EXPECT_EQ(all[0].id, third.id);
        EXPECT_EQ(all[1].id, second.id);
        const auto queued = tx.jobs().jobs_in(JobState::Queued, 10);
        EXPECT_EQ(queued.size(), 2U);
        EXPECT_EQ(queued[0].id, first.id);
        EXPECT_TRUE(tx.jobs().jobs_of(AccountId{7}, 10).empty());
        EXPECT_EQ(tx.jobs().job_counts(),
                  (std::vector<store::JobCount>{{JobKind::Export, JobState::Queued, place(), 2},
                                                {JobKind::Export, JobState::Done, place(), 1}}));
        return {};
    }));
}

TEST_P(Jobs, TheOldestOfThePlaceIsNext) {
    const auto first = new_job();
    const auto second = new_job();
    EXPECT_FALSE(*service::take_job(office_.store(), "elsewhere", "r1"));
    const auto taken = take();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->id, first.id);
    EXPECT_EQ(find(first.id)->state, JobState::Running);
    EXPECT_EQ(find(first.id)->runner, "r1");
    EXPECT_EQ(take()->id, second.id);
    EXPECT_FALSE(take());
}

TEST_P(Jobs, SeveralServersTakeEachOnce) {
    constexpr std::size_t kJobs = 40;
    for (std::size_t i = 0; i < kJobs; ++i) {
        new_job();
    }
    const auto other = office_.open_again();
    std::mutex mutex;
    std::multiset<JobId> taken;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            auto& store = i % 2 == 0 ? office_.store() : *other;
            // One that is locked just now is passed over: nothing to take is not the end.
            const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
            for (std::size_t done = 0; done < kJobs && std::chrono::steady_clock::now() < until;) {
                const auto job = service::take_job(store, place(), std::to_string(i));
                ASSERT_TRUE(job);
                const std::lock_guard lock(mutex);
                if (*job) {
                    taken.insert((*job)->id);
                }
                done = taken.size();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(taken.size(), kJobs);
    EXPECT_EQ(std::set<JobId>(taken.begin(), taken.end()).size(), kJobs);
}

TEST_P(Jobs, ABeatKeepsOneAndTellsThatItIsToStop) {
    new_job();
    const auto job = *take();
    std::vector<service::JobBeat> beats = {{job.id, {50, 0.25, BatchId{}}}};
    ASSERT_TRUE(service::beat_jobs(office_.store(), "r1", beats));
    EXPECT_EQ(beats[0].verdict, service::JobVerdict::GoOn);
    EXPECT_EQ(find(job.id)->rows_done, 50);
    EXPECT_EQ(find(job.id)->share_millionths, 250'000);
    EXPECT_GE(find(job.id)->lease_until, job.lease_until);
    ASSERT_TRUE(service::cancel_job(maker(), job.id));
    ASSERT_TRUE(service::beat_jobs(office_.store(), "r1", beats));
    EXPECT_EQ(beats[0].verdict, service::JobVerdict::Cancel);
    ASSERT_TRUE(service::beat_jobs(office_.store(), "r2", beats));
    EXPECT_EQ(beats[0].verdict, service::JobVerdict::Lost);
}

TEST_P(Jobs, OneWhoseServerIsSilentIsInterruptedAndNotDoneAgain) {
    new_job();
    const auto job = *take();
    std::vector<store::JobCount> counts;
    ASSERT_TRUE(service::lapse_jobs(office_.store(), job.started_at, counts));
    EXPECT_EQ(counts.size(), 1U);
    EXPECT_EQ(find(job.id)->state, JobState::Running);
    ASSERT_TRUE(service::lapse_jobs(office_.store(), job.lease_until, counts));
    const auto view = service::own_job(maker(), job.id);
    ASSERT_TRUE(view && view->problem);
    EXPECT_EQ(view->job.state, JobState::Failed);
    EXPECT_EQ(view->problem->code, ErrorCode::Interrupted);
    EXPECT_NE(view->problem->message.find("请再办一次"), std::string::npos);
    // The server was only slow: what it still says counts for nothing.
    std::vector<service::JobBeat> beats = {{job.id, {}}};
    ASSERT_TRUE(service::beat_jobs(office_.store(), "r1", beats));
    EXPECT_EQ(beats[0].verdict, service::JobVerdict::Lost);
    ASSERT_TRUE(service::end_job(office_.store(), job, JobState::Done, {}, {}));
    EXPECT_EQ(find(job.id)->state, JobState::Failed);
    EXPECT_FALSE(take());
}

TEST_P(Jobs, OneThatNobodyTakesIsNotWaitedForForEver) {
    const auto job = new_job();
    std::vector<store::JobCount> counts;
    const auto late = after(job.created_at, limits::kJobQueuedSecondsMax);
    ASSERT_TRUE(service::lapse_jobs(office_.store(), late, counts));
    EXPECT_EQ(find(job.id)->state, JobState::Failed);
    EXPECT_EQ(service::own_job(maker(), job.id)->problem->code, ErrorCode::Busy);
}

TEST_P(Jobs, OneThatIsGivenBackIsTakenAgain) {
    new_job();
    const auto job = *take();
    ASSERT_TRUE(service::give_back_job(office_.store(), job));
    const auto again = take("r2");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, job.id);
    EXPECT_EQ(again->runner, "r2");
}

TEST_P(Jobs, WhatWasKeptLongEnoughIsRemovedWithItsFiles) {
    new_job();
    const auto job = *take();
    ASSERT_TRUE(service::end_job(office_.store(), job, JobState::Done, {}, {}));
    const auto folder = desk_.files().folder() / job.folder;
    const auto until = find(job.id)->kept_until;
    ASSERT_TRUE(
        service::sweep_jobs(office_.store(), desk_.files(), Instant{until.milliseconds - 1}));
    EXPECT_TRUE(find(job.id));
    EXPECT_TRUE(std::filesystem::exists(folder));
    ASSERT_TRUE(service::sweep_jobs(office_.store(), desk_.files(), until));
    EXPECT_FALSE(find(job.id));
    EXPECT_FALSE(std::filesystem::exists(folder));
}

TZ_FOR_EVERY_ADAPTER(Jobs);

}  // namespace
}  // namespace taizhang::tests
