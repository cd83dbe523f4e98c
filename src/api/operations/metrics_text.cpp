// SPDX-License-Identifier: Apache-2.0
#include "api/operations/operations.hpp"
#include "api/operations/process_figures.hpp"
#include "service/changes/change_feed.hpp"
#include "service/jobs/ask_job.hpp"

namespace taizhang::api {
namespace {

using Kind = Exposition::Kind;

void write_server(Exposition& text, const http::ServerState& state) {
    text.one("taizhang_http_connections_open", Kind::Gauge, "Connections open now.",
             std::uint64_t{state.connections});
    text.one("taizhang_http_connections_refused_total", Kind::Counter,
             "Connections turned away, for there were too many, or broken off by a fault.",
             std::uint64_t{state.refused});
}

void write_commits(Exposition& text, const service::CommitCounts& commits) {
    constexpr double kSecondsPerMicrosecond = 1e-6;
    text.begin("taizhang_store_commit_closures", Kind::Histogram,
               "Pieces of work that were joined in one commit.");
    text.histogram({}, commits.closures.snapshot());
    text.begin("taizhang_store_commit_events", Kind::Histogram,
               "Audit events of one commit: one for each record that changed.");
    text.histogram({}, commits.events.snapshot());
    text.begin("taizhang_store_commit_duration_seconds", Kind::Histogram,
               "From the end of the work to its being durable.");
    text.histogram({}, commits.microseconds.snapshot(), kSecondsPerMicrosecond);
    text.one("taizhang_store_commits_failed_total", Kind::Counter,
             "Commits of which nothing is in the database.", commits.failed.load());
    text.one("taizhang_store_writes_waiting", Kind::Gauge,
             "Pieces of work that no commit has taken yet.", commits.waiting.load());
}

// Each kind in each state, so that none appears out of nowhere.
void write_jobs(Exposition& text, const std::vector<store::JobCount>& counts) {
    using store::JobKind;
    using store::JobState;
    const auto jobs = [&](const auto& fits) {
        std::int64_t sum = 0;
        for (const auto& count : counts) {
            sum += fits(count) ? count.jobs : 0;
        }
        return static_cast<std::uint64_t>(sum);
    };
    text.begin("taizhang_jobs", Kind::Gauge, "Jobs that the store knows, those kept too.");
    for (const auto kind : {JobKind::Import, JobKind::Export, JobKind::Report, JobKind::Undo}) {
        for (const auto state : {JobState::Queued, JobState::Running, JobState::Done,
                                 JobState::Failed, JobState::Cancelled}) {
            text.value(
                {{"kind", service::job_kind_name(kind)}, {"state", service::job_state_name(state)}},
                jobs([&](const store::JobCount& count) {
                    return count.kind == kind && count.state == state;
                }));
        }
    }
    text.one("taizhang_job_queue_length", Kind::Gauge, "Jobs that wait for a thread.",
             jobs([](const store::JobCount& count) { return count.state == JobState::Queued; }));
}

}  // namespace

void Operations::watch_pool(std::string_view name, const WorkerPool& pool) {
    pools_.emplace_back(name, &pool);
}

void Operations::write_pools(Exposition& text) const {
    text.begin("taizhang_worker_queue_length", Kind::Gauge, "Requests that wait for a thread.");
    for (const auto& [name, pool] : pools_) {
        text.value({{"pool", name}}, std::uint64_t{pool->waiting()});
    }
    text.begin("taizhang_worker_threads_busy", Kind::Gauge, "Threads that answer a request.");
    for (const auto& [name, pool] : pools_) {
        text.value({{"pool", name}}, std::uint64_t{pool->busy()});
    }
}

std::string Operations::metrics_text() {
    Exposition text;
    text.begin("taizhang_build_info", Kind::Gauge, "Always 1; what was built, and by what.");
    text.value({{"version", options_.version}, {"compiler", __VERSION__}}, std::uint64_t{1});
    write_process_figures(text, started_at_);
    write_server(text, server_());
    counts_->write(text);
    write_pools(text);
    if (options_.commits != nullptr) {
        write_commits(text, *options_.commits);
    }
    if (options_.jobs != nullptr) {
        write_jobs(text, options_.jobs->counts());
    }
    if (options_.changes != nullptr) {
        text.one("taizhang_change_subscribers", Kind::Gauge, "Clients that listen to changes.",
                 std::uint64_t{options_.changes->subscribers()});
    }
    text.one("taizhang_log_lines_total", Kind::Counter, "Lines of the log written.",
             log_.written());
    text.one("taizhang_log_lines_dropped_total", Kind::Counter,
             "Lines of the log that found no room or no reader.", log_.dropped());
    return text.take();
}

}  // namespace taizhang::api
