// SPDX-License-Identifier: Apache-2.0
#include "http/token_buckets.hpp"

#include <algorithm>
#include <cmath>

namespace taizhang::http {

TokenBuckets::Buckets::iterator TokenBuckets::find_or_make(std::string_view key,
                                                           Clock::time_point now) {
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, known->second);
        return buckets_.begin();
    }
    if (buckets_.size() >= keys_max_) {
        by_key_.erase(buckets_.back().key);
        buckets_.pop_back();
    }
    buckets_.push_front({std::string(key), limit_.burst, now});
    by_key_.emplace(buckets_.front().key, buckets_.begin());
    return buckets_.begin();
}

std::optional<std::chrono::milliseconds> TokenBuckets::take(std::string_view key,
                                                            Clock::time_point now) {
    if (limit_.per_second <= 0) {
        return std::nullopt;
    }
    const std::lock_guard lock(mutex_);
    const auto bucket = find_or_make(key, now);
    const std::chrono::duration<double> passed = now - bucket->filled;
    const double gained = std::max(passed.count(), 0.0) * limit_.per_second;
    bucket->tokens = std::min(bucket->tokens + gained, limit_.burst);
    bucket->filled = std::max(bucket->filled, now);
    if (bucket->tokens >= 1) {
        bucket->tokens -= 1;
        return std::nullopt;
    }
    constexpr double kMsPerSecond = 1'000;
    const double wait_ms = (1 - bucket->tokens) / limit_.per_second * kMsPerSecond;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(wait_ms)));
}

std::size_t TokenBuckets::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

std::string retry_after(std::chrono::milliseconds wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return std::to_string(std::max<std::int64_t>(seconds, 1));
}

}  // namespace taizhang::http
