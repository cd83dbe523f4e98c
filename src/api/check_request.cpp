// SPDX-License-Identifier: Apache-2.0
#include "api/check_request.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::api {

namespace json = boost::json;

Result<json::value> read_body(const Route& route, const http::Request& request) {
    if (!route.request || route.form) {
        return json::value();
    }
    json::parse_options options;
    options.max_depth = limits::kApiJsonDepthMax;
    boost::system::error_code error;
    auto value = json::parse(request.body, error, {}, options);
    if (error) {
        return fail(ErrorCode::InvalidInput, "请求不是完整的 JSON", error.message());
    }
    return value;
}

bool is_json(const http::RequestHead& head) {
    const auto type = head.headers.get("Content-Type");
    return type.substr(0, type.find(';')) == "application/json";
}

std::vector<Error> check_query(const Route& route, const http::Request& request,
                               const SchemaBook& book) {
    std::vector<Error> errors;
    for (const auto& given : request.target.parameters) {
        const auto known =
            std::find_if(route.parameters.begin(), route.parameters.end(),
                         [&](const auto& parameter) { return parameter.name == given.name; });
        const auto note = [&](std::string message, std::string expected) {
            errors.push_back(
                Error{ErrorCode::InvalidInput, std::move(message), "query",
                      SourcePlace{"", "", 0, "?" + given.name, given.value, std::move(expected)}});
        };
        if (known == route.parameters.end() && route.more_parameters) {
            continue;
        }
        if (known == route.parameters.end()) {
            std::vector<std::string> names;
            for (const auto& parameter : route.parameters) {
                names.push_back(parameter.name);
            }
            note("没有这个参数", join(names, "、"));
            continue;
        }
        const auto* type = known->schema.if_contains("type");
        json::value value = json::string(given.value);
        if (type != nullptr && type->is_string() && type->get_string() == "integer") {
            boost::system::error_code error;
            value = json::parse(given.value, error);
            value = error ? json::string(given.value) : value;
        }
        for (auto& error : check_json(value, known->schema, book)) {
            error.place->column = "?" + given.name;
            errors.push_back(std::move(error));
        }
    }
    return errors;
}

}  // namespace taizhang::api
