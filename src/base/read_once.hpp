// SPDX-License-Identifier: Apache-2.0
// A value that is made when it is first asked for.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

namespace taizhang {

// Threads may share it. Other than with std::call_once, which wakes waiters through the kernel, a
// value that nobody else waits for costs no system call.
template <typename Value>
class ReadOnce {
  public:
    // What `make` throws goes to the caller, and the next one tries again. `make` must not ask for
    // the value itself.
    template <typename Make>
    const Value& get(const Make& make) {
        if (!ready_.load(std::memory_order_acquire)) {
            const std::lock_guard lock(mutex_);
            if (!value_) {
                value_.emplace(make());
                ready_.store(true, std::memory_order_release);
            }
        }
        return *value_;
    }

  private:
    std::atomic<bool> ready_{false};
    std::mutex mutex_;
    std::optional<Value> value_;
};

}  // namespace taizhang
