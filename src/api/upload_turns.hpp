// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace taizhang::api {

// So many uploads at once, whatever becomes of each.
class UploadTurns {
  public:
    explicit UploadTurns(std::size_t turns_max) : turns_max_(turns_max) {}

    // Until it is let go; nullptr: all are taken. Of one thread, and let go on any.
    std::shared_ptr<const void> take() {
        if (*taken_ >= turns_max_) {
            return nullptr;
        }
        ++*taken_;
        return {taken_.get(), [taken = taken_](const void*) { --*taken; }};
    }

  private:
    std::size_t turns_max_;
    std::shared_ptr<std::atomic<std::size_t>> taken_ =
        std::make_shared<std::atomic<std::size_t>>(0);
};

}  // namespace taizhang::api
