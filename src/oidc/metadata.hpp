// SPDX-License-Identifier: Apache-2.0
// What a provider says of itself (OpenID Connect Discovery 1.0).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace taizhang::oidc {

enum class ClientAuthentication { Basic, Post };  // of a client with a secret (RFC 6749, 2.3.1)

struct Metadata {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string keys_endpoint;
    ClientAuthentication authentication = ClientAuthentication::Basic;
    bool names_itself = false;  // in every callback (RFC 9207)
};

std::string metadata_address(const std::string& issuer);

// Io: another issuer's, an endpoint at another host or in the clear, no PKCE with S256.
Result<Metadata> read_metadata(std::string_view json, const std::string& issuer);

}  // namespace taizhang::oidc
