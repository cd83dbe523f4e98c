// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <cassert>

namespace taizhang::api {
namespace {

bool is_variable(const std::string& segment) {
    return segment.starts_with('{');
}

}  // namespace

Router::Router(const Routes& routes) {
    for (const auto& route : routes) {
        Node* node = &root_;
        for (const auto& segment : path_parts(route.path)) {
            auto& next = is_variable(segment) ? node->variable : node->fixed[segment];
            if (!next) {
                next = std::make_unique<Node>();
            }
            node = next.get();
        }
        [[maybe_unused]] const bool added = node->routes.emplace(route.method, &route).second;
        assert(added);
    }
}

const Router::Node* Router::walk(const Node& node, const std::vector<std::string>& segments,
                                 std::size_t at, std::vector<std::string>& values) const {
    if (at == segments.size()) {
        return node.routes.empty() ? nullptr : &node;
    }
    const auto fixed = node.fixed.find(segments[at]);
    if (fixed != node.fixed.end()) {
        if (const Node* found = walk(*fixed->second, segments, at + 1, values)) {
            return found;
        }
    }
    if (!node.variable || segments[at].empty()) {
        return nullptr;
    }
    values.push_back(segments[at]);
    const Node* found = walk(*node.variable, segments, at + 1, values);
    if (found == nullptr) {
        values.pop_back();
    }
    return found;
}

Router::Match Router::find(http::Method method, const std::vector<std::string>& segments) const {
    Match match;
    std::vector<std::string> values;
    const Node* node = walk(root_, segments, 0, values);
    if (node == nullptr) {
        return match;
    }
    const auto route = node->routes.find(method == http::Method::Head ? http::Method::Get : method);
    if (route == node->routes.end()) {
        for (const auto& [allowed, unused] : node->routes) {
            match.allowed.push_back(allowed);
        }
        return match;
    }
    match.route = route->second;
    std::size_t next = 0;
    for (const auto& segment : path_parts(match.route->path)) {
        if (is_variable(segment)) {
            match.path.emplace(segment.substr(1, segment.size() - 2), values[next++]);
        }
    }
    return match;
}

}  // namespace taizhang::api
