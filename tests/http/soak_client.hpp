// SPDX-License-Identifier: Apache-2.0
// The three kinds of client of the soak: one that asks, many that are silent, some that dribble.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace taizhang::tests {

using Socket = boost::asio::ip::tcp::socket;
using Clock = std::chrono::steady_clock;

class Clients {
  public:
    explicit Clients(unsigned short port) : port_(port) {}

    Socket connect() {
        Socket socket(context_);
        socket.connect({boost::asio::ip::address_v4::loopback(), port_});
        socket.set_option(boost::asio::ip::tcp::no_delay(true));
        return socket;
    }

    // Asks and waits for the answer until `end`. Microseconds of each exchange; throws where one is
    // not answered with `answer`.
    std::vector<double> ask_until(Clock::time_point end, std::string_view answer) {
        std::vector<double> times;
        Socket socket = connect();
        std::string got(answer.size(), '\0');
        while (Clock::now() < end) {
            const auto begin = Clock::now();
            boost::asio::write(socket, boost::asio::buffer(kRequest));
            boost::asio::read(socket, boost::asio::buffer(got));
            times.push_back(
                std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
            if (!got.ends_with(answer.substr(answer.size() - 2))) {
                throw std::runtime_error("a wrong answer: " + got);
            }
        }
        return times;
    }

    // Each has been served once and then says nothing more.
    void add_idle(std::size_t count, std::size_t answer_bytes) {
        std::string got(answer_bytes, '\0');
        for (std::size_t i = 0; i < count; ++i) {
            idle_.push_back(connect());
            boost::asio::write(idle_.back(), boost::asio::buffer(kRequest));
            boost::asio::read(idle_.back(), boost::asio::buffer(got));
        }
    }

    // Heads that never end, a byte at a time, by clients that come again when they are sent away.
    void dribble_until(Clock::time_point end, std::size_t count) {
        constexpr std::chrono::milliseconds kBetween{200};
        std::vector<Socket> sockets;
        while (Clock::now() < end) {
            while (sockets.size() < count) {
                sockets.push_back(connect());
            }
            std::erase_if(sockets, [](Socket& socket) {
                boost::system::error_code gone;
                boost::asio::write(socket, boost::asio::buffer("G", 1), gone);
                return static_cast<bool>(gone);
            });
            std::this_thread::sleep_for(kBetween);
        }
    }

    void close_idle() { idle_.clear(); }

    static constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private:
    unsigned short port_;
    boost::asio::io_context context_;
    std::vector<Socket> idle_;
};

}  // namespace taizhang::tests
