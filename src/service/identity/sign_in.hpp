// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and what a person changes of the own account.
#pragma once

#include <string>
#include <vector>

#include "service/identity/caller.hpp"

namespace taizhang::service {

struct SignInRequest {
    std::string name;
    std::string password;
    std::string code;  // of the second step, or a recovery code; empty: not given
    std::string address;
    std::string agent;
    std::string replaces;  // the secret of a session that this one takes the place of
};

struct SignInOutcome {
    enum class Kind {
        SignedIn,
        Refused,    // the same for a wrong name, a wrong password and a disabled account
        NeedsCode,  // the password was right
        Blocked,
    };
    Kind kind = Kind::Refused;
    std::string secret;             // of the new session: shown to the browser alone
    std::int64_t wait_seconds = 0;  // where blocked
};

// Hashes a password: for a thread that may take its time.
Result<SignInOutcome> sign_in(const Session& anyone, const SignInRequest& request);
Result<void> sign_out(const Session& session, const Caller& caller);

// How long the own password is not looked at, after too many wrong ones; 0: it is.
Result<std::int64_t> seconds_until_password(const Session& session, const std::string& account);

// Busy as long as the password is not looked at. Ends all other sessions and gives this one a new
// secret. Forbidden where the old password is wrong, which counts as a failed sign-in.
Result<std::string> change_password(const Session& session, const Caller& caller,
                                    const std::string& before, const std::string& after);

Result<store::Account> own_account(const Session& session, const Caller& caller);
Result<std::vector<store::SignInSession>> own_sessions(const Session& session,
                                                       const Caller& caller);
Result<void> end_session(const Session& session, const Caller& caller, SessionId id);

// The secret of a second step that is not asked for before it is confirmed.
struct OfferedSecondStep {
    std::string secret;  // base32
    std::string uri;
};
Result<OfferedSecondStep> offer_second_step(const Session& session, const Caller& caller);
// By a number of it; gives the recovery codes, shown once.
Result<std::vector<std::string>> confirm_second_step(const Session& session, const Caller& caller,
                                                     const std::string& code);
// By the password.
Result<void> drop_second_step(const Session& session, const Caller& caller,
                              const std::string& password);

}  // namespace taizhang::service
