// SPDX-License-Identifier: Apache-2.0
// One browser on its way to the provider and back. All that must be known when it comes back is in
// its cookie, and what the provider sees is derived from that: nothing is kept here, so nothing can
// be filled up, and any server of the office may answer the second half.
#pragma once

#include <string>
#include <string_view>

#include "base/calendar.hpp"
#include "base/result.hpp"

namespace taizhang::oidc {

class Attempt {
  public:
    // `secret`: random, of letters, digits, - and _. InvalidInput where `to` is no path of this
    // server.
    static Result<Attempt> begin(std::string_view secret, std::string_view to, Instant now);
    // Conflict: not of that form, or begun more than kOidcAttemptSecondsMax ago.
    static Result<Attempt> from_cookie(std::string_view cookie, Instant now);

    const std::string& cookie() const { return cookie_; }
    const std::string& to() const { return to_; }  // /path, where the browser goes in the end
    std::string state() const { return derived("state"); }
    std::string nonce() const { return derived("nonce"); }
    std::string verifier() const { return derived("verifier"); }  // RFC 7636, 4.1
    std::string challenge() const;                                // S256 of it

  private:
    Attempt(std::string cookie, std::string to) : cookie_(std::move(cookie)), to_(std::move(to)) {}
    std::string derived(std::string_view purpose) const;

    std::string cookie_;
    std::string to_;
};

}  // namespace taizhang::oidc
