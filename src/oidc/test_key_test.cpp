// SPDX-License-Identifier: Apache-2.0
#include "oidc/test_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <vector>

#include "base/base64.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

namespace {

constexpr std::size_t kCoordinateBytes = 32;

std::string number(const EVP_PKEY* key, const char* name) {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &value) != 1) {
        throw std::runtime_error("a key without its numbers");
    }
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return bytes;
}

std::string padded(std::string bytes) {
    return std::string(kCoordinateBytes - bytes.size(), '\0') + bytes;
}

// From the two numbers in DER to their bytes one after the other (RFC 7518, 3.4).
std::string as_jws(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    std::string both(2 * kCoordinateBytes, '\0');
    auto* out = reinterpret_cast<unsigned char*>(both.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, kCoordinateBytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + kCoordinateBytes, kCoordinateBytes);
    ECDSA_SIG_free(pair);
    return both;
}

}  // namespace

TestKey TestKey::rsa(std::string id, int bits) {
    return TestKey(std::move(id), EVP_RSA_gen(static_cast<unsigned>(bits)));
}

TestKey TestKey::p256(std::string id) {
    return TestKey(std::move(id), EVP_EC_gen("P-256"));
}

json::object TestKey::jwk() const {
    json::object key{{"kid", id_}, {"use", "sig"}};
    if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA) {
        key["kty"] = "RSA";
        key["n"] = to_base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_N));
        key["e"] = to_base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_E));
    } else {
        key["kty"] = "EC";
        key["crv"] = "P-256";
        key["x"] = to_base64url(padded(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X)));
        key["y"] = to_base64url(padded(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y)));
    }
    return key;
}

std::string TestKey::signature(const std::string& algorithm, const std::string& text) const {
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    if (algorithm == "HS256") {
        const std::string secret = json::serialize(jwk());
        std::string mac(EVP_MAX_MD_SIZE, '\0');
        unsigned size = 0;
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), data, text.size(),
             reinterpret_cast<unsigned char*>(mac.data()), &size);
        return mac.substr(0, size);
    }
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* parameters = nullptr;
    EVP_DigestSignInit(context, &parameters, EVP_sha256(), nullptr, key_.get());
    if (algorithm == "PS256") {
        EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST);
    }
    std::size_t size = 0;
    EVP_DigestSign(context, nullptr, &size, data, text.size());
    std::string bytes(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(bytes.data()), &size, data,
                   text.size());
    EVP_MD_CTX_free(context);
    bytes.resize(size);
    return algorithm == "ES256" ? as_jws(bytes) : bytes;
}

std::string TestKey::sign(const std::string& algorithm, const json::object& claims,
                          const json::object& more_head) const {
    json::object head{{"alg", algorithm}, {"kid", id_}};
    for (const auto& [name, value] : more_head) {
        head[name] = value;
    }
    const std::string text =
        to_base64url(json::serialize(head)) + "." + to_base64url(json::serialize(claims));
    return text + "." + (algorithm == "none" ? "" : to_base64url(signature(algorithm, text)));
}

}  // namespace taizhang::oidc
