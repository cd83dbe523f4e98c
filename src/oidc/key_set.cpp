// SPDX-License-Identifier: Apache-2.0
#include "oidc/key_set.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "oidc/json_text.hpp"
#include "oidc/refusal.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

struct EndKey {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using KeyPtr = std::unique_ptr<cjose_jwk_t, EndKey>;

namespace {

constexpr std::size_t kRsaBitsMin = 2'048;
constexpr std::size_t kRsaBytesMax = 1'024;  // a longer number would take long to reckon with
constexpr std::size_t kExponentBytesMax = 8;
constexpr std::size_t kCoordinateBytes = 32;  // of P-256

struct EndToken {
    void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};

// The kind of key that an algorithm takes; empty: an algorithm that is not taken here.
std::string_view kind_of(std::string_view algorithm) {
    if (algorithm == "RS256" || algorithm == "PS256") {
        return "RSA";
    }
    return algorithm == "ES256" ? "EC" : "";
}

// libcjose ends the program at text that is no base64url, so it is given none.
bool is_number(const json::object& key, std::string_view name, std::size_t bytes_min,
               std::size_t bytes_max) {
    const auto bytes = from_base64url(text_of(key, name));
    return bytes && bytes->size() >= bytes_min && bytes->size() <= bytes_max;
}

bool is_whole(std::string_view token) {
    while (!token.empty()) {
        const auto end = token.find('.');
        const auto part = from_base64url(token.substr(0, end));
        if (!part || part->empty()) {
            return false;
        }
        token = end == std::string_view::npos ? std::string_view() : token.substr(end + 1);
    }
    return true;
}

// The public numbers of a key, and nothing else that stands beside them; empty: not one that is
// taken here.
json::object public_key_of(const json::object& key) {
    const std::string kind = text_of(key, "kty");
    if (kind == "RSA" && is_number(key, "n", 1, kRsaBytesMax) &&
        is_number(key, "e", 1, kExponentBytesMax)) {
        return {{"kty", kind}, {"n", text_of(key, "n")}, {"e", text_of(key, "e")}};
    }
    if (kind == "EC" && text_of(key, "crv") == "P-256" &&
        is_number(key, "x", kCoordinateBytes, kCoordinateBytes) &&
        is_number(key, "y", kCoordinateBytes, kCoordinateBytes)) {
        return {
            {"kty", kind}, {"crv", "P-256"}, {"x", text_of(key, "x")}, {"y", text_of(key, "y")}};
    }
    return {};
}

KeyPtr read_key(const json::object& object) {
    const auto numbers = public_key_of(object);
    if (numbers.empty()) {
        return nullptr;
    }
    const std::string text = json::serialize(numbers);
    cjose_err error{};
    KeyPtr key(cjose_jwk_import(text.data(), text.size(), &error));
    const bool weak = key && text_of(numbers, "kty") == "RSA" &&
                      cjose_jwk_get_keysize(key.get(), &error) < kRsaBitsMin;
    return weak ? nullptr : std::move(key);
}

}  // namespace

struct KeySet::Key {
    std::string id;
    std::string kind;
    std::string algorithm;  // empty: any of its kind
    KeyPtr key;

    bool fits(const TokenHead& head) const {
        return kind == kind_of(head.algorithm) &&
               (algorithm.empty() || algorithm == head.algorithm) &&
               (head.key_id.empty() || head.key_id == id);
    }
};

void load_signatures() {
    cjose_jwk_release(nullptr);
}

Result<TokenHead> read_token_head(std::string_view token) {
    if (token.size() > limits::kOidcTokenBytesMax) {
        return refuse_token("token too long");
    }
    if (std::count(token.begin(), token.end(), '.') != 2) {
        return refuse_token("not three parts");
    }
    if (!is_whole(token) || token.ends_with('.')) {
        return refuse_token("a part is no base64url");
    }
    const auto text = from_base64url(token.substr(0, token.find('.')));
    const auto head = text ? parse_object(*text) : std::nullopt;
    if (!head) {
        return refuse_token("header is no object");
    }
    TokenHead read{text_of(*head, "alg"), text_of(*head, "kid")};
    if (kind_of(read.algorithm).empty()) {
        return refuse_token("algorithm not allowed");
    }
    // RFC 7515, 4.1.11: what is critical and not understood is refused. None is understood.
    if (head->contains("crit") || head->contains("b64")) {
        return refuse_token("critical header");
    }
    return read;
}

Result<KeySet> KeySet::parse(std::string_view text) {
    const auto document = parse_object(text);
    const auto* list = document ? document->if_contains("keys") : nullptr;
    if (list == nullptr || !list->is_array() || list->get_array().size() > limits::kOidcKeysMax) {
        return fail(ErrorCode::Io, "登录服务器的密钥读不懂", "no key set");
    }
    KeySet set;
    for (const auto& one : list->get_array()) {
        const auto* object = one.if_object();
        const std::string use = object == nullptr ? "" : text_of(*object, "use");
        if (object == nullptr || (!use.empty() && use != "sig")) {
            continue;
        }
        auto key = std::make_shared<Key>();
        key->id = text_of(*object, "kid");
        key->kind = text_of(*object, "kty");
        key->algorithm = text_of(*object, "alg");
        key->key = read_key(*object);
        if (!key->key) {
            continue;
        }
        set.keys_.push_back(std::move(key));
    }
    return set;
}

const KeySet::Key* KeySet::find(const TokenHead& head) const {
    const Key* found = nullptr;
    for (const auto& key : keys_) {
        if (key->fits(head)) {
            if (found != nullptr) {
                return nullptr;  // which of them is for the token to say
            }
            found = key.get();
        }
    }
    return found;
}

Result<std::string> KeySet::verified(std::string_view token, const TokenHead& head) const {
    const Key* key = find(head);
    if (key == nullptr) {
        return refuse_token("no such key");
    }
    cjose_err error{};
    const std::unique_ptr<cjose_jws_t, EndToken> jws(
        cjose_jws_import(token.data(), token.size(), &error));
    if (!jws) {
        return refuse_token("token cannot be read");
    }
    // Two readers of one header must have read the same.
    const char* algorithm = cjose_header_get(cjose_jws_get_protected(jws.get()), "alg", &error);
    if (algorithm == nullptr || head.algorithm != algorithm) {
        return refuse_token("algorithm is ambiguous");
    }
    if (!cjose_jws_verify(jws.get(), key->key.get(), &error)) {
        return refuse_token("signature does not fit");
    }
    std::uint8_t* data = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &data, &size, &error)) {
        return refuse_token("token is empty");
    }
    return std::string(reinterpret_cast<const char*>(data), size);
}

}  // namespace taizhang::oidc
