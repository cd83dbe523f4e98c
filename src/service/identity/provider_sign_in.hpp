// SPDX-License-Identifier: Apache-2.0
// Signing in by a provider of identities, which has said who it is.
#pragma once

#include <string>

#include "service/identity/open_session.hpp"
#include "service/identity/sign_in.hpp"

namespace taizhang::service {

struct ProviderIdentity {
    std::string issuer;
    std::string subject;
};

// How long whoever is at that address has to wait; 0: he may try.
Result<std::int64_t> provider_wait(const Session& anyone, const std::string& address);

// The same session as a password opens, by the same rules: no disabled account, none that has to
// wait, and nobody whom no administrator has linked.
Result<SignInOutcome> sign_in_by_provider(const Session& anyone, const ProviderIdentity& identity,
                                          const SessionOrigin& origin);

// The provider did not vouch for him. `why` is this program's own word for it.
Result<void> note_provider_refusal(const Session& anyone, const std::string& address,
                                   const std::string& why);

}  // namespace taizhang::service
