// SPDX-License-Identifier: Apache-2.0
// Tokens for programs: what an account may do, or less, until a day.
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct NewToken {
    std::string account;  // by its name
    std::string title;
    std::vector<std::string> permissions;
    std::int64_t days = 0;
};

struct IssuedToken {
    TokenId id;
    std::string secret;  // shown once
    Instant expires_at;
};

// Of the own account, or of any with ManageAccounts.
Result<IssuedToken> create_token(const Session& session, const NewToken& token);
Result<std::vector<store::AccessToken>> list_tokens(const Session& session,
                                                    const std::string& account);
Result<void> revoke_token(const Session& session, const std::string& account, TokenId id);

}  // namespace taizhang::service
