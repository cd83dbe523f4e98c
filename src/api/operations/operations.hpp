// SPDX-License-Identifier: Apache-2.0
// What a running server tells of itself: a line of the log for each request, and three paths
// outside of the API for whoever keeps it running.
//   /healthz  the process is alive; asks nothing of the store
//   /readyz   the store answers and takes work; 503 says what is missing
//   /metrics  figures for Prometheus
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "api/identity/authenticator.hpp"
#include "api/operations/log_writer.hpp"
#include "api/operations/ready_probe.hpp"
#include "api/operations/request_counts.hpp"
#include "api/route.hpp"
#include "http/server.hpp"
#include "service/operations/store_state.hpp"

namespace taizhang::api {

struct OperationsOptions {
    std::string version;
    LogWriter::Options log;
    bool behind_proxy = false;
    const service::CommitCounts* commits = nullptr;  // nullptr: the store does not tell
    const service::JobDesk* jobs = nullptr;          // nullptr: nobody does any
    const service::ChangeFeed* changes = nullptr;    // nullptr: nobody is told of any
};

class Operations;

// Kept with a request from its head to its end.
class Notes : public http::RequestNotes {
  public:
    explicit Notes(std::shared_ptr<RequestCounts> counts) : counts_(std::move(counts)) {
        ++counts_->in_progress;
    }
    ~Notes() override;
    Notes(const Notes&) = delete;
    Notes& operator=(const Notes&) = delete;

    std::string request_id;
    std::string trace_id;
    std::size_t route = 0;  // its place among the counts
    bool answered = false;
    std::shared_ptr<const void> upload;  // its turn, where it has one
    // By the thread that answers, before it does.
    AccountId account;
    std::string failure;

  private:
    std::shared_ptr<RequestCounts> counts_;  // a request may outlast the server
};

Notes& notes_of(const http::RequestHead& head);

// Says which request it answers: in X-Request-Id, and as the instance of a problem. Once; before
// the answer is compressed where it can be.
void name_request(http::Response& response, const Notes& notes);

class Operations {
  public:
    // All outlive it.
    Operations(store::Store& store, Authenticator& authenticator, const Routes& routes,
               OperationsOptions options);

    // Of the server's thread.
    std::shared_ptr<http::RequestNotes> begin(const http::RequestHead& head);
    void finished(const http::Exchange& exchange);
    void note_route(const http::RequestHead& head, const Route& route) const;
    void note_openapi(const http::RequestHead& head) const;

    // Whether the path is one of the three; then admit() and handle() are its.
    static bool owns(const http::RequestHead& head);
    http::BodyPlan admit(const http::RequestHead& head) const;
    void handle(http::Request request, http::Respond respond);

    void watch_pool(std::string_view name, const WorkerPool& pool);
    // Asked by /metrics, from any thread.
    void watch_server(std::function<http::ServerState()> state) { server_ = std::move(state); }
    // From any thread or signal handler: not ready any more.
    void stop_begins() { stopping_ = true; }
    void log_event(LogEntry::Event event, std::string address);
    // When the server's thread has ended and before the server is gone: waits for what was asked.
    void end() { workers_.reset(); }

  private:
    http::Response ready();
    http::Response metrics(const http::RequestHead& head);
    // Nothing: he may.
    std::optional<http::Response> turned_away(const http::RequestHead& head);
    std::string metrics_text();
    void write_pools(Exposition& text) const;
    std::string address_in_log(const http::RequestHead& head) const;

    Authenticator& authenticator_;
    const Routes& routes_;
    OperationsOptions options_;
    Instant started_at_;
    std::vector<RouteName> names_;  // of the routes, and behind them those that are no routes
    std::shared_ptr<RequestCounts> counts_;
    std::function<http::ServerState()> server_ = [] { return http::ServerState(); };
    std::vector<std::pair<std::string_view, const WorkerPool*>> pools_;
    std::atomic<bool> stopping_ = false;
    LogWriter log_;
    ReadyProbe probe_;
    std::unique_ptr<WorkerPool> workers_;
};

}  // namespace taizhang::api
