// SPDX-License-Identifier: Apache-2.0
// hello_http PORT: the trivial route on the project's server, with all of its limits.
#include <fmt/format.h>

#include <cstdlib>

#include "bench/hello.hpp"
#include "http/server.hpp"

namespace {

using namespace taizhang;

class Hello : public http::Application {
  public:
    http::BodyPlan admit(const http::RequestHead&) override { return http::KeepInMemory{}; }
    void handle(http::Request, http::Respond respond) override {
        http::Response response;
        response.headers.add("Content-Type", "application/json");
        response.body = std::string(bench::kHello);
        respond(std::move(response));
    }
    http::Response refuse(http::Refusal) override {
        http::Response response;
        response.status = 400;
        return response;
    }
    void finished(const http::Exchange&) override {}
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    Hello application;
    http::ServerOptions options;
    options.port = static_cast<unsigned short>(std::atoi(argv[1]));
    // Counted, as a server in use counts, but never refused.
    options.limits.requests_per_address = {.per_second = 1e9, .burst = 1e9};
    auto server = http::Server::create(options, application);
    if (!server) {
        fmt::print(stderr, "{}\n", describe(server.error()));
        return 1;
    }
    (*server)->run();
}
