// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 (RFC 9112) over TCP or TLS: connections, limits, bodies, streams. What a request means
// is the application's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <variant>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "http/token_buckets.hpp"

namespace taizhang::http {

// Each is a limit of one server. A client that goes beyond is answered where it can be and its
// connection closed; others do not notice.
struct ServerLimits {
    std::size_t header_bytes_max = limits::kHttpHeaderBytesMax;
    std::size_t connections_max = limits::kHttpConnectionsMax;  // fewer where descriptors are few
    std::size_t connections_per_address_max = limits::kHttpConnectionsPerAddressMax;
    std::chrono::milliseconds first_byte_max{limits::kHttpFirstByteMsMax};
    std::chrono::milliseconds header_max{limits::kHttpHeaderMsMax};
    std::chrono::milliseconds body_max{limits::kHttpBodyMsMax};
    // For each kHttpPieceBytes of a file or an answer, both ways: it is the least speed, too.
    std::chrono::milliseconds chunk_max{limits::kHttpPieceMsMax};
    std::chrono::milliseconds idle_max{limits::kHttpIdleMsMax};
    std::chrono::milliseconds heartbeat{limits::kHttpHeartbeatMs};
    std::chrono::milliseconds stop_max{limits::kHttpStopMsMax};
    std::chrono::milliseconds linger_max{limits::kHttpLingerMsMax};
    // Requests of one address; 0: as many as it likes. Behind a proxy all have the proxy's address.
    RateLimit requests_per_address;
};

// What to do with the body of a request whose head has come.
struct KeepInMemory {
    std::size_t bytes_max = 0;
};
struct KeepInFile {
    std::filesystem::path folder;
    std::uint64_t bytes_max = 0;
};
using BodyPlan = std::variant<KeepInMemory, KeepInFile, Response>;  // a Response refuses it

// Gives the answer, once, from any thread. Large texts are compressed on that thread. Thrown away
// uncalled, it answers Refusal::NoAnswer.
using Respond = std::function<void(Response)>;

// What the server itself refuses, before the application has seen a whole request.
enum class Refusal {
    BadRequest,
    HeaderTooLarge,
    BodyTooLarge,
    TooSlow,
    TooManyConnections,
    TooManyRequests,  // of one address; the server adds Retry-After
    NoAnswer,         // the application threw, or threw its Respond away
};

struct Exchange {
    const RequestHead* request = nullptr;
    int status = 0;
    std::uint64_t bytes = 0;             // of the answer's body
    std::chrono::microseconds duration;  // from the head's end to the answer's last byte
};

// Called on the server's thread, which none of these may hold up.
class Application {
  public:
    virtual ~Application() = default;
    // A request has come, or what was meant for one: `method_text` is empty where its head could
    // not be read. What is returned becomes its notes.
    virtual std::shared_ptr<RequestNotes> begin(const RequestHead&) { return nullptr; }
    virtual BodyPlan admit(const RequestHead& head) = 0;
    virtual void handle(Request request, Respond respond) = 0;
    virtual Response refuse(Refusal refusal) = 0;
    // Whoever made the answer: the last that can be added to its head.
    virtual void before_sending(const RequestHead&, Response&) {}
    virtual void finished(const Exchange& exchange) = 0;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 0;       // 0: any that is free
    std::string certificate_file;  // PEM; empty: no TLS
    std::string key_file;
    ServerLimits limits;
};

struct ServerState {
    std::size_t connections = 0;
    std::size_t refused = 0;  // connections, since the start
    std::uint64_t requests = 0;
};

class Server {
  public:
    // Listens when it returns; nothing is answered before run().
    static Result<std::unique_ptr<Server>> create(ServerOptions options, Application& application);
    ~Server();

    unsigned short port() const;
    // Until stop(), or until stop_max after it. An answer given later is thrown away.
    void run();
    // From any thread or signal handler. What has come is answered, what is under way finished.
    void stop();
    ServerState state() const;  // from any thread
    // Runs `work` on the server's thread, from any thread; not at all once run() has ended.
    void post(std::function<void()> work);
    // Reads certificate and key again, for the connections to come. The old ones stay in use where
    // the new cannot be read.
    Result<void> reload_certificate();

  private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace taizhang::http
