// SPDX-License-Identifier: Apache-2.0
// For the tests: a key that signs whatever a test wants.
#pragma once

#include <openssl/evp.h>

#include <boost/json/object.hpp>
#include <memory>
#include <string>

namespace taizhang::oidc {

// A pair of keys that signs and shows its public half as a JWK. By OpenSSL alone: what is tested is
// not made by what it is tested with.
class TestKey {
  public:
    static TestKey rsa(std::string id, int bits = 2'048);
    static TestKey p256(std::string id);

    boost::json::object jwk() const;
    // header.claims.signature; `algorithm` RS256, PS256, ES256 or HS256 by the public key as a
    // secret.
    std::string sign(const std::string& algorithm, const boost::json::object& claims,
                     const boost::json::object& more_head = {}) const;
    const std::string& id() const { return id_; }

  private:
    struct End {
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    };
    TestKey(std::string id, EVP_PKEY* key) : id_(std::move(id)), key_(key) {}
    std::string signature(const std::string& algorithm, const std::string& text) const;

    std::string id_;
    std::unique_ptr<EVP_PKEY, End> key_;
};

}  // namespace taizhang::oidc
