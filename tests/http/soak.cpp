// SPDX-License-Identifier: Apache-2.0
// soak SECONDS IDLE [TIMES]: a server in a process of its own, IDLE silent connections, 200 that
// dribble, and a client that asks all the while. Its memory stays within bounds, its descriptors
// come back, every request is answered; with TIMES, at most so many times the p99 of a server that
// has nothing else to do.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "http/server.hpp"
#include "tests/http/soak_client.hpp"

namespace {

using namespace taizhang;
using tests::Clients;
using tests::Clock;

constexpr std::size_t kDribbling = 200;
constexpr double kIdleKibMax = 16;       // of one silent connection
constexpr double kGrowthKibMax = 4'096;  // between two equal rounds

class Trivial : public http::Application {
  public:
    http::BodyPlan admit(const http::RequestHead&) override { return http::KeepInMemory{}; }
    void handle(http::Request, http::Respond respond) override {
        http::Response response;
        response.body = "ok";
        respond(std::move(response));
    }
    http::Response refuse(http::Refusal) override {
        http::Response response;
        response.status = 400;
        return response;
    }
    void finished(const http::Exchange&) override {}
};

// In the child; says its port and serves until it is killed.
[[noreturn]] void serve(int port_pipe) {
    Trivial application;
    auto server = http::Server::create({}, application);
    const unsigned short port = server ? (*server)->port() : 0;
    const bool said = ::write(port_pipe, &port, sizeof port) == sizeof port;
    if (server && said) {
        (*server)->run();
    }
    _exit(1);
}

struct Child {
    pid_t process = 0;
    unsigned short port = 0;

    double resident_kib() const {
        std::ifstream file(fmt::format("/proc/{}/statm", process));
        double total = 0;
        double resident = 0;
        file >> total >> resident;
        return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1'024;
    }
    std::size_t descriptors() const {
        const std::filesystem::directory_iterator files(fmt::format("/proc/{}/fd", process));
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }
    // Connections end when the server has noticed; true when they have, in time.
    bool comes_down_to(std::size_t count) const {
        const auto limit = Clock::now() + std::chrono::seconds(15);
        while (descriptors() > count && Clock::now() < limit) {
            std::this_thread::yield();
        }
        return descriptors() <= count;
    }
};

Child start_server() {
    int ends[2];
    if (::pipe(ends) != 0) {
        throw std::runtime_error("no pipe");
    }
    Child child;
    child.process = ::fork();
    if (child.process == 0) {
        ::close(ends[0]);
        serve(ends[1]);
    }
    ::close(ends[1]);
    if (::read(ends[0], &child.port, sizeof child.port) != sizeof child.port || child.port == 0) {
        throw std::runtime_error("the server does not start");
    }
    ::close(ends[0]);
    return child;
}

double p99(std::vector<double> times) {
    const auto at = times.begin() + static_cast<std::ptrdiff_t>(times.size() * 99 / 100);
    std::nth_element(times.begin(), at, times.end());
    return *at;
}

std::string first_answer(Clients& clients) {
    auto socket = clients.connect();
    boost::asio::write(socket, boost::asio::buffer(Clients::kRequest));
    std::string text;
    boost::asio::read_until(socket, boost::asio::dynamic_buffer(text), "\r\n\r\nok");
    return text;
}

int check(bool holds, const std::string& what) {
    fmt::print("{}: {}\n", holds ? "holds" : "FAILED", what);
    return holds ? 0 : 1;
}

int soak(const Child& child, int seconds, std::size_t idle, double times_max) {
    Clients clients(child.port);
    const std::string answer = first_answer(clients);
    const auto quiet =
        clients.ask_until(Clock::now() + std::chrono::seconds(std::max(seconds / 5, 1)), answer);
    int failed = 0;
    const double empty_kib = child.resident_kib();
    const std::size_t descriptors = child.descriptors();
    double first_full_kib = 0;
    std::vector<double> loaded;
    constexpr int kRounds = 2;
    for (int round = 0; round < kRounds; ++round) {
        clients.add_idle(idle, answer.size());
        const double full_kib = child.resident_kib();
        const auto end = Clock::now() + std::chrono::milliseconds(seconds * 1'000 / kRounds);
        std::thread dribble([&] { clients.dribble_until(end, kDribbling); });
        const auto times = clients.ask_until(end, answer);
        dribble.join();
        loaded.insert(loaded.end(), times.begin(), times.end());
        const double each_kib = (full_kib - empty_kib) / static_cast<double>(idle);
        if (round == 0) {
            first_full_kib = full_kib;
            failed += check(each_kib <= kIdleKibMax,
                            fmt::format("a silent connection takes {:.1f} KiB", each_kib));
        } else {
            failed += check(full_kib - first_full_kib <= kGrowthKibMax,
                            fmt::format("the second round takes {:.0f} KiB, the first {:.0f}",
                                        full_kib, first_full_kib));
        }
        clients.close_idle();
        const bool came_down = child.comes_down_to(descriptors);
        failed += check(came_down, fmt::format("{} descriptors before the round, {} after it",
                                               descriptors, child.descriptors()));
    }
    const double ratio = p99(loaded) / p99(quiet);
    failed += check(times_max <= 0 || ratio <= times_max,
                    fmt::format("p99 {:.0f} µs of {} requests, alone {:.0f} µs: {:.2f} times",
                                p99(loaded), loaded.size(), p99(quiet), ratio));
    return failed;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        return 2;
    }
    ::signal(SIGPIPE, SIG_IGN);
    rlimit room{};
    ::getrlimit(RLIMIT_NOFILE, &room);
    room.rlim_cur = room.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &room);
    const Child child = start_server();
    int failed = 1;
    try {
        failed = soak(child, std::atoi(argv[1]), static_cast<std::size_t>(std::atoi(argv[2])),
                      argc > 3 ? std::atof(argv[3]) : 0);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
    }
    ::kill(child.process, SIGKILL);
    ::waitpid(child.process, nullptr, 0);
    return failed == 0 ? 0 : 1;
}
