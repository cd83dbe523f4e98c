// SPDX-License-Identifier: Apache-2.0
// The threads that do jobs: what is asked for is done, what is cancelled is left off, and what is
// under way when they stop is done by the next.
#include "jobs/job_runner.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/conformance/job_office.hpp"

namespace taizhang::tests {
namespace {

using store::JobState;

class JobRunners : public JobOffice {
  protected:
    store::JobId ask(int rows) {
        const auto asked =
            service::ask_import(maker(), {"relief", "a.csv"}, upload(many_rows(rows)));
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
