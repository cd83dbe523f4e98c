// SPDX-License-Identifier: Apache-2.0
// hello_beast PORT: the trivial route in bare Boost.Beast, one thread, as its own examples write
// it.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>

#include "bench/hello.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

asio::awaitable<void> serve(beast::tcp_stream stream) {
    constexpr std::chrono::seconds kLimit{30};
    beast::flat_buffer buffer;
    try {
        for (bool keep = true; keep;) {
            http::request<http::string_body> request;
            stream.expires_after(kLimit);
            co_await http::async_read(stream, buffer, request, asio::use_awaitable);
            keep = request.keep_alive();
            http::response<http::string_body> response(http::status::ok, request.version());
            response.set(http::field::content_type, "application/json");
            response.keep_alive(keep);
            response.body() = std::string(taizhang::bench::kHello);
            response.prepare_payload();
            co_await http::async_write(stream, response, asio::use_awaitable);
        }
    } catch (const boost::system::system_error&) {
        // The client has gone.
    }
}

asio::awaitable<void> listen(asio::io_context& context, unsigned short port) {
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
    for (;;) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        asio::co_spawn(context, serve(beast::tcp_stream(std::move(socket))), asio::detached);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    asio::io_context context(1);
    asio::co_spawn(context, listen(context, static_cast<unsigned short>(std::atoi(argv[1]))),
                   asio::detached);
    context.run();
}
