// SPDX-License-Identifier: Apache-2.0
// Only files of this folder include this.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/server.hpp"

namespace taizhang::http {

// TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers alone, sessions resumed by
// tickets, no renegotiation.
Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(
    const std::string& certificate_file, const std::string& key_file);

}  // namespace taizhang::http
