// SPDX-License-Identifier: Apache-2.0
// How many requests each route had, how they ended and how long they took.
#pragma once

#include <array>
#include <atomic>
#include <deque>

#include "api/operations/exposition.hpp"

namespace taizhang::api {

struct RouteName {
    std::string_view method;  // both outlive the counts
    std::string_view path;    // the template
};

// Written by the thread that has sent an answer, read by any; nobody waits.
class RequestCounts {
  public:
    explicit RequestCounts(const std::vector<RouteName>& routes);

    // `route`: its place in the list. A status of no class is counted as 5xx.
    void note(std::size_t route, int status, std::int64_t microseconds, std::uint64_t bytes);
    void write(Exposition& text) const;

    std::atomic<std::uint64_t> in_progress = 0;
    std::atomic<std::uint64_t> abandoned = 0;  // by their clients, before they were answered

  private:
    static constexpr std::size_t kClasses = 5;  // 1xx … 5xx
    static constexpr std::size_t kStatuses = 600;
    struct OfRoute {
        explicit OfRoute(RouteName of);
        RouteName name;
        std::array<Histogram, kClasses> microseconds;
    };

    std::deque<OfRoute> routes_;  // none can be moved
    std::array<std::atomic<std::uint64_t>, kStatuses> by_status_{};
    std::atomic<std::uint64_t> bytes_ = 0;
};

}  // namespace taizhang::api
