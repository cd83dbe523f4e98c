// SPDX-License-Identifier: Apache-2.0
// The keys that a provider signs with (RFC 7517), and the signature of a token (RFC 7515) by
// libcjose.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace taizhang::oidc {

// What a token says of its own signature: nothing of it is believed before the signature is right.
struct TokenHead {
    std::string algorithm;  // RS256, PS256 or ES256
    std::string key_id;     // empty: not said
};

// Forbidden: not three parts, too long, another algorithm (none among them), or a header that asks
// for what is not understood here.
Result<TokenHead> read_token_head(std::string_view token);

// Loads the library that checks them, so that one that is missing is noticed at the start and not
// by the first who signs in.
void load_signatures();

// Never changes once it is made; many threads may use it.
class KeySet {
  public:
    // Keys of other kinds, for other uses or too weak are left out. Io where it is no key set.
    static Result<KeySet> parse(std::string_view json);

    bool has(const TokenHead& head) const { return find(head) != nullptr; }
    // What the token says, once a key has vouched for it: JSON. Forbidden otherwise.
    Result<std::string> verified(std::string_view token, const TokenHead& head) const;
    std::size_t size() const { return keys_.size(); }

  private:
    struct Key;
    // The one it names; without a name, the only one that fits.
    const Key* find(const TokenHead& head) const;

    std::vector<std::shared_ptr<const Key>> keys_;
};

}  // namespace taizhang::oidc
