// SPDX-License-Identifier: Apache-2.0
// What comes of jobs, for whom, and what is left of those that are left off.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "base/clock.hpp"
#include "service/jobs/do_job.hpp"
#include "service/jobs/limits.hpp"
#include "service/records/purge_records.hpp"
#include "tests/conformance/job_office.hpp"

namespace taizhang::tests {
namespace {

using store::JobState;

constexpr const char* kRows =
    "日期,网格,金额,申请人\n2020-05-01,石桥第一网格,100,张三丰\n2020-05-02,石桥第一网格,-1,李四光\n"
    "2020-05-03,柳荫第一网格,300,王五福\n";

class DoneJobs : public JobOffice {
  protected:
    // To its end, as a runner does it.
    service::JobEnd do_next(
        const std::function<bool(const service::JobStep&)>& go_on =
            [](const service::JobStep&) { return true; },
        JobState stopped = JobState::Cancelled) {
        const auto job = *service::take_job(office_.store(), place(), "r1");
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
    store::Job own(store::JobId id) { return service::own_job(maker(), id)->job; }
    static std::string content(const std::filesystem::path& file) {
        std::ifstream stream(file);
        std::ostringstream text;
        text << stream.rdbuf();
        return text.str();
    }
};

TEST_P(DoneJobs, AnImportTellsWhatIsWrongAndGivesTheTableBack) {
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
    EXPECT_EQ(mistake.at("value").as_string(), "-1.00");
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

TEST_P(DoneJobs, ACancelledImportLeavesWholeRowsAndABatch) {
    const auto rows = many_rows(5'000);
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

TEST_P(DoneJobs, OfOneThatIsToBeWholeNothingStaysWhenItIsCancelled) {
    const auto rows = many_rows(5'000);
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

TEST_P(DoneJobs, AnExportHoldsWhatItsFiltersLeaveAndNoNames) {
    ASSERT_TRUE(service::ask_import(maker(), {"relief", "a.csv"}, upload(kRows)));
    do_next();
    ASSERT_TRUE(
        service::ask_export(maker(), {"relief", "jsonl", "2020-05", "", {"amount ge 200"}}));
    const auto end = do_next();
    ASSERT_FALSE(end.problem) << describe(*end.problem);
    EXPECT_EQ(end.outcome.at("records").as_int64(), 1);
    const auto jobs = service::own_jobs(maker());
    ASSERT_TRUE(jobs);
    const auto result = service::job_result(maker(), jobs->front().job.id);
    ASSERT_TRUE(result);
    const auto text = content(result->file);
    EXPECT_NE(text.find("300"), std::string::npos);
    EXPECT_EQ(text.find("100"), std::string::npos);
    EXPECT_EQ(text.find("王五福"), std::string::npos);
    // A purge takes away what may hold what it purged.
    ASSERT_TRUE(service::purge_records(session_, civil_date(system_now())));
    EXPECT_FALSE(service::job_result(maker(), jobs->front().job.id));
}

TEST_P(DoneJobs, AreTheirMakersAlone) {
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
    EXPECT_EQ(own(asked->id).state, JobState::Cancelled);
    EXPECT_EQ(service::cancel_job(maker(), asked->id).error().code, ErrorCode::Conflict);
    EXPECT_FALSE(service::drop_job(stranger, asked->id));
    EXPECT_TRUE(service::drop_job(maker(), asked->id));
    EXPECT_FALSE(service::own_job(maker(), asked->id));
}

TEST_P(DoneJobs, WhoseReachHasChangedGetsNoResultOfBefore) {
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

TEST_P(DoneJobs, NobodyFillsTheQueue) {
    for (std::size_t i = 0; i < limits::kJobsActivePerMaker; ++i) {
        ASSERT_TRUE(service::ask_export(maker(), {"relief", "csv", "", "", {}}));
    }
    const auto refused = service::ask_export(maker(), {"relief", "csv", "", "", {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
}

TZ_FOR_EVERY_ADAPTER(DoneJobs);

}  // namespace
}  // namespace taizhang::tests
