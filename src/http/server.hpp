// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 (RFC 9112) over TCP or TLS: connections, limits, bodies, streams. What a request means
// is the application's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <variant>

#include "base/result.hpp"
#include "http/message.hpp"

namespace taizhang::http {

// Each is a limit of one server. A client that goes beyond is answered where it can be and its
// connection closed; others do not notice.
struct ServerLimits {
    std::size_t header_bytes_max = 16U << 10U;
    std::size_t connections_max = 16'000;
    std::size_t connections_per_address_max = 12'000;  // an office is one address to the outside
    std::chrono::milliseconds first_byte_max{10'000};  // of a new connection
    std::chrono::milliseconds header_max{10'000};      // from the first byte to the end
    std::chrono::milliseconds body_max{30'000};        // of a body in memory
    std::chrono::milliseconds chunk_max{30'000};       // between two parts of a file, both ways
    std::chrono::milliseconds idle_max{75'000};        // between two requests
    std::chrono::milliseconds heartbeat{15'000};       // of a stream
    std::chrono::milliseconds stop_max{30'000};        // for the requests that are under way
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

// Gives the answer, once, from any thread.
using Respond = std::function<void(Response)>;

// What the server itself refuses, before the application has seen a whole request.
enum class Refusal { BadRequest, HeaderTooLarge, BodyTooLarge, TooSlow, TooManyConnections };

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
    virtual BodyPlan admit(const RequestHead& head) = 0;
    virtual void handle(Request request, Respond respond) = 0;
    virtual Response refuse(Refusal refusal) = 0;
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
};

class Server {
  public:
    // Listens when it returns; nothing is answered before run().
    static Result<std::unique_ptr<Server>> create(ServerOptions options, Application& application);
    ~Server();

    unsigned short port() const;
    void run();   // until stop()
    void stop();  // from any thread or signal handler; requests under way are answered
    ServerState state() const;
    // Runs `work` on the server's thread.
    void post(std::function<void()> work);

  private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace taizhang::http
