// SPDX-License-Identifier: Apache-2.0
#include "jobs/job_runner.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "base/digest.hpp"

namespace taizhang::jobs {

using service::JobEnd;
using service::JobStep;
using service::JobVerdict;
using store::Job;
using store::JobState;

namespace {

constexpr std::chrono::milliseconds kBetweenBeats{limits::kJobBeatMs};

bool was_stopped(const JobEnd& end) {
    return end.problem && end.problem->code == ErrorCode::Interrupted;
}

}  // namespace

JobRunner::JobRunner(store::Store& store, service::JobDesk& desk, std::size_t threads)
    : store_(store),
      desk_(desk),
      name_(fmt::format("{:016x}", random_bits())),
      definitions_(std::make_shared<service::DefinitionsCache>()) {
    desk_.on_wake([this] { wake(); });
    for (std::size_t i = 0; i < threads; ++i) {
        workers_.emplace_back([this] { work(); });
    }
    watch_ = std::thread([this] { watch(); });
}

JobRunner::~JobRunner() {
    desk_.on_wake(nullptr);
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& worker : workers_) {
        worker.join();
    }
    watch_.join();
}

void JobRunner::wake() {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = true;
        beat_now_ = !under_way_.empty();
    }
    changed_.notify_all();
}

void JobRunner::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || wanted_; });
        if (stopping_) {
            return;
        }
        wanted_ = false;
        lock.unlock();
        std::optional<Job> job;
        try {
            auto taken = service::take_job(store_, desk_.files().place(), name_);
            job = taken ? std::move(*taken) : std::nullopt;
        } catch (const std::exception&) {
            // The store is away; the watch looks again.
        }
        if (job) {
            wake();  // there may be another one for another thread
            do_one(*job);
        }
        lock.lock();
        wanted_ = wanted_ || job.has_value();
    }
}

bool JobRunner::may_go_on(const UnderWay& one) const {
    return !stopping_ && !one.cancelled && !one.lost;
}

void JobRunner::do_one(const Job& job) {
    std::unique_lock lock(mutex_);
    auto& one = under_way_.emplace_back();
    const auto place = std::prev(under_way_.end());
    one.job = job;
    lock.unlock();
    const service::JobControl control{[&](const JobStep& step) {
                                          const std::lock_guard stepping(one.mutex);
                                          one.step = step;
                                          return may_go_on(one);
                                      },
                                      [&] { return one.cancelled.load(); }};
    const auto end = service::do_job(store_, definitions_, desk_.files(), job, control);
    write_end(one, end);
    lock.lock();
    under_way_.erase(place);
    lock.unlock();
    changed_.notify_all();
}

// Details before the row that promises them. Where the row cannot be written, the job lapses.
void JobRunner::write_end(const UnderWay& one, const JobEnd& end) {
    const bool stopped = was_stopped(end);
    const auto& files = desk_.files();
    const auto write = [&]() -> Result<void> {
        if (stopped && !one.cancelled) {
            return service::give_back_job(store_, one.job);
        }
        if (!end.details.empty()) {
            TZ_TRY(files.write_details(one.job.folder, boost::json::serialize(end.details)));
        }
        const auto state = stopped       ? JobState::Cancelled
                           : end.problem ? JobState::Failed
                                         : JobState::Done;
        TZ_TRY(service::end_job(store_, one.job, state, one.step, end));
        files.drop_input(one.job.folder);
        return {};
    };
    for (int tries = 1; tries <= limits::kJobEndTriesMax; ++tries) {
        try {
            if (one.lost || write()) {
                return;
            }
        } catch (const std::exception&) {
            // The store is away. It has waited itself before it said so.
        }
    }
}

void JobRunner::watch() {
    auto sweep_at = system_now();
    std::unique_lock lock(mutex_);
    while (!stopping_ || !under_way_.empty()) {
        lock.unlock();
        try {
            beat();
            look_around();
            if (sweep_at <= system_now()) {
                (void)service::sweep_jobs(store_, desk_.files(), system_now());
                sweep_at = after(system_now(), limits::kJobSweepSeconds);
            }
        } catch (const std::exception&) {
            // The store is away; the next turn looks again.
        }
        lock.lock();
        changed_.wait_for(lock, kBetweenBeats,
                          [&] { return beat_now_ || (stopping_ && under_way_.empty()); });
        beat_now_ = false;
    }
}

void JobRunner::beat() {
    std::vector<service::JobBeat> beats;
    {
        const std::lock_guard lock(mutex_);
        for (auto& one : under_way_) {
            const std::lock_guard stepping(one.mutex);
            beats.push_back({one.job.id, one.step});
        }
    }
    if (beats.empty() || !service::beat_jobs(store_, name_, beats)) {
        return;
    }
    const std::lock_guard lock(mutex_);
    for (auto& one : under_way_) {
        for (const auto& beat : beats) {
            if (beat.job == one.job.id) {
                one.cancelled = one.cancelled || beat.verdict == JobVerdict::Cancel;
                one.lost = one.lost || beat.verdict == JobVerdict::Lost;
            }
        }
    }
}

void JobRunner::look_around() {
    std::vector<store::JobCount> counts;
    if (!service::lapse_jobs(store_, system_now(), counts)) {
        return;
    }
    bool any = false;
    for (const auto& count : counts) {
        any = any || (count.state == JobState::Queued && count.place == desk_.files().place());
    }
    desk_.put_counts(std::move(counts));
    if (any) {
        {
            const std::lock_guard lock(mutex_);
            wanted_ = true;
        }
        changed_.notify_all();
    }
}

}  // namespace taizhang::jobs
