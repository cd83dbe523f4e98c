// SPDX-License-Identifier: Apache-2.0
// From a method and a path to the route that serves it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/route.hpp"

namespace taizhang::api {

class Router {
  public:
    // `routes` outlive the router. Two templates that the same path fits are a programmer's
    // mistake.
    explicit Router(const Routes& routes);

    struct Match {
        const Route* route = nullptr;
        std::map<std::string, std::string, std::less<>> path;
        std::vector<http::Method> allowed;  // where the path is known and the method is not
    };
    Match find(http::Method method, const std::vector<std::string>& segments) const;

  private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
        std::unique_ptr<Node> variable;
        std::map<http::Method, const Route*> routes;
    };

    const Node* walk(const Node& node, const std::vector<std::string>& segments, std::size_t at,
                     std::vector<std::string>& values) const;

    Node root_;
};

}  // namespace taizhang::api
