// SPDX-License-Identifier: Apache-2.0
#include "api/operations/request_counts.hpp"

#include <fmt/format.h>

namespace taizhang::api {
namespace {

// Fine around 2 ms, which half of all requests have to stay below; up to 10 s.
constexpr std::array<std::uint64_t, 17> kMicrosecondBounds = {
    250,    500,     1'000,   1'500,   2'000,     3'000,     5'000,     10'000,    20'000,
    50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000};
constexpr double kSecondsPerMicrosecond = 1e-6;
constexpr std::array<std::string_view, 5> kClassNames = {"1xx", "2xx", "3xx", "4xx", "5xx"};

}  // namespace

RequestCounts::OfRoute::OfRoute(RouteName of)
    : name(of),
      microseconds{Histogram(kMicrosecondBounds), Histogram(kMicrosecondBounds),
                   Histogram(kMicrosecondBounds), Histogram(kMicrosecondBounds),
                   Histogram(kMicrosecondBounds)} {}

RequestCounts::RequestCounts(const std::vector<RouteName>& routes) {
    for (const auto& route : routes) {
        routes_.emplace_back(route);
    }
}

void RequestCounts::note(std::size_t route, int status, std::int64_t microseconds,
                         std::uint64_t bytes) {
    constexpr int kOfClass = 100;
    const auto of_class = static_cast<std::size_t>(status / kOfClass - 1);
    const auto passed = static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0));
    routes_[route].microseconds[std::min(of_class, kClasses - 1)].note(passed);
    const auto code = static_cast<std::size_t>(status);
    by_status_[std::min(code, kStatuses - 1)].fetch_add(1, std::memory_order_relaxed);
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
}

void RequestCounts::write(Exposition& text) const {
    using Kind = Exposition::Kind;
    text.begin("taizhang_http_request_duration_seconds", Kind::Histogram,
               "From the end of a request's head to the last byte of its answer.");
    for (const auto& route : routes_) {
        for (std::size_t i = 0; i < kClasses; ++i) {
            const auto shot = route.microseconds[i].snapshot();
            if (shot.count > 0) {
                text.histogram({{"method", route.name.method},
                                {"route", route.name.path},
                                {"status", kClassNames[i]}},
                               shot, kSecondsPerMicrosecond);
            }
        }
    }
    text.begin("taizhang_http_requests_total", Kind::Counter, "Requests answered, by status.");
    for (std::size_t code = 0; code < kStatuses; ++code) {
        if (const auto count = by_status_[code].load(std::memory_order_relaxed); count > 0) {
            const auto name = fmt::format("{}", code);
            text.value({{"code", name}}, count);
        }
    }
    text.one("taizhang_http_requests_in_progress", Kind::Gauge,
             "Requests that have come and are not over.", in_progress.load());
    text.one("taizhang_http_requests_abandoned_total", Kind::Counter,
             "Requests whose client was gone before an answer.", abandoned.load());
    text.one("taizhang_http_sent_bytes_total", Kind::Counter, "Bytes of answers' bodies sent.",
             bytes_.load(std::memory_order_relaxed));
}

}  // namespace taizhang::api
