// SPDX-License-Identifier: Apache-2.0
// Does the jobs of one place in threads of its own, so that no request waits behind them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "service/jobs/do_job.hpp"
#include "service/jobs/job_desk.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::jobs {

class JobRunner {
  public:
    // Both outlive it. It begins at once.
    JobRunner(store::Store& store, service::JobDesk& desk,
              std::size_t threads = limits::kJobThreads);
    // What is under way stops where the store is whole, and waits for whoever begins next.
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

  private:
    // A job at work here. Its thread says how far it is; the watch tells it to stop.
    struct UnderWay {
        store::Job job;
        std::mutex mutex;
        service::JobStep step;
        std::atomic<bool> cancelled = false;
        std::atomic<bool> lost = false;
    };

    void wake();
    void work();
    void do_one(const store::Job& job);
    void write_end(const UnderWay& one, const service::JobEnd& end);
    bool may_go_on(const UnderWay& one) const;

    void watch();
    void beat();
    void look_around();

    store::Store& store_;
    service::JobDesk& desk_;
    std::string name_;
    std::shared_ptr<service::DefinitionsCache> definitions_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool wanted_ = false;    // somebody should look for a job
    bool beat_now_ = false;  // or whether one is to be left off
    std::atomic<bool> stopping_ = false;
    std::list<UnderWay> under_way_;

    std::vector<std::thread> workers_;
    std::thread watch_;
};

}  // namespace taizhang::jobs
