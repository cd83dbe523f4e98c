// SPDX-License-Identifier: Apache-2.0
// A request from its head to its answer: who asks, which route, is it well formed, and on which
// thread it is answered.
#pragma once

#include <memory>

#include "api/documentation.hpp"
#include "api/forms.hpp"
#include "api/identity/authenticator.hpp"
#include "api/operations/operations.hpp"
#include "api/repeated_requests.hpp"
#include "api/route.hpp"
#include "api/router.hpp"
#include "api/upload_turns.hpp"
#include "api/web_pages.hpp"
#include "api/worker_pool.hpp"
#include "base/limits.hpp"
#include "http/server.hpp"
#include "http/token_buckets.hpp"
#include "service/changes/change_feed.hpp"
#include "service/jobs/job_desk.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::api {

struct ApiOptions {
    // Addresses and TLS are what X-Forwarded-For and X-Forwarded-Proto say.
    bool behind_proxy = false;
    std::size_t read_threads = 0;  // 0: as many as cores
    std::size_t write_threads = limits::kApiWriteThreads;
    std::size_t long_threads = limits::kApiLongThreads;
    std::size_t queue_max = limits::kApiQueueMax;  // of each pool
    std::string version;
    LogWriter::Options log;
    // Of identities, to sign in by; nullptr: none. It outlives the application.
    oidc::Provider* provider = nullptr;
    service::JobDesk* jobs = nullptr;        // likewise; nullptr: nobody does any
    service::ChangeFeed* changes = nullptr;  // likewise; nullptr: nobody is told of any
    // The pages that show the API to a person, at /api/docs.
    std::vector<http::Asset> documentation = {};
    // The web UI, at every other path.
    std::vector<http::Asset> web = {};
    const service::CommitCounts* commits = nullptr;  // nullptr: the store does not tell
    // Where the files of records lie; nullptr: none can be sent. They outlive the application.
    const service::AttachmentFiles* files = nullptr;
};

class ApiApplication : public http::Application {
  public:
    // All outlive it.
    ApiApplication(store::Store& store, Authenticator& authenticator, ApiOptions options = {});

    std::shared_ptr<http::RequestNotes> begin(const http::RequestHead& head) override {
        return operations_.begin(head);
    }
    http::BodyPlan admit(const http::RequestHead& head) override;
    void handle(http::Request request, http::Respond respond) override;
    http::Response refuse(http::Refusal refusal) override;
    void before_sending(const http::RequestHead& head, http::Response& response) override {
        name_request(response, notes_of(head));
    }
    void finished(const http::Exchange& exchange) override { operations_.finished(exchange); }

    const Api& api() const { return api_; }
    Operations& operations() { return operations_; }

  private:
    http::Response answer(const Route& route, const Router::Match& match,
                          const http::Request& request);
    // Nothing: he may.
    std::optional<http::Response> turned_away(const Route& route, const http::Request& request,
                                              const service::Caller& caller);
    void note_denial(const Route& route, const service::Caller& caller);
    WorkerPool& pool_of(Work work);
    // Into a file beside those of records, for one who shows who he is.
    http::BodyPlan admit_form(const http::RequestHead& head);
    // nullptr: the route takes none.
    Result<std::unique_ptr<Form>> form_of(const Route& route, const http::Request& request) const;
    http::BodyPlan admit_upload(const http::RequestHead& head);

    store::Store& store_;
    Authenticator& authenticator_;
    ApiOptions options_;
    std::shared_ptr<service::DefinitionsCache> definitions_;
    http::TokenBuckets denials_;  // written down: nobody fills the log with them
    Api api_;
    Router router_;
    std::string openapi_;
    RepeatedRequests repeated_;
    Documentation documentation_;
    WebPages pages_;
    UploadTurns form_turns_{limits::kAttachmentUploadsMax};
    UploadTurns upload_turns_{limits::kJobUploadsMax};
    WorkerPool readers_;
    WorkerPool writers_;
    WorkerPool long_work_;
    WorkerPool hashes_;
    WorkerPool away_;
    Operations operations_;
};

}  // namespace taizhang::api
