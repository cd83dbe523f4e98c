// SPDX-License-Identifier: Apache-2.0
// Says of most match keys that were never added that they were not. One cache line a question.
#pragma once

#include <cstdint>
#include <vector>

#include "base/limits.hpp"

namespace taizhang::store_sqlite {

// A Bloom filter in words of 64 bits. The keys are digests already, so their bits serve as they
// are.
class KeyFilter {
  public:
    KeyFilter() : words_(limits::kMatchFilterBytes / sizeof(std::uint64_t)) {}

    void add(std::int64_t key) { words_[word_of(key)] |= bits_of(key); }
    bool may_have(std::int64_t key) const {
        return (words_[word_of(key)] & bits_of(key)) == bits_of(key);
    }

  private:
    static constexpr int kBitsOfKey = 5;
    static constexpr int kBitNumberBits = 6;

    std::size_t word_of(std::int64_t key) const {
        constexpr int kLower = kBitsOfKey * kBitNumberBits;
        return static_cast<std::size_t>(static_cast<std::uint64_t>(key) >> kLower) % words_.size();
    }

    static std::uint64_t bits_of(std::int64_t key) {
        std::uint64_t bits = 0;
        auto rest = static_cast<std::uint64_t>(key);
        for (int i = 0; i < kBitsOfKey; ++i, rest >>= kBitNumberBits) {
            bits |= std::uint64_t{1} << (rest % (1U << kBitNumberBits));
        }
        return bits;
    }

    std::vector<std::uint64_t> words_;
};

}  // namespace taizhang::store_sqlite
