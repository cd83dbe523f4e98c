// SPDX-License-Identifier: Apache-2.0
// Long work: asked for, looked at, left off, and its file fetched.
#include <boost/json/array.hpp>

#include "api/jobs/job_handlers.hpp"
#include "api/jobs/job_json.hpp"
#include "base/limits.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using access::Permission;
using http::Method;

namespace {

constexpr std::string_view kJob = "/api/v1/jobs/{job}";

Route job_route(Method method, std::string_view path, std::string name, model::Title summary,
                Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(method, path, std::move(name), "任务", std::move(summary));
    route.example = example_job();
    route.handle = handle;
    return route;
}

// What makes a job.
Route asking_route(std::string_view path, std::string name, model::Title summary,
                   Permission permission, Result<Answer> (*handle)(const Call&)) {
    auto route =
        job_route(Method::Post, std::move(path), std::move(name), std::move(summary), handle);
    route.permission = permission;
    route.status = 202;
    route.response = reference_schema("Job");
    route.errors = {ErrorCode::NotFound, ErrorCode::LimitExceeded, ErrorCode::Busy};
    route.kept = Kept::Answer;
    route.again = made_job;
    return route;
}

std::vector<QueryParameter> import_parameters() {
    return {{"name", text_schema("文件名，如 6月.xlsx；一定要写", limits::kJobFileNameBytesMax)},
            {"dry_run", choice_schema("true：只检查，并说哪些数字会变，不写", {"true", "false"})},
            {"all_or_nothing", choice_schema("true：有一行不对就整张不导", {"true", "false"})},
            {"sheet", text_schema("工作表；不写用第一张")},
            {"map", text_schema("别处来的表怎样读：对照表的名称")},
            {"column", text_schema("表里的列是哪个字段，如 备考=备注；以后一直记得"), true},
            {"date_order", choice_schema("3/1/2020 的次序", {"dmy", "mdy"})},
            {"errors", choice_schema("错误表的格式，默认 xlsx", {"xlsx", "csv"})}};
}

void add_asking(Routes& routes) {
    auto imported = asking_route(
        "/api/v1/ledgers/{ledger}/imports", "import_file",
        {"导入一个文件：正文就是文件，有误的行另成一张错误表", "Import a file, which is the body"},
        Permission::ImportRecords, import_file);
    imported.parameters = import_parameters();
    imported.upload = "application/octet-stream";
    routes.push_back(std::move(imported));

    auto exported =
        asking_route("/api/v1/ledgers/{ledger}/exports", "export_ledger",
                     {"导出一本台账，个人信息遮盖；写明事由的不遮盖，记入留痕", "Export a ledger"},
                     Permission::ExportRecords, export_ledger);
    exported.request = object_schema(
        {{"format", choice_schema("格式", {"xlsx", "csv", "jsonl"})},
         {"period", text_schema("只要这个时期的，如 2020H1"), false},
         {"area", text_schema("只要这个区域的"), false},
         {"filters",
          array_schema(text_schema("同列表的 filter，如 amount ge 500", 1'000),
                       limits::kFiltersMax),
          false},
         {"reason", text_schema("不遮盖个人信息的事由", limits::kReasonCharactersMax), false}});
    exported.example = json::object{
        {"format", "xlsx"}, {"period", "2020H1"}, {"filters", json::array{"amount ge 500"}}};
    routes.push_back(std::move(exported));

    auto reported =
        asking_route("/api/v1/reports", "make_report", {"按模板写一份报告", "Write a report"},
                     Permission::ReadRecords, make_report);
    reported.request =
        object_schema({{"report", text_schema("模板，如 half-year")},
                       {"format", choice_schema("格式", {"docx", "html", "md", "json"})},
                       {"period", text_schema("时期，如 2020H1")},
                       {"area", text_schema("区域的代码或名称；不写为整个街道"), false}});
    reported.example =
        json::object{{"report", "half-year"}, {"format", "docx"}, {"period", "2020H1"}};
    routes.push_back(std::move(reported));

    auto undone = asking_route("/api/v1/batches/{batch}/undo", "undo_batch",
                               {"整批撤回一次导入", "Take back an import as a whole"},
                               Permission::ImportRecords, undo_batch);
    undone.request = object_schema({});
    undone.example = json::object();
    undone.errors.push_back(ErrorCode::Conflict);
    routes.push_back(std::move(undone));
}

void add_batches(Routes& routes) {
    auto batches = job_route(Method::Get, "/api/v1/batches", "list_batches",
                             {"导入批次，新的在前", "Imports, newest first"}, list_batches);
    batches.permission = Permission::ImportRecords;
    const Schema count = integer_schema("", 0, INT64_MAX);
    const Schema row = object_schema({{"id", id_schema("")},
                                      {"ledger", text_schema("台账")},
                                      {"file", text_schema("文件名", 1'000)},
                                      {"status", text_schema("未导完、已导入或已撤回")},
                                      {"started", text_schema("北京时间")},
                                      {"added", count},
                                      {"changed", count},
                                      {"same", count},
                                      {"rejected", count}});
    batches.response = object_schema({{"batches", array_schema(row, limits::kBatchesListedMax)}});
    batches.example = json::object{{"batches", json::array{}}};
    routes.push_back(std::move(batches));
}

void add_own(Routes& routes) {
    auto all = job_route(Method::Get, "/api/v1/jobs", "list_jobs",
                         {"自己的任务，新的在前", "Own jobs, newest first"}, list_jobs);
    all.response = object_schema(
        {{"jobs", array_schema(reference_schema("Job"),
                               limits::kJobsKeptPerMaker + limits::kJobsActivePerMaker)}});
    all.example = json::object{{"jobs", json::array{example_job()}}};
    routes.push_back(std::move(all));

    auto one = job_route(Method::Get, std::string(kJob), "get_job",
                         {"一个任务：办到哪里、结果、哪里错了", "One job"}, get_job);
    one.response = reference_schema("Job");
    routes.push_back(std::move(one));

    auto file =
        job_route(Method::Get, std::string(kJob) + "/result", "get_job_result",
                  {"任务的文件，只给建任务的人", "The file that a job made"}, get_job_result);
    file.media_type = "application/octet-stream";
    file.errors = {ErrorCode::Conflict};
    file.statuses = {206, 304, 416};
    file.example = "文件的内容";
    routes.push_back(std::move(file));

    auto cancelled = job_route(Method::Post, std::string(kJob) + "/cancel", "cancel_job",
                               {"取消：在办的停在数据完整的地方", "Leave a job off"}, cancel_job);
    cancelled.status = 204;
    cancelled.request = object_schema({});
    cancelled.example = json::object();
    cancelled.errors = {ErrorCode::Conflict};
    cancelled.kept = Kept::Answer;
    routes.push_back(std::move(cancelled));

    auto dropped =
        job_route(Method::Delete, std::string(kJob), "drop_job",
                  {"删除一个结束了的任务和它的文件", "Remove a job that is over"}, drop_job);
    dropped.status = 204;
    dropped.errors = {ErrorCode::Conflict};
    routes.push_back(std::move(dropped));
}

}  // namespace

void add_job_routes(Api& api) {
    api.schemas.emplace_back("Job", job_schema());
    add_asking(api.routes);
    add_batches(api.routes);
    add_own(api.routes);
}

}  // namespace taizhang::api
