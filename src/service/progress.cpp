// SPDX-License-Identifier: Apache-2.0
#include "service/progress.hpp"

#include <algorithm>
#include <utility>

namespace taizhang::service {
namespace {

constexpr std::chrono::milliseconds kBetweenReports{200};

}  // namespace

bool Progress::step(std::int64_t steps) {
    const std::int64_t done = done_ += steps;
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    if (!report_ || now < next_ || stopped_) {
        return !stopped_;
    }
    const std::unique_lock lock(reporting_, std::try_to_lock);
    if (lock) {
        next_ = now + std::chrono::steady_clock::duration(kBetweenReports).count();
        const double share =
            steps_ == 0 ? 0
                        : std::min(1.0, static_cast<double>(done) / static_cast<double>(steps_));
        const auto records = static_cast<std::int64_t>(static_cast<double>(records_) * share);
        stopped_ = stopped_ || !report_({records, share});
    }
    return !stopped_;
}

bool Steps::pass_on() {
    return progress_.step(std::exchange(since_, 0));
}

}  // namespace taizhang::service
