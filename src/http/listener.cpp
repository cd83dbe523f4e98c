// SPDX-License-Identifier: Apache-2.0
#include "http/listener.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <system_error>

namespace taizhang::http {
namespace {

using asio::ip::tcp;
using std::chrono::milliseconds;

constexpr milliseconds kAcceptPause{100};  // when the system has no room for one more
constexpr milliseconds kTickMin{5};
constexpr milliseconds kTickMax{1'000};
constexpr int kTicksPerLimit = 8;  // a limit is kept with an eighth of the shortest

milliseconds tick_of(const ServerLimits& limits) {
    const auto shortest =
        std::min({limits.first_byte_max, limits.header_max, limits.body_max, limits.chunk_max,
                  limits.idle_max, limits.stop_max, limits.linger_max});
    return std::clamp(shortest / kTicksPerLimit, kTickMin, kTickMax);
}

int new_event() {
    const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (descriptor < 0) {
        throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    return descriptor;
}

// As many descriptors as the connections want, or as many connections as there are descriptors: one
// too many would take them from the store.
std::size_t make_room_for(std::size_t connections) {
    rlimit room{};
    if (::getrlimit(RLIMIT_NOFILE, &room) != 0) {
        return connections;
    }
    const rlim_t wanted = connections + limits::kHttpReservedDescriptors;
    if (room.rlim_cur < wanted) {
        room.rlim_cur = std::min(wanted, room.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &room);
        ::getrlimit(RLIMIT_NOFILE, &room);
    }
    const std::size_t half = room.rlim_cur / 2;
    const std::size_t left =
        room.rlim_cur - std::min<std::size_t>(half, limits::kHttpReservedDescriptors);
    return std::min(connections, left);
}

// One host has a whole /64 of IPv6.
std::string rate_key(const asio::ip::address& address) {
    if (address.is_v4() || address.to_v6().is_v4_mapped()) {
        return address.to_string();
    }
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), static_cast<unsigned char>(0));
    return asio::ip::address_v6(bytes).to_string();
}

}  // namespace

// That a connection is counted, for as long as it lasts.
class Admission {
  public:
    Admission(Shared& shared, std::string address) : shared_(shared), address_(std::move(address)) {
        ++shared_.admitted;
        ++shared_.by_address[address_];
    }
    ~Admission() {
        --shared_.admitted;
        const auto known = shared_.by_address.find(address_);
        if (--known->second == 0) {
            shared_.by_address.erase(known);
        }
    }
    Admission(const Admission&) = delete;
    Admission& operator=(const Admission&) = delete;

  private:
    Shared& shared_;
    std::string address_;
};

Listener::Listener(asio::io_context& context, Shared& shared)
    : context_(context),
      shared_(shared),
      acceptor_(context),
      tick_(context),
      stop_asked_(context, new_event()) {}

Result<void> Listener::listen(const std::string& address, unsigned short port) {
    SystemError error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("“{}”不是地址，应为 127.0.0.1 或 0.0.0.0 一类", address),
                    "bad address");
    }
    const tcp::endpoint endpoint(parsed, port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) {
        acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
        acceptor_.bind(endpoint, error);
    }
    if (!error) {
        acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(ErrorCode::Io,
                    fmt::format("不能在 {}:{} 上提供服务，端口可能已被占用，换一个 --listen",
                                address, port),
                    "cannot listen: " + error.message());
    }
    acceptor_.non_blocking(true);
    port_ = acceptor_.local_endpoint().port();
    shared_.limits.connections_max = make_room_for(shared_.limits.connections_max);
    return {};
}

void Listener::start() {
    asio::co_spawn(context_, accept_all(), asio::detached);
    asio::co_spawn(context_, watch_deadlines(), asio::detached);
    asio::co_spawn(context_, wait_for_stop(), asio::detached);
}

void Listener::ask_to_stop() {
    const std::uint64_t one = 1;
    // Fails only where it has been asked already.
    [[maybe_unused]] const auto written = ::write(stop_asked_.native_handle(), &one, sizeof one);
}

awaitable<void> Listener::accept_all() {
    while (!shared_.stopping) {
        auto [error, socket] = co_await acceptor_.async_accept(kAwait);
        if (!error) {
            admit(std::move(socket));
        } else if (!shared_.stopping) {
            asio::steady_timer pause(context_, kAcceptPause);
            co_await pause.async_wait(kAwait);
        }
    }
}

void Listener::admit(tcp::socket socket) {
    SystemError error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) {
        return;
    }
    Peer peer{endpoint.address().to_string(), rate_key(endpoint.address())};
    const auto known = shared_.by_address.find(peer.address);
    const std::size_t of_address = known == shared_.by_address.end() ? 0 : known->second;
    if (shared_.admitted >= shared_.limits.connections_max ||
        of_address >= shared_.limits.connections_per_address_max) {
        ++shared_.refused;
        turn_away(socket);
        return;
    }
    auto admission = std::make_unique<Admission>(shared_, peer.address);
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(context_, serve(std::move(socket), std::move(peer), std::move(admission)),
                   asio::detached);
}

// Says so if that takes no waiting. Nothing of it is in clear where TLS is expected.
void Listener::turn_away(tcp::socket& socket) {
    if (shared_.encrypted) {
        return;
    }
    const Response response = shared_.application.refuse(Refusal::TooManyConnections);
    std::string text;
    write_head(text, response, {Framing::Kind::Sized, response.body.size()}, {1, false},
               shared_.date.at(std::time(nullptr)));
    text += response.body;
    SystemError ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

awaitable<void> Listener::serve(tcp::socket socket, Peer peer,
                                std::unique_ptr<Admission> admission) {
    try {
        auto transport = tls_ ? make_tls_transport(std::move(socket), tls_)
                              : make_tcp_transport(std::move(socket));
        Connection connection(std::move(transport), context_.get_executor(), peer, shared_);
        co_await connection.run();
    } catch (const std::exception&) {
        // Of the disk or the memory; this connection ends, the others go on.
        ++shared_.refused;
    }
    admission.reset();
    if (shared_.stopping && shared_.admitted == 0) {
        tick_.cancel();
    }
}

awaitable<void> Listener::watch_deadlines() {
    const auto tick = tick_of(shared_.limits);
    auto stop_by = Clock::time_point::max();
    while (!shared_.stopping || shared_.admitted > 0) {
        tick_.expires_after(tick);
        co_await tick_.async_wait(kAwait);
        const auto now = Clock::now();
        if (shared_.stopping && stop_by == Clock::time_point::max()) {
            stop_by = now + shared_.limits.stop_max;
        }
        for (auto* connection : shared_.connections) {
            if (now >= stop_by) {
                connection->abort();
            } else {
                connection->check_deadline(now);
            }
        }
    }
}

awaitable<void> Listener::wait_for_stop() {
    co_await stop_asked_.async_wait(asio::posix::stream_descriptor::wait_read, kAwait);
    take_what_waits();
    shared_.stopping = true;
    SystemError ignored;
    acceptor_.close(ignored);
    for (auto* connection : shared_.connections) {
        connection->begin_stop();
    }
    tick_.cancel();
}

// The system has accepted these already, and their clients may have sent a request.
void Listener::take_what_waits() {
    SystemError error;
    while (!error) {
        tcp::socket socket(context_);
        acceptor_.accept(socket, error);
        if (!error) {
            admit(std::move(socket));
        }
    }
}

}  // namespace taizhang::http
