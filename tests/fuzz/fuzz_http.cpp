// SPDX-License-Identifier: Apache-2.0
// The input is what a client sends on one connection, from its first byte to its last. However it
// is cut into pieces, the same requests are seen, each within its limits, and each is answered.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "http/connection.hpp"
#include "tests/http/memory_transport.hpp"

namespace {

using namespace taizhang;

constexpr std::size_t kBodyBytesMax = 1'000;

void promise(bool kept, const char* what) {
    if (!kept) {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

class Seen : public http::Application {
  public:
    http::BodyPlan admit(const http::RequestHead& head) override {
        ++admitted;
        promise(!head.method_text.empty(), "a method has a name");
        promise(head.raw_target.starts_with('/'), "a target begins with a slash");
        promise(head.headers.size() <= limits::kHttpHeadersMax, "not too many headers");
        for (const auto& header : head.headers) {
            const bool clean =
                header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
            promise(clean && !header.name.empty(), "a header is one line");
        }
        return http::KeepInMemory{kBodyBytesMax};
    }
    void handle(http::Request request, http::Respond respond) override {
        promise(request.body.size() <= kBodyBytesMax, "a body within its limit");
        requests += request.method_text + " " + request.raw_target + " " + request.body + "\n";
        for (const auto& header : request.headers) {
            requests += header.name + ":" + header.value + "\n";
        }
        respond({});
    }
    http::Response refuse(http::Refusal refusal) override {
        ++refused;
        promise(refusal != http::Refusal::NoAnswer, "every request is answered");
        // Not among what is compared: of a body that breaks off, the parser may tell a mistake or
        // still wait for more, depending on where it was cut.
        http::Response response;
        response.status = 400;
        return response;
    }
    void finished(const http::Exchange&) override { ++finished_count; }

    std::string requests;
    std::size_t admitted = 0;
    std::size_t refused = 0;
    std::size_t finished_count = 0;
};

std::string serve(std::string_view input, std::size_t piece) {
    boost::asio::io_context context(1);
    Seen application;
    http::Shared shared({}, application);
    shared.mailbox = std::make_shared<http::Mailbox>(context);
    shared.mailbox->take_over();
    std::string said;
    bool ended = false;
    {
        http::Connection connection(std::make_unique<tests::MemoryTransport>(input, piece, said),
                                    context.get_executor(), {"192.0.2.1", "192.0.2.1"}, shared);
        boost::asio::co_spawn(context, connection.run(),
                              [&](const std::exception_ptr& failed) { ended = failed == nullptr; });
        context.run();
    }
    promise(ended, "a connection ends, and without an exception");
    promise(said.empty() || said.starts_with("HTTP/1.1 "), "an answer is HTTP");
    promise(application.finished_count <= application.admitted + application.refused,
            "no more answers than requests");
    promise(application.refused <= 1, "a refusal is the last");
    return application.requests;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto whole = serve(input, SIZE_MAX);
    for (const std::size_t piece : {1, 7}) {
        promise(serve(input, piece) == whole, "pieces of any size give the same requests");
    }
    return 0;
}
