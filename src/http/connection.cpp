// SPDX-License-Identifier: Apache-2.0
#include "http/connection.hpp"

#include <openssl/rand.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <fstream>

#include "base/digest.hpp"
#include "http/pending_answer.hpp"

namespace taizhang::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::awaitable;
using Clock = std::chrono::steady_clock;
using ErrorCode = beast::error_code;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kPieceBytes = 64U << 10U;  // of a file, in one read or write
constexpr std::size_t kFirstReadBytes = 2'048;
constexpr unsigned kHttp11 = 11;

Method method_of(wire::verb verb) {
    switch (verb) {
        case wire::verb::get:
            return Method::Get;
        case wire::verb::head:
            return Method::Head;
        case wire::verb::post:
            return Method::Post;
        case wire::verb::put:
            return Method::Put;
        case wire::verb::patch:
            return Method::Patch;
        case wire::verb::delete_:
            return Method::Delete;
        case wire::verb::options:
            return Method::Options;
        default:
            return Method::Other;
    }
}

Refusal refusal_of(const ErrorCode& error) {
    if (error == beast::error::timeout) {
        return Refusal::TooSlow;
    }
    if (error == wire::error::header_limit) {
        return Refusal::HeaderTooLarge;
    }
    return error == wire::error::body_limit ? Refusal::BodyTooLarge : Refusal::BadRequest;
}

// The client went away, or never said a word: there is nobody to answer.
bool is_gone(const ErrorCode& error) {
    return error == wire::error::end_of_stream || error == asio::error::eof ||
           error == asio::error::connection_reset || error == asio::error::operation_aborted ||
           error == asio::error::broken_pipe || error == asio::ssl::error::stream_truncated;
}

std::filesystem::path new_file(const std::filesystem::path& folder) {
    std::array<unsigned char, 16> random{};
    if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
        throw std::runtime_error("no random bytes");
    }
    std::string name = "upload-";
    for (const unsigned char byte : random) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        name += kDigits[byte >> 4U];
        name += kDigits[byte & 15U];
    }
    return folder / name;
}

struct FileGuard {
    std::filesystem::path path;
    ~FileGuard() {
        if (!path.empty()) {
            std::error_code ignored;
            std::filesystem::remove(path, ignored);
        }
    }
};

// GCC 12 makes wrong code of co_await inside && and ?: (its bug 99576 and kin), so each stands in a
// statement of its own.
template <typename Stream>
class Connection : public IdleConnection {
  public:
    Connection(Stream& stream, std::string address, Shared& shared)
        : stream_(stream), address_(std::move(address)), shared_(shared) {}

    void close_now() override { beast::get_lowest_layer(stream_).cancel(); }

    awaitable<void> run() {
        bool more = true;
        while (more) {
            more = co_await wait_for_request();
            if (more) {
                more = co_await serve_one();
            }
        }
    }

  private:
    using HeadParser = wire::request_parser<wire::empty_body>;

    void expire(std::chrono::milliseconds limit) {
        beast::get_lowest_layer(stream_).expires_after(limit);
    }

    awaitable<bool> wait_for_request() {
        if (buffer_.size() > 0) {
            co_return true;
        }
        if (shared_.stopping) {
            co_return false;
        }
        expire(served_ == 0 ? shared_.limits.first_byte_max : shared_.limits.idle_max);
        shared_.idle.insert(this);
        const auto [error, size] =
            co_await stream_.async_read_some(buffer_.prepare(kFirstReadBytes), kAwait);
        shared_.idle.erase(this);
        buffer_.commit(size);
        co_return !error;
    }

    // False: this connection ends.
    awaitable<bool> serve_one() {
        HeadParser parser;
        parser.header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes_max));
        parser.body_limit(boost::none);
        expire(shared_.limits.header_max);
        auto [error, size] = co_await wire::async_read_header(stream_, buffer_, parser, kAwait);
        if (error) {
            if (!is_gone(error)) {
                co_await refuse(refusal_of(error));
            }
            co_return false;
        }
        started_ = Clock::now();
        ++served_;
        keep_ = parser.get().keep_alive();
        version_ = parser.get().version();
        Request request;
        if (!fill_head(parser, request)) {
            co_await refuse(Refusal::BadRequest);
            co_return false;
        }
        const bool more = co_await serve_request(parser, std::move(request));
        co_return more;
    }

    bool fill_head(HeadParser& parser, Request& request) const {
        const auto& head = parser.get();
        request.method = method_of(head.method());
        request.method_text = std::string(head.method_string());
        request.raw_target = std::string(head.target());
        request.peer = address_;
        request.encrypted = shared_.tls != nullptr;
        for (const auto& field : head) {
            request.headers.add(std::string(field.name_string()), std::string(field.value()));
        }
        auto target = parse_target(request.raw_target);
        if (target) {
            request.target = std::move(*target);
        }
        return target.has_value();
    }

    awaitable<bool> serve_request(HeadParser& parser, Request request) {
        BodyPlan plan = shared_.application->admit(request);
        if (auto* refused = std::get_if<Response>(&plan)) {
            // What follows is the body that nobody reads.
            keep_ = keep_ && parser.content_length().value_or(0) == 0 && !parser.chunked();
            const bool more = co_await answer(request, std::move(*refused));
            co_return more;
        }
        if (wire::token_list(parser.get()[wire::field::expect]).exists("100-continue")) {
            const bool said = co_await say_continue();
            if (!said) {
                co_return false;
            }
        }
        FileGuard guard;
        bool whole = false;
        if (const auto* in_file = std::get_if<KeepInFile>(&plan)) {
            whole = co_await read_file(parser, *in_file, request);
        } else {
            whole = co_await read_body(parser, std::get<KeepInMemory>(plan), request);
        }
        guard.path = request.body_file;
        if (!whole) {
            co_return false;
        }
        const RequestHead head = request;
        auto pending = std::make_shared<PendingAnswer>(stream_.get_executor());
        shared_.application->handle(std::move(request), pending->responder());
        Response response = co_await pending->wait();
        const bool more = co_await answer(head, std::move(response));
        co_return more;
    }

    awaitable<bool> say_continue() {
        wire::response<wire::empty_body> message(wire::status::continue_, version_);
        const auto [error, size] = co_await wire::async_write(stream_, message, kAwait);
        co_return !error;
    }

    awaitable<bool> read_body(HeadParser& head, const KeepInMemory& plan, Request& request) {
        wire::request_parser<wire::string_body> parser(std::move(head));
        parser.body_limit(plan.bytes_max);
        expire(shared_.limits.body_max);
        const auto [error, size] = co_await wire::async_read(stream_, buffer_, parser, kAwait);
        if (error) {
            if (!is_gone(error)) {
                co_await refuse(refusal_of(error));
            }
            co_return false;
        }
        request.body = std::move(parser.get().body());
        co_return true;
    }

    awaitable<bool> read_file(HeadParser& head, const KeepInFile& plan, Request& request) {
        wire::request_parser<wire::buffer_body> parser(std::move(head));
        parser.body_limit(plan.bytes_max);
        request.body_file = new_file(plan.folder);
        std::ofstream file(request.body_file, std::ios::binary);
        std::vector<char> piece(kPieceBytes);
        while (!parser.is_done()) {
            auto& body = parser.get().body();
            body.data = piece.data();
            body.size = piece.size();
            expire(shared_.limits.chunk_max);
            auto [error, size] = co_await wire::async_read_some(stream_, buffer_, parser, kAwait);
            if (error && error != wire::error::need_buffer) {
                if (!is_gone(error)) {
                    co_await refuse(refusal_of(error));
                }
                co_return false;
            }
            file.write(piece.data(), static_cast<std::streamsize>(piece.size() - body.size));
        }
        file.close();
        if (!file) {
            throw std::runtime_error("cannot write an upload to " + plan.folder.string());
        }
        co_return true;
    }

    awaitable<void> refuse(Refusal refusal) {
        keep_ = false;
        RequestHead unknown;
        unknown.peer = address_;
        started_ = Clock::now();
        co_await answer(unknown, shared_.application->refuse(refusal));
    }

    // False: the connection ends.
    awaitable<bool> answer(const RequestHead& request, Response response) {
        keep_ = keep_ && !shared_.stopping;
        std::uint64_t bytes = 0;
        bool written = false;
        if (response.stream) {
            written = co_await write_stream(response, bytes);
        } else if (response.file && request.method != Method::Head) {
            written = co_await write_file(response, bytes);
        } else {
            written = co_await write_text(request, response, bytes);
        }
        const auto duration =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
        shared_.application->finished({&request, response.status, bytes, duration});
        co_return written&& keep_;
    }

    template <typename Body>
    wire::response<Body> start(const Response& response) const {
        wire::response<Body> message(static_cast<wire::status>(response.status), version_);
        for (const auto& header : response.headers) {
            message.insert(header.name, header.value);
        }
        message.keep_alive(keep_);
        return message;
    }

    awaitable<bool> write_text(const RequestHead& request, Response& response,
                               std::uint64_t& bytes) {
        const std::uint64_t size = response.file ? response.file->size : response.body.size();
        auto message = start<wire::string_body>(response);
        constexpr int kNoContent = 204;
        constexpr int kNotModified = 304;
        if (response.status != kNoContent && response.status != kNotModified) {
            message.content_length(size);
        }
        if (request.method != Method::Head) {
            message.body() = std::move(response.body);
            bytes = message.body().size();
        }
        expire(shared_.limits.chunk_max);
        const auto [error, written] = co_await wire::async_write(stream_, message, kAwait);
        co_return !error;
    }

    awaitable<bool> write_file(const Response& response, std::uint64_t& bytes) {
        auto message = start<wire::empty_body>(response);
        message.content_length(response.file->size);
        std::ifstream file(response.file->path, std::ios::binary);
        file.seekg(static_cast<std::streamoff>(response.file->offset));
        wire::response_serializer<wire::empty_body> serializer(message);
        expire(shared_.limits.chunk_max);
        const auto [error, size] = co_await wire::async_write_header(stream_, serializer, kAwait);
        if (error) {
            co_return false;
        }
        std::vector<char> piece(kPieceBytes);
        while (bytes < response.file->size) {
            const auto wanted = std::min<std::uint64_t>(piece.size(), response.file->size - bytes);
            file.read(piece.data(), static_cast<std::streamsize>(wanted));
            // Shorter than it was promised to be: only closing the connection says so.
            if (static_cast<std::uint64_t>(file.gcount()) != wanted) {
                co_return false;
            }
            expire(shared_.limits.chunk_max);
            const auto [failed, sent] =
                co_await asio::async_write(stream_, asio::buffer(piece.data(), wanted), kAwait);
            if (failed) {
                co_return false;
            }
            bytes += sent;
        }
        co_return true;
    }

    awaitable<bool> write_stream(const Response& response, std::uint64_t& bytes) {
        keep_ = false;
        auto message = start<wire::empty_body>(response);
        message.chunked(version_ == kHttp11);
        wire::response_serializer<wire::empty_body> serializer(message);
        expire(shared_.limits.chunk_max);
        auto [error, size] = co_await wire::async_write_header(stream_, serializer, kAwait);
        auto timer = std::make_shared<asio::steady_timer>(stream_.get_executor());
        auto executor = stream_.get_executor();
        response.stream->on_bytes(
            [timer, executor] { asio::post(executor, [timer] { timer->cancel(); }); });
        while (!error && !shared_.stopping) {
            const auto piece = response.stream->take();
            if (!piece) {
                break;
            }
            if (!piece->empty()) {
                bytes += piece->size();
                error = co_await write_piece(*piece);
                continue;
            }
            timer->expires_after(shared_.limits.heartbeat);
            shared_.idle.insert(this);
            const auto [cancelled] = co_await timer->async_wait(kAwait);
            shared_.idle.erase(this);
            if (!cancelled) {
                error = co_await write_piece(": \n\n");
            }
        }
        response.stream->on_bytes(nullptr);
        if (!error && version_ == kHttp11) {
            expire(shared_.limits.chunk_max);
            co_await asio::async_write(stream_, wire::make_chunk_last(), kAwait);
        }
        co_return false;
    }

    awaitable<ErrorCode> write_piece(std::string_view piece) {
        expire(shared_.limits.chunk_max);
        const asio::const_buffer bytes(piece.data(), piece.size());
        if (version_ != kHttp11) {
            const auto [error, size] = co_await asio::async_write(stream_, bytes, kAwait);
            co_return error;
        }
        const auto [error, size] =
            co_await asio::async_write(stream_, wire::make_chunk(bytes), kAwait);
        co_return error;
    }

    Stream& stream_;
    std::string address_;
    Shared& shared_;
    beast::flat_buffer buffer_;
    std::size_t served_ = 0;
    Clock::time_point started_;
    bool keep_ = true;
    unsigned version_ = kHttp11;
};

awaitable<void> serve_encrypted(beast::tcp_stream tcp, std::string address, Shared& shared) {
    beast::ssl_stream<beast::tcp_stream> stream(std::move(tcp), *shared.tls);
    beast::get_lowest_layer(stream).expires_after(shared.limits.first_byte_max);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kAwait);
    if (error) {
        co_return;
    }
    Connection connection(stream, std::move(address), shared);
    co_await connection.run();
    beast::get_lowest_layer(stream).expires_after(shared.limits.first_byte_max);
    co_await stream.async_shutdown(kAwait);
}

}  // namespace

awaitable<void> serve_connection(asio::ip::tcp::socket socket, std::string address,
                                 Shared& shared) {
    beast::tcp_stream stream(std::move(socket));
    if (shared.tls != nullptr) {
        co_await serve_encrypted(std::move(stream), std::move(address), shared);
        co_return;
    }
    Connection connection(stream, std::move(address), shared);
    co_await connection.run();
    ErrorCode ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace taizhang::http
