// SPDX-License-Identifier: Apache-2.0
// Whether an ID token is for us, from whom we asked, of now, and of this attempt (OpenID Connect
// Core, 3.1.3.7).
#pragma once

#include <string>
#include <string_view>

#include "base/calendar.hpp"
#include "oidc/key_set.hpp"

namespace taizhang::oidc {

struct ExpectedToken {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    Instant now;
};

// Who it is at the provider: the two together, for as long as the provider exists.
struct Identity {
    std::string issuer;
    std::string subject;
};

// Forbidden; the log says which of them is not right.
Result<Identity> check_id_token(std::string_view token, const TokenHead& head, const KeySet& keys,
                                const ExpectedToken& expected);

}  // namespace taizhang::oidc
