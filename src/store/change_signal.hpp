// SPDX-License-Identifier: Apache-2.0
// How an adapter wakes whoever follows the audit log. It says only that there is more to read.
#pragma once

#include <functional>
#include <mutex>

namespace taizhang::store {

class ChangeSignal {
  public:
    // From now on called after commits, on whatever thread; it must not wait. nullptr: no more, and
    // when this returns it is not being called either.
    void watch(std::function<void()> wake) {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
    }
    void raise() const {
        const std::lock_guard lock(mutex_);
        if (wake_) {
            wake_();
        }
    }

  private:
    mutable std::mutex mutex_;
    std::function<void()> wake_;
};

}  // namespace taizhang::store
