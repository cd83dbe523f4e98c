// SPDX-License-Identifier: Apache-2.0
// Jobs: their rows, how they pass from hand to hand between servers, and what comes of them.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "service/clock.hpp"
#include "service/jobs/do_job.hpp"
#include "service/jobs/limits.hpp"
#include "service/jobs/own_jobs.hpp"
#include "service/records/purge_records.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

using store::Job;
using store::JobId;
using store::JobKind;
using store::JobState;

const char* const kLedger = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: amount, type: money, min: 0.01, required: true, title: {zh: 金额, en: Amount}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 申请人, en: Applicant}}
retention: {years: 3}
)";

constexpr const char* kRows =
    "日期,网格,金额,申请人\n2020-05-01,石桥第一网格,100,张三丰\n2020-05-02,石桥第一网格,-1,李四光\n"
    "2020-05-03,柳荫第一网格,300,王五福\n";

class Jobs : public EveryAdapter {
  protected:
    Jobs()
        : office_(kLedger),
          desk_(*service::JobFiles::open(office_.folder() / "jobs")),
          session_(office_.session()) {
        caller_.principal = session_.principal;
    }
    ~Jobs() override { EXPECT_TRUE(office_.verify().sound()); }

    service::JobMaker maker() { return {session_, caller_, desk_}; }
    const std::string& place() const { return desk_.files().place(); }

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
    std::filesystem::path upload(const std::string& text) {
        const auto file = desk_.files().folder() / "upload-1";
        std::ofstream(file) << text;
        return file;
    }
    // To its end, as a runner does it.
    service::JobEnd do_next(
        const std::function<bool(const service::JobStep&)>& go_on =
            [](const service::JobStep&) { return true; },
        JobState stopped = JobState::Cancelled) {
        const auto job = take();
        EXPECT_TRUE(job);
        const auto end =
            service::do_job(office_.store(), std::make_shared<service::DefinitionsCache>(),
                            desk_.files(), *job, {go_on, [] { return true; }});
        if (!end.details.empty()) {
            EXPECT_TRUE(
                desk_.files().write_details(job->folder, boost::json::serialize(end.details)));
        }
        const bool interrupted = end.problem && end.problem->code == ErrorCode::Interrupted;
        const auto state = interrupted ? stopped : end.problem ? JobState::Failed : JobState::Done;
        EXPECT_TRUE(service::end_job(office_.store(), *job, state, {}, end));
        return end;
    }
    static std::string content(const std::filesystem::path& file) {
        std::ifstream stream(file);
        std::ostringstream text;
        text << stream.rdbuf();
        return text.str();
    }

    TestOffice office_;
    service::JobDesk desk_;
    service::Session session_;
    service::Caller caller_;
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
            for (std::size_t done = 0; done < kJobs;) {
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
    const auto late = service::after(job.created_at, limits::kJobQueuedSecondsMax);
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

TEST_P(Jobs, AnImportTellsWhatIsWrongAndGivesTheTableBack) {
    const auto asked =
        service::ask_import(maker(), {"救助", "../5月.csv", "", "", "", {}, "csv"}, upload(kRows));
    ASSERT_TRUE(asked) << describe(asked.error());
    const auto end = do_next();
    EXPECT_FALSE(end.problem);
    const auto view = service::own_job(maker(), asked->id);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->job.state, JobState::Done);
    EXPECT_TRUE(view->job.request.empty());
    EXPECT_TRUE(view->job.batch);
    EXPECT_EQ(end.outcome.at("added").as_int64(), 2);
    EXPECT_EQ(end.outcome.at("rejected").as_int64(), 1);
    const auto& mistake = view->details.at("errors").at(0);
    EXPECT_EQ(mistake.at("row").to_number<int>(), 3);
    EXPECT_EQ(mistake.at("value").as_string(), "-1");
    // Nothing of the file stands in the store.
    EXPECT_EQ(view->job.outcome.find("-1"), std::string::npos);
    const auto result = service::job_result(maker(), asked->id);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->name, "5月-有误.csv");
    EXPECT_NE(content(result->file).find("错误原因"), std::string::npos);
    EXPECT_EQ(office_.records("relief").size(), 2U);

    const auto undo = service::ask_undo(maker(), view->job.batch);
    ASSERT_TRUE(undo);
    EXPECT_EQ(do_next().outcome.at("removed").as_int64(), 2);
    EXPECT_FALSE(service::ask_undo(maker(), view->job.batch));
}

TEST_P(Jobs, ACancelledImportLeavesWholeRowsAndABatch) {
    std::string rows = "日期,网格,金额\n";
    for (int i = 0; i < 5'000; ++i) {
        rows += "2020-05-01,石桥第一网格," + std::to_string(i + 1) + "\n";
    }
    const auto asked = service::ask_import(maker(), {"relief", "a.csv"}, upload(rows));
    ASSERT_TRUE(asked);
    const auto end = do_next([](const service::JobStep&) { return false; });
    ASSERT_TRUE(end.problem);
    EXPECT_EQ(end.problem->code, ErrorCode::Interrupted);
    EXPECT_TRUE(end.batch);
    const auto added = end.outcome.at("added").as_int64();
    EXPECT_GT(added, 0);
    EXPECT_LT(added, 5'000);
    EXPECT_EQ(office_.records("relief").size(), static_cast<std::size_t>(added));
    // The same file again goes on.
    ASSERT_TRUE(service::ask_import(maker(), {"relief", "b.csv"}, upload(rows)));
    const auto rest = do_next();
    EXPECT_TRUE(rest.outcome.at("resumed").as_bool());
    EXPECT_EQ(office_.records("relief").size(), 5'000U);
}

TEST_P(Jobs, OfOneThatIsToBeWholeNothingStaysWhenItIsCancelled) {
    std::string rows = "日期,网格,金额\n";
    for (int i = 0; i < 5'000; ++i) {
        rows += "2020-05-01,石桥第一网格," + std::to_string(i + 1) + "\n";
    }
    ASSERT_TRUE(service::ask_import(
        maker(), {"relief", "a.csv", "", "", "", {}, "xlsx", false, true}, upload(rows)));
    // Not while it is rehearsed.
    const auto end = do_next([](const service::JobStep& step) { return !step.batch; });
    ASSERT_TRUE(end.problem);
    EXPECT_TRUE(end.outcome.at("taken_back").as_bool());
    for (const auto& record : office_.records("relief")) {
        EXPECT_TRUE(record.deleted);
    }
}

TEST_P(Jobs, AnExportHoldsWhatItsFiltersLeaveAndNoNames) {
    ASSERT_TRUE(service::ask_import(maker(), {"relief", "a.csv"}, upload(kRows)));
    do_next();
    ASSERT_TRUE(
        service::ask_export(maker(), {"relief", "jsonl", "2020-05", "", {"amount ge 200"}}));
    const auto end = do_next();
    ASSERT_FALSE(end.problem) << describe(*end.problem);
    EXPECT_EQ(end.outcome.at("records").as_int64(), 1);
    const auto jobs = service::own_jobs(maker());
    ASSERT_TRUE(jobs);
    const auto result = service::job_result(maker(), jobs->front().id);
    ASSERT_TRUE(result);
    const auto text = content(result->file);
    EXPECT_NE(text.find("300"), std::string::npos);
    EXPECT_EQ(text.find("100"), std::string::npos);
    EXPECT_EQ(text.find("王五福"), std::string::npos);
    // A purge takes away what may hold what it purged.
    ASSERT_TRUE(service::purge_records(session_, civil_date(service::system_now())));
    EXPECT_FALSE(service::job_result(maker(), jobs->front().id));
}

TEST_P(Jobs, AreTheirMakersAlone) {
    const auto asked = service::ask_export(maker(), {"relief", "csv", "", "", {}});
    ASSERT_TRUE(asked);
    service::Caller other;
    other.principal = access::local_operator("another");
    const service::Session session{office_.store(), other.principal};
    const service::JobMaker stranger{session, other, desk_};
    EXPECT_TRUE(service::own_jobs(stranger)->empty());
    for (const auto& error : {service::own_job(stranger, asked->id).error(),
                              service::cancel_job(stranger, asked->id).error(),
                              service::job_result(stranger, asked->id).error()}) {
        EXPECT_EQ(error.code, ErrorCode::NotFound);
    }
    EXPECT_TRUE(service::cancel_job(maker(), asked->id));
    EXPECT_EQ(find(asked->id)->state, JobState::Cancelled);
    EXPECT_EQ(service::cancel_job(maker(), asked->id).error().code, ErrorCode::Conflict);
    EXPECT_FALSE(service::drop_job(stranger, asked->id));
    EXPECT_TRUE(service::drop_job(maker(), asked->id));
    EXPECT_FALSE(find(asked->id));
}

TEST_P(Jobs, WhoseReachHasChangedGetsNoResultOfBefore) {
    const auto asked = service::ask_export(maker(), {"relief", "csv", "", "", {}});
    ASSERT_TRUE(asked);
    do_next();
    EXPECT_TRUE(service::job_result(maker(), asked->id));
    auto less = caller_;
    less.principal = without(caller_.principal, access::Permission::FindPersonal);
    const service::Session session{office_.store(), less.principal};
    const auto refused = service::job_result({session, less, desk_}, asked->id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
}

TEST_P(Jobs, NobodyFillsTheQueue) {
    for (std::size_t i = 0; i < limits::kJobsActivePerMaker; ++i) {
        ASSERT_TRUE(service::ask_export(maker(), {"relief", "csv", "", "", {}}));
    }
    const auto refused = service::ask_export(maker(), {"relief", "csv", "", "", {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
}

TZ_FOR_EVERY_ADAPTER(Jobs);

}  // namespace
}  // namespace taizhang::tests
