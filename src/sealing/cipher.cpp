// SPDX-License-Identifier: Apache-2.0
#include "sealing/cipher.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace taizhang::sealing {
namespace {

constexpr std::size_t kCounterBytes = 4;  // SM4-CTR counts blocks behind the nonce
constexpr unsigned char kInnerByte = 0x36;
constexpr unsigned char kOuterByte = 0x5c;

void must(int outcome) {
    if (outcome != 1) {
        throw std::runtime_error("libcrypto refused");
    }
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

// Each looked up once, where it is needed: OpenSSL 3 searches its providers each time.
template <Suite suite>
const EVP_MD* fetched_digest() {
    static const EVP_MD* const kMethod =
        EVP_MD_fetch(nullptr, suite == Suite::Aes ? "SHA256" : "SM3", nullptr);
    must(kMethod != nullptr ? 1 : 0);
    return kMethod;
}

template <Suite suite>
const EVP_CIPHER* fetched_cipher() {
    static const EVP_CIPHER* const kMethod =
        EVP_CIPHER_fetch(nullptr, suite == Suite::Aes ? "AES-256-GCM" : "SM4-CTR", nullptr);
    must(kMethod != nullptr ? 1 : 0);
    return kMethod;
}

const EVP_MD* digest_of(Suite suite) {
    return suite == Suite::Aes ? fetched_digest<Suite::Aes>() : fetched_digest<Suite::Sm>();
}

EVP_MD_CTX* digest_context() {
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return context.get();
}

// Empty again when it goes, so that no key stays in it.
class CipherContext {
  public:
    CipherContext() : context_(of_thread()) {}
    ~CipherContext() { EVP_CIPHER_CTX_reset(context_); }
    CipherContext(const CipherContext&) = delete;
    CipherContext& operator=(const CipherContext&) = delete;
    EVP_CIPHER_CTX* get() const { return context_; }

  private:
    static EVP_CIPHER_CTX* of_thread() {
        thread_local const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
            EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
        return context.get();
    }

    EVP_CIPHER_CTX* context_;
};

std::string random_nonce() {
    std::string nonce(kNonceBytes, '\0');
    if (RAND_bytes(bytes_of(nonce), static_cast<int>(kNonceBytes)) != 1) {
        throw std::runtime_error("no random bytes");
    }
    return nonce;
}

void append_gcm(std::string& to, const Secret& key, std::string_view plain,
                std::string_view associated) {
    const std::string nonce = random_nonce();
    const CipherContext context;
    must(EVP_EncryptInit_ex(context.get(), fetched_cipher<Suite::Aes>(), nullptr, key.data(),
                            bytes_of(nonce)));
    int length = 0;
    must(EVP_EncryptUpdate(context.get(), nullptr, &length, bytes_of(associated),
                           static_cast<int>(associated.size())));
    std::string text(plain.size() + kTagBytes, '\0');
    must(EVP_EncryptUpdate(context.get(), bytes_of(text), &length, bytes_of(plain),
                           static_cast<int>(plain.size())));
    must(EVP_EncryptFinal_ex(context.get(), bytes_of(text) + length, &length));
    must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                             bytes_of(text) + plain.size()));
    to += nonce;
    to += text;
}

std::optional<std::string> open_gcm(const Secret& key, std::string_view nonce,
                                    std::string_view text, std::string_view tag,
                                    std::string_view associated) {
    const CipherContext context;
    must(EVP_DecryptInit_ex(context.get(), fetched_cipher<Suite::Aes>(), nullptr, key.data(),
                            bytes_of(nonce)));
    int length = 0;
    must(EVP_DecryptUpdate(context.get(), nullptr, &length, bytes_of(associated),
                           static_cast<int>(associated.size())));
    std::string plain(text.size(), '\0');
    must(EVP_DecryptUpdate(context.get(), bytes_of(plain), &length, bytes_of(text),
                           static_cast<int>(text.size())));
    std::string wanted(tag);
    must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, wanted.data()));
    if (EVP_DecryptFinal_ex(context.get(), bytes_of(plain) + length, &length) != 1) {
        wipe(plain);
        return std::nullopt;
    }
    return plain;
}

// Encrypts and decrypts alike.
std::string sm4_ctr(const Secret& key, std::string_view nonce, std::string_view text) {
    std::string start(nonce);
    start.append(kCounterBytes, '\0');
    const CipherContext context;
    must(EVP_EncryptInit_ex(context.get(), fetched_cipher<Suite::Sm>(), nullptr, key.data(),
                            bytes_of(start)));
    std::string out(text.size(), '\0');
    int length = 0;
    must(EVP_EncryptUpdate(context.get(), bytes_of(out), &length, bytes_of(text),
                           static_cast<int>(text.size())));
    return out;
}

// The length of what is associated comes first, so that its end cannot be moved.
std::string sm_tag(const Mac& mac, std::string_view associated, std::string_view sealed) {
    CanonicalBytes head;
    head.add(associated);
    const Digest digest = mac.of(head.bytes(), sealed);
    return {reinterpret_cast<const char*>(digest.data()), kTagBytes};
}

Secret derived(Suite suite, const Secret& secret, std::string_view purpose) {
    const Digest digest = Mac(suite, secret.view()).of(purpose);
    Secret key;
    std::copy(digest.begin(), digest.end(), key.data());
    return key;
}

}  // namespace

std::string_view suite_name(Suite suite) {
    return suite == Suite::Aes ? "aes-256-gcm" : "sm4-ctr-hmac-sm3";
}

std::optional<Suite> suite_named(std::string_view name) {
    for (const Suite suite : {Suite::Aes, Suite::Sm}) {
        if (suite_name(suite) == name) {
            return suite;
        }
    }
    return std::nullopt;
}

Mac::Mac(Suite suite, std::string_view key) : suite_(suite) {
    for (std::size_t i = 0; i < kBlockBytes; ++i) {
        const auto byte = static_cast<unsigned char>(i < key.size() ? key[i] : 0);
        inner_[i] = static_cast<char>(byte ^ kInnerByte);
        outer_[i] = static_cast<char>(byte ^ kOuterByte);
    }
}

Mac::~Mac() {
    OPENSSL_cleanse(inner_.data(), inner_.size());
    OPENSSL_cleanse(outer_.data(), outer_.size());
}

Digest Mac::of(std::string_view first, std::string_view second) const {
    EVP_MD_CTX* context = digest_context();
    Digest digest{};
    must(EVP_DigestInit_ex(context, digest_of(suite_), nullptr));
    must(EVP_DigestUpdate(context, inner_.data(), inner_.size()));
    must(EVP_DigestUpdate(context, first.data(), first.size()));
    must(EVP_DigestUpdate(context, second.data(), second.size()));
    must(EVP_DigestFinal_ex(context, digest.data(), nullptr));
    must(EVP_DigestInit_ex(context, digest_of(suite_), nullptr));
    must(EVP_DigestUpdate(context, outer_.data(), outer_.size()));
    must(EVP_DigestUpdate(context, digest.data(), digest.size()));
    must(EVP_DigestFinal_ex(context, digest.data(), nullptr));
    return digest;
}

Cipher::Cipher(Suite suite, const Secret& secret) : suite_(suite), key_(secret) {
    if (suite_ == Suite::Sm) {
        key_ = derived(suite, secret, "taizhang sm4");
        mac_.emplace(suite, derived(suite, secret, "taizhang sm3").view());
    }
}

void Cipher::encrypt(std::string& to, std::string_view plain, std::string_view associated) const {
    if (suite_ == Suite::Aes) {
        append_gcm(to, key_, plain, associated);
        return;
    }
    std::string sealed = random_nonce();
    sealed += sm4_ctr(key_, sealed, plain);
    to += sealed;
    to += sm_tag(*mac_, associated, sealed);
}

std::optional<std::string> Cipher::decrypt(std::string_view sealed,
                                           std::string_view associated) const {
    if (sealed.size() < kNonceBytes + kTagBytes) {
        return std::nullopt;
    }
    const auto nonce = sealed.substr(0, kNonceBytes);
    const auto tag = sealed.substr(sealed.size() - kTagBytes);
    const auto text = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
    if (suite_ == Suite::Aes) {
        return open_gcm(key_, nonce, text, tag, associated);
    }
    const auto tagged = sealed.substr(0, sealed.size() - kTagBytes);
    if (!equal_in_constant_time(sm_tag(*mac_, associated, tagged), tag)) {
        return std::nullopt;
    }
    return sm4_ctr(key_, nonce, text);
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace taizhang::sealing
