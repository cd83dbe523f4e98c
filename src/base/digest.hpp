// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4) and the Merkle root over a list of digests.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace taizhang {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

// The digest of a stream, block by block.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    void add(std::string_view bytes);
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Binary tree with the domain bytes 0x00 (leaf) and 0x01 (node) of RFC 9162 §2.1, so that no inner
// node can be passed off as a leaf. The root of no leaves is the digest of no bytes.
Digest merkle_root(const std::vector<Digest>& leaves);

// The same, leaf by leaf: it keeps one digest for each level of the tree.
class MerkleTree {
  public:
    void add(const Digest& leaf);
    Digest root() const;
    bool empty() const { return leaves_ == 0; }
    std::uint64_t leaves() const { return leaves_; }
    void clear();

  private:
    std::uint64_t leaves_ = 0;
    std::vector<Digest> subtrees_;  // complete ones, the largest first: the bits of leaves_
};

std::string to_hex(const Digest& digest);

// Bits that nobody can know before. Throws where the system has none to give.
std::uint64_t random_bits();

// Builds the bytes to be digested. Every part is written with its kind, texts with their length, so
// that two different lists of parts never give the same bytes.
class CanonicalBytes {
  public:
    CanonicalBytes() { bytes_.reserve(kTypicalBytes); }
    CanonicalBytes& add(std::string_view text);
    CanonicalBytes& add(std::int64_t number);
    CanonicalBytes& add(const Digest& digest);
    // What another CanonicalBytes built.
    CanonicalBytes& append(std::string_view bytes) {
        bytes_ += bytes;
        return *this;
    }
    const std::string& bytes() const { return bytes_; }
    Digest digest() const { return sha256(bytes_); }
    void clear() { bytes_.clear(); }

  private:
    static constexpr std::size_t kTypicalBytes = 512;  // of a record

    std::string bytes_;
};

}  // namespace taizhang
