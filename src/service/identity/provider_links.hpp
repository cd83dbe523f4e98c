// SPDX-License-Identifier: Apache-2.0
// Which account somebody is whom a provider of identities knows: said by whoever manages accounts.
// Nobody makes an account, or a link, by signing in.
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// The account's password, second step, recovery codes and sessions end: from now on the provider
// alone says who it is, unless reset_password() gives it a password again. Conflict where another
// account has the link; nobody links himself.
Result<void> link_account(const Session& session, const std::string& name,
                          const std::string& issuer, const std::string& subject);
// Ends its sessions. NotFound where the account has no such link.
Result<void> unlink_account(const Session& session, const std::string& name,
                            const std::string& issuer, const std::string& subject);
Result<std::vector<store::ProviderLink>> list_links(const Session& session,
                                                    const std::string& name);

}  // namespace taizhang::service
