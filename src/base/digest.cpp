// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <bit>
#include <cstring>
#include <stdexcept>

namespace taizhang {
namespace {

constexpr char kText = 't';
constexpr char kNumber = 'n';
constexpr char kDigest = 'd';

Digest node(std::uint8_t domain, const Digest& left, const Digest* right) {
    std::array<char, 1 + 2 * sizeof(Digest)> bytes{static_cast<char>(domain)};
    std::memcpy(&bytes[1], left.data(), left.size());
    if (right != nullptr) {
        std::memcpy(&bytes[1 + left.size()], right->data(), right->size());
    }
    return sha256({bytes.data(), right == nullptr ? 1 + left.size() : bytes.size()});
}

struct Context {
    EVP_MD_CTX* value = EVP_MD_CTX_new();
    Context() = default;
    ~Context() { EVP_MD_CTX_free(value); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

}  // namespace

Digest sha256(std::string_view bytes) {
    // Looked up once: OpenSSL 3 searches its providers at every SHA256() and EVP_sha256().
    static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const Context context;
    Digest digest;
    EVP_DigestInit_ex(context.value, kMethod, nullptr);
    EVP_DigestUpdate(context.value, bytes.data(), bytes.size());
    EVP_DigestFinal_ex(context.value, digest.data(), nullptr);
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
    MerkleTree tree;
    for (const auto& leaf : leaves) {
        tree.add(leaf);
    }
    return tree.root();
}

// Two subtrees of one height become one, as a carry does when a number is counted up.
void MerkleTree::add(const Digest& leaf) {
    Digest subtree = node(0, leaf, nullptr);
    for (std::uint64_t carry = leaves_; (carry & 1) != 0; carry >>= 1) {
        subtree = node(1, subtrees_.back(), &subtree);
        subtrees_.pop_back();
    }
    subtrees_.push_back(subtree);
    ++leaves_;
}

Digest MerkleTree::root() const {
    if (subtrees_.empty()) {
        return sha256("");
    }
    Digest root = subtrees_.back();
    for (std::size_t i = subtrees_.size() - 1; i > 0; --i) {
        root = node(1, subtrees_[i - 1], &root);
    }
    return root;
}

void MerkleTree::clear() {
    leaves_ = 0;
    subtrees_.clear();
}

std::string to_hex(const Digest& digest) {
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::uint64_t random_bits() {
    std::array<unsigned char, sizeof(std::uint64_t)> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("no random bytes");
    }
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes.data(), bytes.size());
    return bits;
}

CanonicalBytes& CanonicalBytes::add(std::string_view text) {
    bytes_ += kText;
    add(static_cast<std::int64_t>(text.size()));
    bytes_ += text;
    return *this;
}

CanonicalBytes& CanonicalBytes::add(std::int64_t number) {
    static_assert(std::endian::native == std::endian::little);  // as it is digested
    std::array<char, 1 + sizeof(number)> part{kNumber};
    std::memcpy(&part[1], &number, sizeof(number));
    bytes_.append(part.data(), part.size());
    return *this;
}

CanonicalBytes& CanonicalBytes::add(const Digest& digest) {
    bytes_ += kDigest;
    bytes_.append(reinterpret_cast<const char*>(digest.data()), digest.size());
    return *this;
}

}  // namespace taizhang
