// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/job_requests.hpp"

#include <boost/json.hpp>

namespace taizhang::service {

namespace json = boost::json;

namespace {

// Each field once, for writing and for reading.
template <typename Request, typename Visit>
void visit_fields(Request& request, const Visit& visit) requires requires {
    request.file_name;
}
{
    visit("ledger", request.ledger);
    visit("file_name", request.file_name);
    visit("sheet", request.sheet);
    visit("map", request.map);
    visit("date_order", request.date_order);
    visit("columns", request.columns);
    visit("errors_format", request.errors_format);
    visit("dry_run", request.dry_run);
    visit("all_or_nothing", request.all_or_nothing);
}

template <typename Request, typename Visit>
void visit_fields(Request& request, const Visit& visit) requires requires {
    request.filters;
}
{
    visit("ledger", request.ledger);
    visit("format", request.format);
    visit("period", request.period);
    visit("area", request.area);
    visit("filters", request.filters);
    visit("reason", request.reason);
}

template <typename Request, typename Visit>
void visit_fields(Request& request, const Visit& visit) requires requires {
    request.report;
}
{
    visit("report", request.report);
    visit("format", request.format);
    visit("period", request.period);
    visit("area", request.area);
}

template <typename Request>
std::string text_of(const Request& request) {
    json::object object;
    visit_fields(request, [&](const char* name, const auto& value) {
        object[name] = json::value_from(value);
    });
    return json::serialize(object);
}

template <typename Request>
Result<Request> request_of(const std::string& text) {
    Request request;
    try {
        const auto object = json::parse(text).as_object();
        visit_fields(request, [&](const char* name, auto& value) {
            value = json::value_to<std::remove_reference_t<decltype(value)>>(object.at(name));
        });
    } catch (const std::exception&) {
        return fail(ErrorCode::Corrupt, "任务怎样办的说明读不出来，请再办一次",
                    "the request of a job is no request");
    }
    return request;
}

}  // namespace

std::string request_text(const ImportRequest& request) {
    return text_of(request);
}

std::string request_text(const ExportRequest& request) {
    return text_of(request);
}

std::string request_text(const ReportRequest& request) {
    return text_of(request);
}

Result<ImportRequest> read_import_request(const std::string& text) {
    return request_of<ImportRequest>(text);
}

Result<ExportRequest> read_export_request(const std::string& text) {
    return request_of<ExportRequest>(text);
}

Result<ReportRequest> read_report_request(const std::string& text) {
    return request_of<ReportRequest>(text);
}

}  // namespace taizhang::service
