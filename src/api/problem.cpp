// SPDX-License-Identifier: Apache-2.0
#include "api/problem.hpp"

#include <boost/json/serialize.hpp>

#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

json::object one_error(const Error& error) {
    json::object object{{"code", code_name(error.code)}, {"message_zh", error.message}};
    if (error.place) {
        object["pointer"] = error.place->column;
        if (error.place->line > 0) {
            object["row"] = error.place->line;
        }
        if (!error.place->value.empty()) {
            object["value"] = error.place->value;
        }
        if (!error.place->expected.empty()) {
            object["expected_zh"] = error.place->expected;
        }
    }
    return object;
}

}  // namespace

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidInput:
        case ErrorCode::LimitExceeded:
        case ErrorCode::Unsupported:
            return 422;
        case ErrorCode::NotFound:
            return 404;
        case ErrorCode::Conflict:
            return 409;
        case ErrorCode::Forbidden:
            return 403;
        case ErrorCode::Busy:
        case ErrorCode::Io:
        case ErrorCode::Interrupted:
            return 503;
        case ErrorCode::Corrupt:
            return 500;
    }
    return 500;
}

std::string_view code_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidInput:
            return "invalid_input";
        case ErrorCode::LimitExceeded:
            return "limit_exceeded";
        case ErrorCode::Unsupported:
            return "unsupported";
        case ErrorCode::NotFound:
            return "not_found";
        case ErrorCode::Conflict:
            return "conflict";
        case ErrorCode::Forbidden:
            return "forbidden";
        case ErrorCode::Busy:
            return "busy";
        case ErrorCode::Io:
            return "io";
        case ErrorCode::Interrupted:
            return "interrupted";
        case ErrorCode::Corrupt:
            return "corrupt";
    }
    return "internal";
}

std::string_view status_title(int status) {
    constexpr std::pair<int, std::string_view> kTitles[] = {
        {400, "请求写得不对"}, {401, "请先登录"}, {403, "没有权限"},   {404, "没有找到"},
        {405, "不能这样用"},   {408, "等得太久"}, {409, "有冲突"},     {412, "别人已经改过"},
        {413, "太大"},         {415, "格式不对"}, {416, "没有这一段"}, {422, "内容有误"},
        {428, "要写明版本"},   {429, "太频繁"},   {431, "请求头太大"}, {500, "程序出错"},
        {503, "暂时办不了"}};
    for (const auto& [known, title] : kTitles) {
        if (known == status) {
            return title;
        }
    }
    return "出错";
}

Problem problem_of(const Error& error) {
    Problem problem;
    problem.status = status_of(error.code);
    problem.code = code_name(error.code);
    problem.detail = error.message;
    if (error.place) {
        problem.errors.push_back(error);
    }
    return problem;
}

Problem problem_of(std::vector<Error> errors) {
    Problem problem;
    problem.status = status_of(errors.front().code == ErrorCode::NotFound ? ErrorCode::InvalidInput
                                                                          : errors.front().code);
    problem.code = code_name(ErrorCode::InvalidInput);
    problem.detail = errors.front().message;
    problem.errors = std::move(errors);
    return problem;
}

Problem problem_of_fields(std::vector<Error> errors) {
    for (auto& error : errors) {
        error.place = error.place.value_or(SourcePlace{});
        error.place->column = "/fields/" + error.place->column;
    }
    return problem_of(std::move(errors));
}

json::object problem_json(const Problem& problem) {
    json::object body{{"type", "/api/problems/" + problem.code},
                      {"title", status_title(problem.status)},
                      {"status", problem.status},
                      {"detail", problem.detail},
                      {"code", problem.code}};
    if (!problem.request_id.empty()) {
        body["instance"] = "/requests/" + problem.request_id;
    }
    json::array errors;
    for (const auto& error : problem.errors) {
        if (errors.size() < limits::kApiErrorsMax) {
            errors.push_back(one_error(error));
        }
    }
    if (!errors.empty()) {
        body["errors"] = std::move(errors);
    }
    for (const auto& [name, value] : problem.more) {
        body[name] = value;
    }
    return body;
}

http::Response to_response(const Problem& problem) {
    http::Response response;
    response.status = problem.status;
    response.headers.set("Content-Type", "application/problem+json");
    response.headers.set("Cache-Control", "no-store");
    response.body = json::serialize(problem_json(problem));
    return response;
}

http::Response problem_response(int status, std::string code, std::string detail,
                                std::vector<Error> errors) {
    Problem problem;
    problem.status = status;
    problem.code = std::move(code);
    problem.detail = std::move(detail);
    problem.errors = std::move(errors);
    return to_response(problem);
}

Schema problem_schema() {
    const Schema one = object_schema({{"code", text_schema("错误的种类，给程序看")},
                                      {"message_zh", text_schema("错在哪里，给人看", 1'000)},
                                      {"pointer", text_schema("JSON 指针，或字段名"), false},
                                      {"row", integer_schema("行号", 1, INT32_MAX), false},
                                      {"value", text_schema("写的是什么"), false},
                                      {"expected_zh", text_schema("怎样写才对", 1'000), false}});
    Schema schema = object_schema({{"type", text_schema("种类的地址")},
                                   {"title", text_schema("状态码的意思")},
                                   {"status", integer_schema("状态码", 400, 599)},
                                   {"detail", text_schema("错在哪里、怎么办", 2'000)},
                                   {"code", text_schema("错误的种类，给程序看")},
                                   {"instance", text_schema("请求编号，报修时请附上"), false},
                                   {"errors", array_schema(one, limits::kApiErrorsMax), false}});
    schema["additionalProperties"] = true;
    return schema;
}

}  // namespace taizhang::api
