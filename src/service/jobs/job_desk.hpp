// SPDX-License-Identifier: Apache-2.0
// What those who ask for jobs and those who do them have in common within one server.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "service/jobs/job_files.hpp"
#include "store/job.hpp"

namespace taizhang::service {

// For many threads.
class JobDesk {
  public:
    explicit JobDesk(JobFiles files) : files_(std::move(files)) {}

    const JobFiles& files() const { return files_; }

    // There is a job to do, or one to leave off. Does nothing as long as nobody works here.
    void wake() const {
        const std::lock_guard lock(mutex_);
        if (wake_) {
            wake_();
        }
    }
    // nullptr: nobody any more, and when this returns it is not being called either.
    void on_wake(std::function<void()> wake) {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
    }

    // As whoever works here last saw them; for figures that must not wait for the store.
    std::vector<store::JobCount> counts() const {
        const std::lock_guard lock(mutex_);
        return counts_;
    }
    void put_counts(std::vector<store::JobCount> counts) {
        const std::lock_guard lock(mutex_);
        counts_ = std::move(counts);
    }

  private:
    JobFiles files_;
    mutable std::mutex mutex_;
    std::function<void()> wake_;
    std::vector<store::JobCount> counts_;
};

}  // namespace taizhang::service
