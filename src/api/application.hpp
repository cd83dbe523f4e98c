// SPDX-License-Identifier: Apache-2.0
// A request from its head to its answer: who asks, which route, is it well formed, and on which
// thread it is answered.
#pragma once

#include <atomic>
#include <memory>

#include "api/route.hpp"
#include "api/router.hpp"
#include "api/worker_pool.hpp"
#include "http/server.hpp"

namespace taizhang::api {

// Who sends a request; none where nobody has signed in. An error where what was shown is not valid.
class Authenticator {
  public:
    virtual ~Authenticator() = default;
    virtual Result<std::optional<access::Principal>> who(const http::RequestHead& head) = 0;
};

class ApiApplication : public http::Application {
  public:
    // All outlive it.
    ApiApplication(store::Store& store, Authenticator& authenticator);

    http::BodyPlan admit(const http::RequestHead& head) override;
    void handle(http::Request request, http::Respond respond) override;
    http::Response refuse(http::Refusal refusal) override;
    void finished(const http::Exchange& exchange) override;

    const Api& api() const { return api_; }

  private:
    http::Response answer(const Route& route, const Router::Match& match,
                          const http::Request& request);
    Result<std::optional<access::Principal>> admitted(const Route& route,
                                                      const http::RequestHead& head) const;
    WorkerPool& pool_of(Work work);

    store::Store& store_;
    Authenticator& authenticator_;
    Api api_;
    Router router_;
    std::string openapi_;
    WorkerPool readers_;
    WorkerPool writers_;
    WorkerPool long_work_;
};

}  // namespace taizhang::api
