// SPDX-License-Identifier: Apache-2.0
// Secrets: passwords as argon2id, sessions and tokens as random bytes of which a digest is kept.
#pragma once

#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace taizhang::service {

// Takes 32 MiB and some 50 ms each; whoever calls it bounds how many run at once.
std::string hash_password(std::string_view password);
// Takes the same time for an empty hash, which no password matches: nobody learns from the time
// whether there is such an account.
bool matches_password(const std::string& hash, std::string_view password);

// Of letters and digits that are not mistaken for one another.
std::string random_password();
std::string random_secret();  // 32 bytes as text
Digest secret_digest(std::string_view secret);
// What a browser must say beside its cookie; nobody computes it without the cookie's secret.
std::string csrf_token(std::string_view secret);
bool same_secret(std::string_view left, std::string_view right);  // in constant time

// How long it is and that it is not the account's own name.
Result<void> check_password(std::string_view password, std::string_view account_name);

}  // namespace taizhang::service
