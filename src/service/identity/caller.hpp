// SPDX-License-Identifier: Apache-2.0
// Who asks, from what was shown: a session or a token.
#pragma once

#include <string_view>

#include "service/session.hpp"

namespace taizhang::service {

struct Caller {
    access::Principal principal;
    AccountId account;  // 0: the operator of this machine
    SessionId session;  // 0: by a token
    TokenId token;
    bool must_change_password = false;
    std::string csrf;  // what a session must say with every change

    // By a password, so that he may change how he signs in.
    bool in_person() const { return static_cast<bool>(session); }
};

// What the roles of an account allow today. `limit`: no more than these permissions.
access::Holdings holdings_of(const Definitions& definitions,
                             const std::vector<store::RoleAssignment>& assignments,
                             const std::optional<std::set<access::Permission>>& limit);

// Forbidden: not known, expired, idle for too long, or of a disabled account.
Result<Caller> caller_of_session(const Session& anyone, std::string_view secret, Instant now);
Result<Caller> caller_of_token(const Session& anyone, std::string_view secret, Instant now);

// The same one some time later, by what his account, and the session or token that he came by, are
// now; nothing is written, so that this keeps no session alive. Forbidden as above.
Result<Caller> caller_again(const Definitions& definitions, store::ReadTx& tx, const Caller& known,
                            Instant now);

}  // namespace taizhang::service
