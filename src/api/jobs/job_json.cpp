// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/job_json.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>

#include "api/identity/identity_json.hpp"
#include "api/problem.hpp"
#include "base/limits.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

using store::Job;
using store::JobState;

namespace {

constexpr double kMillion = 1e6;
constexpr double kMillisecondsPerSecond = 1e3;

// How fast it goes and how long it will take, by how it went so far.
json::object progress_json(const Job& job, Instant now) {
    const double share = static_cast<double>(job.share_millionths) / kMillion;
    const Instant until = job.over() ? job.finished_at : now;
    const double seconds = static_cast<double>(until.milliseconds - job.started_at.milliseconds) /
                           kMillisecondsPerSecond;
    const bool begun = job.started_at.milliseconds > 0 && seconds > 0;
    json::object progress{{"done", job.rows_done},
                          {"of", nullptr},
                          {"share", share},
                          {"per_second", nullptr},
                          {"seconds_left", nullptr}};
    if (share > 0) {
        progress["of"] = std::llround(static_cast<double>(job.rows_done) / share);
    }
    if (begun) {
        progress["per_second"] = std::llround(static_cast<double>(job.rows_done) / seconds);
    }
    if (begun && share > 0) {
        progress["seconds_left"] =
            job.over() ? 0 : std::llround(std::max(0.0, seconds / share - seconds));
    }
    return progress;
}

json::value job_outcome_json(const Job& job) {
    boost::system::error_code error;
    auto outcome = json::parse(job.outcome, error);
    return error ? json::value() : outcome;
}

json::value result_json(const Job& job) {
    if (job.result_name.empty()) {
        return nullptr;
    }
    return json::object{{"href", job_path(job.id) + "/result"},
                        {"name", job.result_name},
                        {"bytes", job.result_bytes}};
}

json::value details_json(const service::JobView& view) {
    if (!view.details.contains("errors")) {
        return nullptr;
    }
    json::object details;
    for (const auto* name : {"errors", "unknown_columns", "figures"}) {
        details[name] = view.details.at(name);
    }
    return details;
}

Schema count_schema() {
    return integer_schema("", 0, INT64_MAX);
}

Schema progress_schema() {
    return object_schema(
        {{"done", integer_schema("办了几行", 0, INT64_MAX)},
         {"of", or_null(integer_schema("大约共几行；不知道为 null", 0, INT64_MAX))},
         {"share", Schema{{"type", "number"}, {"minimum", 0}, {"maximum", 1}}},
         {"per_second", or_null(integer_schema("每秒几行", 0, INT64_MAX))},
         {"seconds_left", or_null(integer_schema("约剩几秒", 0, INT64_MAX))}});
}

Schema job_outcome_schema() {
    return object_schema({{"added", count_schema(), false},
                          {"changed", count_schema(), false},
                          {"same", count_schema(), false},
                          {"rejected", count_schema(), false},
                          {"zero_reports", count_schema(), false},
                          {"imported_before", boolean_schema("这个文件以前导入过"), false},
                          {"resumed", boolean_schema("接着上次没有导完的"), false},
                          {"taken_back", boolean_schema("整张没有导入"), false},
                          {"records", integer_schema("导出几条", 0, INT64_MAX), false},
                          {"figures", integer_schema("报告里几个数字", 0, INT64_MAX), false},
                          {"missing", integer_schema("其中缺几个", 0, INT64_MAX), false},
                          {"removed", integer_schema("撤回时移出几条", 0, INT64_MAX), false},
                          {"reverted", integer_schema("撤回时改回几条", 0, INT64_MAX), false}});
}

Schema details_schema() {
    const Schema mistake = object_schema({{"sheet", text_schema("工作表")},
                                          {"row", integer_schema("行号", 0, INT32_MAX)},
                                          {"column", text_schema("列")},
                                          {"value", text_schema("写的是什么", 2'000)},
                                          {"expected_zh", text_schema("怎样写才对", 2'000)},
                                          {"message_zh", text_schema("错在哪里", 2'000)}});
    const Schema column = object_schema({{"header", text_schema("没有认出来的表头", 2'000)},
                                         {"suggestion", text_schema("可能是")}});
    const Schema figure = object_schema({{"period", text_schema("")},
                                         {"indicator", text_schema("")},
                                         {"title", text_schema("")},
                                         {"from", text_schema("现在")},
                                         {"to", text_schema("导入后")}});
    return object_schema({{"errors", array_schema(mistake, limits::kJobErrorsShown)},
                          {"unknown_columns", array_schema(column, limits::kColumnChoicesMax)},
                          {"figures", array_schema(figure, limits::kApiItemsMax)}});
}

}  // namespace

std::string job_path(store::JobId id) {
    return "/api/v1/jobs/" + std::to_string(id.value);
}

json::object job_json(const service::JobView& view, Instant now) {
    const Job& job = view.job;
    return {{"id", std::to_string(job.id.value)},
            {"kind", service::job_kind_name(job.kind)},
            {"state", service::job_state_name(job.state)},
            {"subject", job.subject},
            {"created_at", optional_instant(job.created_at)},
            {"started_at", optional_instant(job.started_at)},
            {"finished_at", optional_instant(job.finished_at)},
            {"kept_until", optional_instant(job.kept_until)},
            {"cancelling", job.cancel_wanted && !job.over()},
            {"progress", progress_json(job, now)},
            {"batch", job.batch ? json::value(std::to_string(job.batch.value)) : json::value()},
            {"outcome", job_outcome_json(job)},
            {"result", result_json(job)},
            {"error",
             view.problem ? json::value(problem_json(problem_of(*view.problem))) : json::value()},
            {"details", details_json(view)}};
}

Schema job_schema() {
    return object_schema(
        {{"id", id_schema("")},
         {"kind", choice_schema("哪一种", {"import", "export", "report", "undo"})},
         {"state", choice_schema("queued 排队，running 在办，done 办成，failed 没有办成，cancelled "
                                 "取消了",
                                 {"queued", "running", "done", "failed", "cancelled"})},
         {"subject", text_schema("台账、报告模板或批次")},
         {"created_at", or_null(instant_schema(""))},
         {"started_at", or_null(instant_schema(""))},
         {"finished_at", or_null(instant_schema(""))},
         {"kept_until", or_null(instant_schema("到这一刻连同文件删除"))},
         {"cancelling", boolean_schema("正在取消")},
         {"progress", progress_schema()},
         {"batch", or_null(id_schema("导入的批次，可以撤回"))},
         {"outcome", or_null(job_outcome_schema())},
         {"result", or_null(object_schema({{"href", text_schema("从这里取")},
                                           {"name", text_schema("文件名")},
                                           {"bytes", count_schema()}}))},
         {"error", or_null(reference_schema("Problem"))},
         {"details", or_null(details_schema())}});
}

json::object example_job() {
    service::JobView view;
    view.job.id = store::JobId{228'212'068'121'051'136};
    view.job.subject = "temporary_relief";
    view.job.created_at = Instant{1'590'885'005'123};
    return job_json(view, view.job.created_at);
}

}  // namespace taizhang::api
