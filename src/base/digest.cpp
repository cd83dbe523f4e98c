// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace taizhang {
namespace {

constexpr char kText = 't';
constexpr char kNumber = 'n';
constexpr char kDigest = 'd';

Digest node(std::uint8_t domain, const Digest& left, const Digest* right) {
    std::string bytes(1, static_cast<char>(domain));
    bytes.append(reinterpret_cast<const char*>(left.data()), left.size());
    if (right != nullptr) {
        bytes.append(reinterpret_cast<const char*>(right->data()), right->size());
    }
    return sha256(bytes);
}

}  // namespace

Digest sha256(std::string_view bytes) {
    // Looked up once: OpenSSL 3 searches its providers at every SHA256() and EVP_sha256().
    static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Digest digest;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kMethod, nullptr);
    return digest;
}

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

Digest Sha256::finish() {
    Digest digest;
    EVP_DigestFinal_ex(state_->context, digest.data(), nullptr);
    return digest;
}

Digest merkle_root(const std::vector<Digest>& leaves) {
    if (leaves.empty()) {
        return sha256("");
    }
    std::vector<Digest> level;
    level.reserve(leaves.size());
    for (const auto& leaf : leaves) {
        level.push_back(node(0, leaf, nullptr));
    }
    while (level.size() > 1) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < level.size(); i += 2) {
            level[kept++] = i + 1 < level.size() ? node(1, level[i], &level[i + 1]) : level[i];
        }
        level.resize(kept);
    }
    return level.front();
}

std::string to_hex(const Digest& digest) {
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

CanonicalBytes& CanonicalBytes::add(std::string_view text) {
    bytes_ += kText;
    add(static_cast<std::int64_t>(text.size()));
    bytes_ += text;
    return *this;
}

CanonicalBytes& CanonicalBytes::add(std::int64_t number) {
    std::array<char, 1 + sizeof(number)> part{kNumber};
    for (std::size_t i = 0; i < sizeof(number); ++i) {
        part[1 + i] = static_cast<char>((static_cast<std::uint64_t>(number) >> (8 * i)) & 0xff);
    }
    bytes_.append(part.data(), part.size());
    return *this;
}

CanonicalBytes& CanonicalBytes::add(const Digest& digest) {
    bytes_ += kDigest;
    bytes_.append(reinterpret_cast<const char*>(digest.data()), digest.size());
    return *this;
}

}  // namespace taizhang
