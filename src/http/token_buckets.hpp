// SPDX-License-Identifier: Apache-2.0
// How often somebody may ask: a bucket of tokens for each key, refilled at a steady rate. The key
// is the caller's: an address, an account, a device.
#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/limits.hpp"

namespace taizhang::http {

struct RateLimit {
    double per_second = 0;  // 0: no limit
    double burst = 1;       // tokens of a full bucket
};

// May be used from several threads. The least recently used key is forgotten when there are too
// many, so that a flood of keys takes no more memory; a forgotten key begins with a full bucket.
class TokenBuckets {
  public:
    using Clock = std::chrono::steady_clock;

    explicit TokenBuckets(RateLimit limit, std::size_t keys_max = limits::kHttpRateKeysMax)
        : limit_(limit), keys_max_(keys_max) {}

    // nullopt: go on. Otherwise how long until there is a token; nothing is taken then.
    std::optional<std::chrono::milliseconds> take(std::string_view key,
                                                  Clock::time_point now = Clock::now());
    std::size_t size() const;

  private:
    struct Bucket {
        std::string key;
        double tokens;
        Clock::time_point filled;
    };
    using Buckets = std::list<Bucket>;  // the most recently used first

    Buckets::iterator find_or_make(std::string_view key, Clock::time_point now);

    RateLimit limit_;
    std::size_t keys_max_;
    mutable std::mutex mutex_;
    Buckets buckets_;
    std::unordered_map<std::string_view, Buckets::iterator> by_key_;  // views of Bucket::key
};

// The value of Retry-After (RFC 9110, 10.2.3): whole seconds, at least one.
std::string retry_after(std::chrono::milliseconds wait);

}  // namespace taizhang::http
