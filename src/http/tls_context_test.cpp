// SPDX-License-Identifier: Apache-2.0
#include "http/tls_context.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/ssl/stream.hpp>

#include "http/certificate.hpp"
#include "http/event_stream.hpp"
#include "http/test_server.hpp"

namespace taizhang::http {
namespace {

namespace ssl = boost::asio::ssl;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

// A client that trusts the authority alone.
class TlsClient {
  public:
    struct Options {
        int version_max = TLS1_3_VERSION;
        SSL_SESSION* session = nullptr;
    };
    TlsClient(unsigned short port, const std::filesystem::path& authority, Options options)
        : stream_(context_, trusting(tls_, authority)) {
        SSL_CTX_set_min_proto_version(tls_.native_handle(), 0);
        SSL_set_max_proto_version(stream_.native_handle(), options.version_max);
        SSL_set1_host(stream_.native_handle(), "localhost");
        if (options.session != nullptr) {
            SSL_set_session(stream_.native_handle(), options.session);
        }
        stream_.lowest_layer().connect({boost::asio::ip::address_v4::loopback(), port});
        stream_.handshake(ssl::stream_base::client, error_);
    }
    bool is_secure() const { return !error_; }
    SSL* native() { return stream_.native_handle(); }
    void send(const std::string& text) {
        boost::asio::write(stream_, boost::asio::buffer(text), error_);
    }
    std::string read_all() {
        std::string text;
        boost::asio::read(stream_, boost::asio::dynamic_buffer(text), error_);
        return text;
    }
    std::string read_until(const std::string& end) {
        std::string text;
        while (!text.ends_with(end) && !error_) {
            char one = 0;
            if (boost::asio::read(stream_, boost::asio::buffer(&one, 1), error_) == 1) {
                text += one;
            }
        }
        return text;
    }

  private:
    static ssl::context& trusting(ssl::context& context, const std::filesystem::path& authority) {
        context.load_verify_file(authority.string());
        context.set_verify_mode(ssl::verify_peer);
        return context;
    }
    boost::asio::io_context context_;
    ssl::context tls_{ssl::context::tls_client};
    boost::system::error_code error_;
    ssl::stream<boost::asio::ip::tcp::socket> stream_;
};

class Tls : public testing::Test {
  protected:
    Tls() { EXPECT_TRUE(create_certificates(folder_, {"localhost", "127.0.0.1"})); }
    ~Tls() override { std::filesystem::remove_all(folder_); }
    ServerOptions options() const {
        ServerOptions options;
        options.certificate_file = files_.server;
        options.key_file = files_.server_key;
        return options;
    }
    TlsClient connect(const TestServer& server, TlsClient::Options wanted = {}) const {
        return {server.port(), files_.authority, wanted};
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("taizhang-tls-" + std::to_string(::getpid()));
    CertificateFiles files_{folder_};
    TestApplication application_;
};

TEST_F(Tls, CarriesRequestsOfEverySize) {
    application_.plan = [](const RequestHead& head) {
        EXPECT_TRUE(head.encrypted);
        return KeepInMemory{10'000'000};
    };
    TestServer server(application_, options());
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto client = connect(server, {version, nullptr});
        ASSERT_TRUE(client.is_secure());
        const std::string body(3'000'000, 'x');
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + body +
                    get("/b"));
        const std::string all = client.read_all();
        EXPECT_THAT(all, HasSubstr("\r\n\r\nPOST " + body + "HTTP/1.1 200"));
        EXPECT_THAT(all, EndsWith("\r\n\r\nGET "));
    }
}

TEST_F(Tls, RefusesOldVersionsAndClearText) {
    TestServer server(application_, options());
    EXPECT_FALSE(connect(server, {TLS1_1_VERSION, nullptr}).is_secure());
    TestClient clear(server.port());
    EXPECT_THAT(clear.ask(get("/a")), testing::Not(HasSubstr("HTTP/1.1")));
    EXPECT_TRUE(connect(server).is_secure());
}

TEST_F(Tls, ResumesASession) {
    TestServer server(application_, options());
    auto first = connect(server);
    first.send(get("/a"));
    first.read_all();
    SSL_SESSION* session = SSL_get1_session(first.native());
    auto second = connect(server, {TLS1_3_VERSION, session});
    EXPECT_TRUE(second.is_secure());
    EXPECT_EQ(SSL_session_reused(second.native()), 1);
    SSL_SESSION_free(session);
}

TEST_F(Tls, TakesANewCertificateWithoutAStop) {
    TestServer server(application_, options());
    auto old = connect(server);
    ASSERT_TRUE(renew_certificate(folder_, {"office.lan"}));
    ASSERT_TRUE(server.server().reload_certificate());
    auto renewed = connect(server);
    ASSERT_TRUE(renewed.is_secure());
    X509* seen = SSL_get1_peer_certificate(renewed.native());
    EXPECT_EQ(X509_check_host(seen, "office.lan", 0, 0, nullptr), 1);
    X509_free(seen);
    old.send(get("/a"));
    EXPECT_THAT(old.read_all(), StartsWith("HTTP/1.1 200"));
    // One that cannot be read changes nothing.
    std::filesystem::remove(files_.server_key);
    EXPECT_FALSE(server.server().reload_certificate());
    EXPECT_TRUE(connect(server).is_secure());
}

TEST_F(Tls, IsNotHeldUpByAHandshakeThatDoesNotEnd) {
    auto limited = options();
    limited.limits.first_byte_max = 50ms;
    TestServer server(application_, limited);
    TestClient silent(server.port());
    silent.send("\x16\x03\x01");
    EXPECT_EQ(silent.read_all(), "");
}

TEST_F(Tls, CarriesStreamsAndNoticesTheirEnd) {
    const auto stream = std::make_shared<EventStream>();
    application_.work = [&](const Request&, const Respond& respond) {
        respond(event_response(stream));
    };
    TestServer server(application_, options());
    {
        auto client = connect(server);
        client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.read_until("retry: 3000\n\n\r\n");
        stream->send({"", "", "1"});
        EXPECT_THAT(client.read_until("data: 1\n\n\r\n"), EndsWith("data: 1\n\n\r\n"));
    }
    EXPECT_EQ(application_.statuses(1), std::vector<int>{200});
    EXPECT_FALSE(stream->is_open());
}

TEST_F(Tls, SaysWhichCertificateItCannotRead) {
    auto wrong = options();
    wrong.key_file = files_.authority_key;
    const auto server = Server::create(wrong, application_);
    ASSERT_FALSE(server);
    EXPECT_THAT(server.error().message, HasSubstr("taizhang tls init"));
}

}  // namespace
}  // namespace taizhang::http
