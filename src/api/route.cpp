// SPDX-License-Identifier: Apache-2.0
#include "api/route.hpp"

#include <charconv>

#include "api/problem.hpp"
#include "base/text.hpp"

namespace taizhang::api {

std::string_view Call::query(std::string_view name) const {
    const std::string key(name);
    const auto* found = request.target.parameter(key);
    return found == nullptr ? std::string_view() : std::string_view(*found);
}

std::vector<std::string> Call::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& parameter : request.target.parameters) {
        if (parameter.name == name) {
            values.push_back(parameter.value);
        }
    }
    return values;
}

std::int64_t Call::number(std::string_view name, std::int64_t fallback) const {
    const auto text = query(name);
    std::int64_t number = fallback;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Route new_route(http::Method method, std::string_view path, std::string name, std::string tag,
                model::Title summary) {
    Route route;
    route.method = method;
    route.path = path;
    route.name = std::move(name);
    route.tag = std::move(tag);
    route.summary = std::move(summary);
    route.work = method == http::Method::Get ? Work::Read : Work::Write;
    return route;
}

std::vector<std::string> path_parts(const std::string& path) {
    auto parts = split(path, "/");
    parts.erase(parts.begin());
    return parts;
}

Api make_api() {
    Api api;
    api.schemas.emplace_back("Problem", problem_schema());
    add_record_routes(api);
    add_attachment_routes(api);
    add_reporting_routes(api);
    add_indicator_routes(api);
    add_area_routes(api);
    add_change_routes(api);
    add_job_routes(api);
    add_unit_routes(api);
    add_definition_routes(api);
    add_own_routes(api);
    add_provider_routes(api);
    add_account_routes(api);
    add_audit_routes(api);
    add_bulk_edit_routes(api);
    add_view_routes(api);
    add_draft_routes(api);
    add_counter_routes(api);
    add_search_routes(api);
    return api;
}

}  // namespace taizhang::api
