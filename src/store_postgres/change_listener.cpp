// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/change_listener.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "store_postgres/connection.hpp"
#include "store_postgres/limits.hpp"
#include "store_postgres/sealer.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr int kForEver = -1;
constexpr int kNoSocket = -1;  // poll passes over it

}  // namespace

ChangeListener::ChangeListener(std::string url, std::function<void()> wake)
    : url_(std::move(url)), wake_(std::move(wake)), stop_(::eventfd(0, EFD_CLOEXEC)) {
    if (stop_ < 0) {
        throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    thread_ = std::thread([this] { run(); });
}

ChangeListener::~ChangeListener() {
    // The one write that eventfd can refuse is one beyond 2^64 others.
    (void)::eventfd_write(stop_, 1);
    thread_.join();
    ::close(stop_);
}

ChangeListener::Woken ChangeListener::wait_for(int socket, int milliseconds_max) const {
    std::array<pollfd, 2> waited = {{{stop_, POLLIN, 0}, {socket, POLLIN, 0}}};
    int ready = 0;
    do {
        ready = ::poll(waited.data(), waited.size(), milliseconds_max);
    } while (ready < 0 && errno == EINTR);
    if (waited[0].revents != 0) {
        return Woken::Stopped;
    }
    return ready == 0 ? Woken::TimeIsUp : Woken::Notified;
}

void ChangeListener::run() {
    do {
        try {
            listen();
        } catch (const DatabaseError&) {
            // The server is away. Until it is back nothing can have changed that it knows of.
        }
    } while (wait_for(kNoSocket, limits::kPostgresListenAgainMs) != Woken::Stopped);
}

// Returns when it is to stop.
void ChangeListener::listen() {
    Connection connection(url_);
    connection.command(std::string("LISTEN ") + kSealedChannel);
    wake_();
    while (wait_for(connection.socket(), kForEver) != Woken::Stopped) {
        if (connection.take_notifications()) {
            wake_();
        }
    }
}

}  // namespace taizhang::store_postgres
