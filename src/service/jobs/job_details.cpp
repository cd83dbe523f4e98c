// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/job_details.hpp"

#include <boost/json.hpp>

#include "service/jobs/limits.hpp"

namespace taizhang::service {

namespace json = boost::json;

using store::JobKind;

namespace {

json::object place_json(const SourcePlace& place) {
    return {{"sheet", place.sheet},
            {"row", place.line},
            {"column", place.column},
            {"value", place.value},
            {"expected_zh", place.expected}};
}

json::object mistake_json(const Error& error) {
    auto object = place_json(error.place.value_or(SourcePlace{}));
    object["message_zh"] = error.message;
    return object;
}

std::string text_of(const json::object& object, std::string_view name) {
    const auto* text = object.if_contains(name);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : "";
}

json::array figures_json(const FiguresPreview& preview) {
    json::array changes;
    for (const auto& period : preview.periods) {
        for (const auto& change : period.changes) {
            changes.push_back(json::object{{"period", period_code(period.period)},
                                           {"indicator", change.indicator},
                                           {"title", change.title},
                                           {"from", change.from},
                                           {"to", change.to}});
        }
    }
    return changes;
}

ErrorCode code_of(const store::Job& job) {
    return static_cast<ErrorCode>(job.error_code - 1);
}

// The details are at another server, or there was nobody left to write any.
std::string plain_reason(const store::Job& job) {
    if (code_of(job) == ErrorCode::Busy) {
        return "排队太久，没有服务器来办，请再办一次";
    }
    if (code_of(job) != ErrorCode::Interrupted) {
        return "没有办成；原因在办它的那台服务器上，请从那里看";
    }
    switch (job.kind) {
        case JobKind::Import:
            return "服务器在办理中停下了。写入的行都完整，再导入同一个文件就接着导入；"
                   "不要的话，撤回这个批次";
        case JobKind::Undo:
            return "服务器在办理中停下了。看一下批次撤回了没有，没有就再撤一次";
        default:
            return "服务器在办理中停下了，没有结果，请再办一次";
    }
}

}  // namespace

json::object details_of(const ImportOutcome& outcome) {
    json::array errors;
    for (const auto* list : {&outcome.map_errors, &outcome.errors}) {
        for (const auto& error : *list) {
            if (errors.size() < limits::kJobErrorsShown) {
                errors.push_back(mistake_json(error));
            }
        }
    }
    json::array unknown;
    for (const auto& column : outcome.unknown_columns) {
        unknown.push_back(
            json::object{{"header", column.header}, {"suggestion", column.suggestion}});
    }
    return {{"errors", std::move(errors)},
            {"unknown_columns", std::move(unknown)},
            {"figures", figures_json(outcome.preview)}};
}

json::object details_of(const Error& problem) {
    json::object told{{"message_zh", problem.message}};
    if (problem.place) {
        told["place"] = place_json(*problem.place);
    }
    json::object details;
    details["problem"] = std::move(told);
    return details;
}

json::object read_details(const JobFiles& files, const store::Job& job) {
    const auto text = files.read_details(job.folder);
    boost::system::error_code error;
    auto value = text ? json::parse(*text, error) : json::value();
    return !error && value.is_object() ? std::move(value.get_object()) : json::object();
}

std::optional<Error> problem_of_job(const store::Job& job, const json::object& details) {
    if (job.error_code == 0) {
        return std::nullopt;
    }
    Error error{code_of(job), plain_reason(job), "job failed", std::nullopt};
    const auto* told = details.if_contains("problem");
    if (told == nullptr || !told->is_object()) {
        return error;
    }
    error.message = text_of(told->get_object(), "message_zh");
    const auto* where = told->get_object().if_contains("place");
    if (where != nullptr && where->is_object()) {
        const auto& place = where->get_object();
        const auto* row = place.if_contains("row");
        error.place =
            SourcePlace{"",
                        text_of(place, "sheet"),
                        row != nullptr && row->is_number() ? row->to_number<std::size_t>() : 0,
                        text_of(place, "column"),
                        text_of(place, "value"),
                        text_of(place, "expected_zh")};
    }
    return error;
}

}  // namespace taizhang::service
