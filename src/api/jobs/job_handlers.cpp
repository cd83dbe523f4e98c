// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/job_handlers.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "api/identity/identity_json.hpp"
#include "api/jobs/job_json.hpp"
#include "api/json_values.hpp"
#include "base/clock.hpp"
#include "base/text.hpp"
#include "http/content.hpp"
#include "service/jobs/limits.hpp"
#include "service/records/list_ledgers.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

Result<service::JobMaker> maker_of(const Call& call) {
    if (call.jobs == nullptr) {
        return fail(ErrorCode::Unsupported, "这个服务不办任务", "no job desk");
    }
    return service::JobMaker{call.session, call.caller, *call.jobs};
}

Result<store::JobId> job_at(const Call& call) {
    return store::JobId{TZ_TRY(id_at(call, "job"))};
}

// The same whenever it is asked for again.
Answer accepted(const store::Job& job) {
    Answer answer{202, {}, {}, {}};
    service::JobView view;
    view.job = service::as_asked(job);
    answer.body = job_json(view, view.job.created_at);
    answer.headers.set("Location", job_path(job.id));
    return answer;
}

// With the name in any script (RFC 6266, RFC 8187), for browsers never a page of ours.
std::string disposition(const std::string& name) {
    const auto dot = name.rfind('.');
    const std::string ending = dot == std::string::npos ? "" : name.substr(dot);
    return fmt::format("attachment; filename=\"result{}\"; filename*=UTF-8''{}", ending,
                       percent_encoded(name));
}

}  // namespace

Result<Answer> import_file(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    if (call.request.body_file.empty()) {
        return fail(ErrorCode::InvalidInput, "请求的正文就是要导入的文件", "no file");
    }
    service::ImportRequest request;
    request.ledger = call.at("ledger");
    request.file_name = call.query("name");
    request.sheet = call.query("sheet");
    request.map = call.query("map");
    request.date_order = call.query("date_order");
    request.columns = call.all("column");
    request.dry_run = call.query("dry_run") == "true";
    request.all_or_nothing = call.query("all_or_nothing") == "true";
    if (!call.query("errors").empty()) {
        request.errors_format = call.query("errors");
    }
    return accepted(TZ_TRY(service::ask_import(maker, request, call.request.body_file)));
}

Result<Answer> export_ledger(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    service::ExportRequest request;
    request.ledger = call.at("ledger");
    request.format = text_at(call, "format");
    request.period = text_at(call, "period");
    request.area = text_at(call, "area");
    request.filters = texts_at(call.body.as_object(), "filters");
    request.reason = text_at(call, "reason");
    return accepted(TZ_TRY(service::ask_export(maker, request)));
}

Result<Answer> make_report(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    return accepted(
        TZ_TRY(service::ask_report(maker, {text_at(call, "report"), text_at(call, "format"),
                                           text_at(call, "period"), text_at(call, "area")})));
}

Result<Answer> list_batches(const Call& call) {
    json::array batches;
    for (const auto& row : TZ_TRY(service::list_batches(call.session))) {
        if (batches.size() == limits::kBatchesListedMax) {
            break;
        }
        batches.push_back(json::object{{"id", std::to_string(row.id)},
                                       {"ledger", row.ledger},
                                       {"file", row.file},
                                       {"status", row.status},
                                       {"started", row.started},
                                       {"added", row.added},
                                       {"changed", row.changed},
                                       {"same", row.same},
                                       {"rejected", row.rejected}});
    }
    return Answer{200, json::object{{"batches", std::move(batches)}}, {}, {}};
}

Result<Answer> undo_batch(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    return accepted(TZ_TRY(service::ask_undo(maker, BatchId{TZ_TRY(id_at(call, "batch"))})));
}

Result<Answer> made_job(const Call& call, const store::KeptRequest& kept) {
    const auto maker = TZ_TRY(maker_of(call));
    return accepted(TZ_TRY(service::own_job(maker, store::JobId{kept.revision})).job);
}

Result<Answer> list_jobs(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    json::array jobs;
    for (const auto& view : TZ_TRY(service::own_jobs(maker))) {
        jobs.push_back(job_json(view, system_now()));
    }
    return Answer{200, json::object{{"jobs", std::move(jobs)}}, {}, {}};
}

Result<Answer> get_job(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    const auto view = TZ_TRY(service::own_job(maker, TZ_TRY(job_at(call))));
    return Answer{200, job_json(view, system_now()), {}, {}};
}

Result<Answer> cancel_job(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    TZ_TRY(service::cancel_job(maker, TZ_TRY(job_at(call))));
    return Answer{204, {}, {}, {}};
}

Result<Answer> drop_job(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    TZ_TRY(service::drop_job(maker, TZ_TRY(job_at(call))));
    return Answer{204, {}, {}, {}};
}

Result<Answer> get_job_result(const Call& call) {
    const auto maker = TZ_TRY(maker_of(call));
    const auto id = TZ_TRY(job_at(call));
    const auto result = TZ_TRY(service::job_result(maker, id));
    Answer answer;
    answer.raw =
        http::answer_content(call.request, {http::FileBody{result.file, 0, result.bytes},
                                            std::string(http::content_type_of(result.name)),
                                            fmt::format("\"{}\"", id.value), "no-store", ""});
    answer.raw->headers.set("Content-Disposition", disposition(result.name));
    answer.raw->headers.set("X-Content-Type-Options", "nosniff");
    return answer;
}

}  // namespace taizhang::api
