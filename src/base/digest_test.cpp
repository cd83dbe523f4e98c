// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <set>

namespace taizhang {
namespace {

std::vector<Digest> leaves(std::size_t count) {
    std::vector<Digest> result;
    for (std::size_t i = 0; i < count; ++i) {
        result.push_back(sha256("leaf " + std::to_string(i)));
    }
    return result;
}

std::string bytes_of(const Digest& digest) {
    return {digest.begin(), digest.end()};
}

Digest leaf_node(const Digest& leaf) {
    return sha256(std::string(1, '\0') + bytes_of(leaf));
}

Digest inner_node(const Digest& left, const Digest& right) {
    return sha256('\1' + bytes_of(left) + bytes_of(right));
}

TEST(Sha256, KnownVectors) {
    EXPECT_EQ(to_hex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, AStreamGivesTheSameAsTheWhole) {
    const std::string text(100'003, 'x');
    for (const std::size_t block :
         {std::size_t{1}, std::size_t{63}, std::size_t{64}, text.size()}) {
        Sha256 stream;
        for (std::size_t at = 0; at < text.size(); at += block) {
            stream.add(std::string_view(text).substr(at, block));
        }
        EXPECT_EQ(stream.finish(), sha256(text)) << block;
    }
    EXPECT_EQ(Sha256().finish(), sha256(""));
}

TEST(Merkle, IsTheTreeOfRfc9162) {
    const auto five = leaves(5);
    EXPECT_EQ(merkle_root({}), sha256(""));
    EXPECT_EQ(merkle_root({five[0]}), leaf_node(five[0]));
    const Digest pair = inner_node(leaf_node(five[0]), leaf_node(five[1]));
    EXPECT_EQ(merkle_root({five[0], five[1]}), pair);
    const Digest four = inner_node(pair, inner_node(leaf_node(five[2]), leaf_node(five[3])));
    EXPECT_EQ(merkle_root(five), inner_node(four, leaf_node(five[4])));
}

TEST(Merkle, GrowsLeafByLeaf) {
    MerkleTree tree;
    EXPECT_EQ(tree.root(), sha256(""));
    for (std::size_t count = 1; count < 70; ++count) {
        tree.add(leaves(count).back());
        // As RFC 9162 states it: the left part is the largest power of two below the count.
        std::function<Digest(std::size_t, std::size_t)> root = [&](std::size_t from,
                                                                   std::size_t to) -> Digest {
            if (to - from == 1) {
                return leaf_node(leaves(to)[from]);
            }
            const std::size_t left = from + std::bit_floor(to - from - 1);
            return inner_node(root(from, left), root(left, to));
        };
        EXPECT_EQ(tree.root(), root(0, count)) << count;
        EXPECT_EQ(merkle_root(leaves(count)), root(0, count)) << count;
    }
    tree.clear();
    EXPECT_EQ(tree.root(), sha256(""));
}

TEST(Merkle, ChangesWithEveryLeaf) {
    for (std::size_t count = 1; count <= 17; ++count) {
        const auto original = leaves(count);
        std::set<Digest> roots{merkle_root(original)};
        for (std::size_t i = 0; i < count; ++i) {
            auto changed = original;
            changed[i][31] ^= 1U;
            EXPECT_TRUE(roots.insert(merkle_root(changed)).second) << i << " of " << count;
        }
    }
}

TEST(Merkle, ChangesWithOrder) {
    for (std::size_t count = 2; count <= 9; ++count) {
        const auto original = leaves(count);
        std::set<Digest> roots{merkle_root(original)};
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = i + 1; j < count; ++j) {
                auto changed = original;
                std::swap(changed[i], changed[j]);
                EXPECT_TRUE(roots.insert(merkle_root(changed)).second) << i << " " << j;
            }
        }
    }
}

TEST(Merkle, ChangesWithCount) {
    std::set<Digest> roots;
    for (std::size_t count = 0; count <= 40; ++count) {
        EXPECT_TRUE(roots.insert(merkle_root(leaves(count))).second) << count;
        auto doubled = leaves(count);
        if (!doubled.empty()) {
            doubled.push_back(doubled.back());
            EXPECT_TRUE(roots.insert(merkle_root(doubled)).second) << count << " last twice";
        }
    }
}

TEST(Merkle, AnInnerNodeIsNoLeaf) {
    const auto two = leaves(2);
    const Digest inner = inner_node(leaf_node(two[0]), leaf_node(two[1]));
    EXPECT_NE(merkle_root({inner}), merkle_root(two));
}

template <typename... Parts>
std::string canonical(const Parts&... parts) {
    CanonicalBytes bytes;
    (bytes.add(parts), ...);
    return bytes.bytes();
}

TEST(CanonicalBytes, DifferentListsOfPartsGiveDifferentBytes) {
    using Text = std::string_view;
    const std::vector<std::string> all = {
        canonical(),
        canonical(Text("")),
        canonical(Text(""), Text("")),
        canonical(Text("ab")),
        canonical(Text("ab"), Text("")),
        canonical(Text(""), Text("ab")),
        canonical(Text("a"), Text("b")),
        canonical(Text("ab"), Text("c")),
        canonical(Text("a"), Text("bc")),
        canonical(Text("a\0b", 3)),
        canonical(Text("a\0", 2), Text("b")),
        canonical(Text("a"), Text("\0b", 2)),
        canonical(std::int64_t{0}),
        canonical(std::int64_t{0}, std::int64_t{0}),
        canonical(std::int64_t{1}),
        canonical(std::int64_t{-1}),
        canonical(std::int64_t{256}),
        canonical(Text("\0\0\0\0\0\0\0\0", 8)),
        canonical(std::int64_t{8}, std::int64_t{0}),
        canonical(std::int64_t{2}, Text("ab")),
        canonical(sha256("a")),
        canonical(Text(bytes_of(sha256("a")))),
        canonical(Text("1")),
        canonical(Text("1"), std::int64_t{1}),
        canonical(std::int64_t{1}, Text("1")),
    };
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(CanonicalBytes, TheSameListGivesTheSameDigest) {
    CanonicalBytes bytes;
    bytes.add("a").add(std::int64_t{7}).add(sha256("x"));
    const Digest first = bytes.digest();
    EXPECT_EQ(first, sha256(bytes.bytes()));
    bytes.clear();
    EXPECT_TRUE(bytes.bytes().empty());
    bytes.add("a").add(std::int64_t{7}).add(sha256("x"));
    EXPECT_EQ(bytes.digest(), first);
}

}  // namespace
}  // namespace taizhang
