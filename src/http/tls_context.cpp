// SPDX-License-Identifier: Apache-2.0
#include "http/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <array>

namespace taizhang::http {
namespace {

namespace ssl = boost::asio::ssl;

// We speak HTTP/1.1 alone; a client that offers more is told so at once.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
    static constexpr std::array<unsigned char, 9> kHttp11 = {8,   'h', 't', 't', 'p',
                                                             '/', '1', '.', '1'};
    unsigned char* found = nullptr;
    const int result = SSL_select_next_proto(&found, chosen_size, kHttp11.data(), kHttp11.size(),
                                             offered, offered_size);
    *chosen = found;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void harden(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    // A connection that waits gives its two buffers of 17 KiB back.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    constexpr std::array<unsigned char, 8> kSessions = {'t', 'a', 'i', 'z', 'h', 'a', 'n', 'g'};
    SSL_CTX_set_session_id_context(context, kSessions.data(), kSessions.size());
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

}  // namespace

Result<std::shared_ptr<ssl::context>> make_tls_context(const std::string& certificate_file,
                                                       const std::string& key_file) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    harden(context->native_handle());
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate_file, error);
    if (!error) {
        context->use_private_key_file(key_file, ssl::context::pem, error);
    }
    if (error || SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("读不了证书 {} 或私钥 {}，应是成对的 PEM 文件；没有证书时先运行 "
                                "taizhang tls init",
                                certificate_file, key_file),
                    "bad certificate or key: " + error.message());
    }
    return context;
}

}  // namespace taizhang::http
