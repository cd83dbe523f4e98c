// SPDX-License-Identifier: Apache-2.0
// The threads that do jobs: what is asked for is done, what is cancelled is left off, and what is
// under way when they stop is done by the next.
#include "jobs/job_runner.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "service/jobs/own_jobs.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

using store::JobState;

const char* const kLedger = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: amount, type: money, min: 0.01, required: true, title: {zh: 金额, en: Amount}}
retention: permanent
)";

class JobRunners : public EveryAdapter {
  protected:
    JobRunners()
        : office_(kLedger),
          desk_(*service::JobFiles::open(office_.folder() / "jobs")),
          session_(office_.session()) {
        caller_.principal = session_.principal;
    }
    ~JobRunners() override { EXPECT_TRUE(office_.verify().sound()); }

    service::JobMaker maker() { return {session_, caller_, desk_}; }

    store::JobId ask(int rows) {
        const auto file = desk_.files().folder() / "upload-1";
        {
            std::ofstream stream(file);
            stream << "日期,金额\n";
            for (int i = 0; i < rows; ++i) {
                stream << "2020-05-01," << i + 1 << "\n";
            }
        }
        const auto asked = service::ask_import(maker(), {"relief", "a.csv"}, file);
        EXPECT_TRUE(asked) << describe(asked.error());
        return asked->id;
    }
    // Asked again and again, as a page does.
    store::Job until(store::JobId id, const std::function<bool(const store::Job&)>& fits) {
        for (;;) {
            const auto view = service::own_job(maker(), id);
            EXPECT_TRUE(view);
            if (fits(view->job)) {
                return view->job;
            }
            std::this_thread::yield();
        }
    }
    static bool over(const store::Job& job) { return job.over(); }

    TestOffice office_;
    service::JobDesk desk_;
    service::Session session_;
    service::Caller caller_;
};

TEST_P(JobRunners, DoWhatIsAskedFor) {
    const auto before = ask(3);
    const jobs::JobRunner runner(office_.store(), desk_, 2);
    EXPECT_EQ(until(before, over).state, JobState::Done);
    const auto exported = service::ask_export(maker(), {"relief", "csv"});
    ASSERT_TRUE(exported);
    EXPECT_EQ(until(exported->id, over).state, JobState::Done);
    const auto result = service::job_result(maker(), exported->id);
    ASSERT_TRUE(result);
    EXPECT_GT(result->bytes, 0U);
}

TEST_P(JobRunners, LeaveOffWhatIsCancelled) {
    const auto id = ask(40'000);
    const jobs::JobRunner runner(office_.store(), desk_, 1);
    until(id, [](const auto& job) { return job.state == JobState::Running; });
    ASSERT_TRUE(service::cancel_job(maker(), id));
    EXPECT_EQ(until(id, over).state, JobState::Cancelled);
    EXPECT_LT(office_.records("relief").size(), 40'000U);
}

TEST_P(JobRunners, PutDownWhatTheNextTakesUp) {
    const auto id = ask(10'000);
    {
        const jobs::JobRunner runner(office_.store(), desk_, 1);
        until(id, [](const auto& job) { return job.state == JobState::Running; });
    }
    EXPECT_EQ(service::own_job(maker(), id)->job.state, JobState::Queued);
    const jobs::JobRunner next(office_.store(), desk_, 1);
    EXPECT_EQ(until(id, over).state, JobState::Done);
    EXPECT_EQ(office_.records("relief").size(), 10'000U);
}

// Two servers with one folder, and one whose folder is another.
TEST_P(JobRunners, OfSeveralServersOneDoesIt) {
    service::JobDesk apart(*service::JobFiles::open(office_.folder() / "others"));
    const auto store = office_.open_again();
    const auto third = office_.open_again();
    const jobs::JobRunner one(office_.store(), desk_, 1);
    const jobs::JobRunner two(*store, desk_, 1);
    const jobs::JobRunner elsewhere(*third, apart, 1);
    std::vector<store::JobId> asked;
    for (int i = 0; i < 8; ++i) {
        asked.push_back(service::ask_export(maker(), {"relief", "csv"})->id);
    }
    for (const auto id : asked) {
        EXPECT_EQ(until(id, over).state, JobState::Done);
        EXPECT_TRUE(service::job_result(maker(), id));
        const auto there = service::job_result({session_, caller_, apart}, id);
        ASSERT_FALSE(there);
        EXPECT_EQ(there.error().code, ErrorCode::Conflict);
    }
}

TZ_FOR_EVERY_ADAPTER(JobRunners);

}  // namespace
}  // namespace taizhang::tests
