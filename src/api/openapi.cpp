// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api/problem.hpp"
#include "api/repeated_requests.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

std::string lower_name(http::Method method) {
    std::string name(http::method_name(method));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    return name;
}

json::object content_of(std::string_view media_type, const Schema& schema,
                        const json::value& example) {
    json::object media{{"schema", schema}};
    if (!example.is_null()) {
        media["example"] = example;
    }
    return {{media_type, std::move(media)}};
}

json::object header_parameter(std::string_view name, std::string_view description, bool required) {
    return {{"name", name},
            {"in", "header"},
            {"required", required},
            {"description", description},
            {"schema", text_schema("", limits::kTextCharactersDefault)}};
}

std::string_view key_description(Kept kept) {
    switch (kept) {
        case Kept::Answer:
            return "没有收到回答时，用同一个键重发，不会再办一次，回答相同；七天有效";
        case Kept::Mark:
            return "没有收到回答时，用同一个键重发，不会再办一次；只显示一次的内容不再给出，"
                   "回答 409；七天有效";
        default:
            return "可以带，但不起作用：每次都照办";
    }
}

json::object key_parameter(Kept kept) {
    auto parameter = header_parameter(kIdempotencyHeader, key_description(kept), false);
    parameter["schema"] = text_schema("每个请求新的一个，如 UUID",
                                      limits::kIdempotencyKeyCharactersMax + 2);  // its quotes
    return parameter;
}

json::array parameters_of(const Route& route) {
    json::array parameters;
    for (const auto& segment : path_parts(route.path)) {
        if (segment.starts_with('{')) {
            parameters.push_back(json::object{{"name", segment.substr(1, segment.size() - 2)},
                                              {"in", "path"},
                                              {"required", true},
                                              {"schema", text_schema("")}});
        }
    }
    for (const auto& parameter : route.parameters) {
        json::object one{{"name", parameter.name}, {"in", "query"}, {"required", false}};
        one["schema"] = parameter.repeated ? array_schema(parameter.schema, limits::kFiltersMax)
                                           : parameter.schema;
        if (parameter.repeated) {
            one["style"] = "form";
            one["explode"] = true;
        }
        parameters.push_back(std::move(one));
    }
    if (route.conditional) {
        parameters.push_back(header_parameter("If-Match", "看到的版本，即 ETag", true));
    }
    if (route.method == http::Method::Post) {
        parameters.push_back(key_parameter(route.kept));
    }
    return parameters;
}

std::set<int> error_statuses(const Route& route) {
    std::set<int> statuses = {400, 422, 429, 500, 503};
    if (!route.for_strangers) {
        statuses.insert({401, 403});
    }
    if (route.path.find('{') != std::string::npos) {
        statuses.insert(404);
    }
    if (route.request) {
        statuses.insert({413, 415});
    }
    if (route.upload) {
        statuses.insert(413);
    }
    if (route.conditional) {
        statuses.insert({412, 428});
    }
    if (route.kept != Kept::Nothing) {
        statuses.insert(409);
    }
    statuses.insert(route.statuses.begin(), route.statuses.end());
    for (const auto code : route.errors) {
        statuses.insert(status_of(code));
    }
    return statuses;
}

json::object responses_of(const Route& route) {
    json::object responses;
    json::object good{{"description", "办成了"}};
    if (route.status / 100 == 3) {
        good["description"] = "到 Location 那里去";
        good["headers"] =
            json::object{{"Location", json::object{{"description", "去哪里"},
                                                   {"schema", text_schema("", 4'000)}}}};
    } else if (route.response || route.media_type != "application/json") {
        good["content"] =
            content_of(route.media_type, route.response.value_or(Schema{{"type", "string"}}),
                       route.request ? json::value() : route.example);
    }
    responses[std::to_string(route.status)] = std::move(good);
    for (const int status : error_statuses(route)) {
        responses[std::to_string(status)] = json::object{
            {"description", status_title(status)},
            {"content", content_of("application/problem+json", reference_schema("Problem"), {})}};
    }
    return responses;
}

json::object operation_of(const Route& route) {
    json::object operation{{"operationId", route.name},
                           {"tags", json::array{route.tag}},
                           {"summary", route.summary.zh},
                           {"description", route.summary.en}};
    if (route.permission) {
        operation["x-permission"] = access::permission_name(*route.permission);
    }
    operation["parameters"] = parameters_of(route);
    if (route.request) {
        operation["requestBody"] = json::object{
            {"required", true},
            {"content", content_of(route.form ? "multipart/form-data" : "application/json",
                                   *route.request, route.example)}};
    }
    if (route.upload) {
        operation["requestBody"] = json::object{
            {"required", true},
            {"content",
             content_of(*route.upload, Schema{{"type", "string"}, {"format", "binary"}}, {})}};
    }
    operation["responses"] = responses_of(route);
    if (route.for_strangers) {
        operation["security"] = json::array{};
    }
    return operation;
}

}  // namespace

json::object openapi_document(const Api& api) {
    json::object paths;
    std::set<std::string> tags;
    for (const auto& route : api.routes) {
        auto& path = paths[route.path];
        if (path.is_null()) {
            path = json::object();
        }
        path.as_object()[lower_name(route.method)] = operation_of(route);
        tags.insert(route.tag);
    }
    json::object schemas;
    for (const auto& [name, schema] : api.schemas) {
        schemas[name] = schema;
    }
    json::array tag_list;
    for (const auto& tag : tags) {
        tag_list.push_back(json::object{{"name", tag}, {"description", tag}});
    }
    return {{"openapi", "3.1.0"},
            {"info",
             json::object{
                 {"title", "台账 Taizhang"},
                 {"version", "1"},
                 {"description",
                  "街道办事处的台账、数字和报告。时间为北京时间的民用日期，"
                  "时刻为 UTC；编号是文本；钱是以元为单位的文本。"},
                 {"contact", json::object{{"name", "台账 Taizhang"},
                                          {"url", "https://github.com/taizhang/taizhang"}}},
                 {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
            {"servers", json::array{json::object{{"url", "/"}}}},
            {"security", json::array{json::object{{"session", json::array{}}},
                                     json::object{{"token", json::array{}}}}},
            {"tags", std::move(tag_list)},
            {"paths", std::move(paths)},
            {"components",
             json::object{
                 {"securitySchemes",
                  json::object{
                      {"session",
                       json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "tz_session"}}},
                      {"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}},
                 {"schemas", std::move(schemas)}}}};
}

}  // namespace taizhang::api
