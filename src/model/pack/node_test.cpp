// SPDX-License-Identifier: Apache-2.0
#include "model/pack/node.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "base/limits.hpp"

namespace taizhang::model {
namespace {

std::vector<Node> read(const std::string& text) {
    return read_yaml("a.yaml", text).value();
}

// The line that the refusal names.
std::size_t refused_line(const std::string& text) {
    const auto documents = read_yaml("ledgers/a.yaml", text);
    if (documents) {
        ADD_FAILURE() << "accepted: " << text;
        return 999;
    }
    const Error& error = documents.error();
    EXPECT_EQ(error.code, ErrorCode::InvalidInput);
    EXPECT_EQ(error.place->file, "ledgers/a.yaml");
    EXPECT_FALSE(error.place->expected.empty());
    return error.place->line;
}

bool same(const Node& left, const Node& right) {
    if (left.kind != right.kind || left.scalar != right.scalar ||
        left.items.size() != right.items.size() || left.entries.size() != right.entries.size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.items.size(); ++i) {
        if (!same(left.items[i], right.items[i])) {
            return false;
        }
    }
    for (std::size_t i = 0; i < left.entries.size(); ++i) {
        if (left.entries[i].key != right.entries[i].key ||
            !same(left.entries[i].value, right.entries[i].value)) {
            return false;
        }
    }
    return true;
}

TEST(Yaml, RemembersLinesAndOrder) {
    const auto documents = read(
        "# note\nledger: x\ntitle: {zh: 甲, en: A}\nfields:\n  - name: b\n    "
        "type: text\n  - c\n---\nindicator: y\n");
    ASSERT_EQ(documents.size(), 2U);
    const Node& ledger = documents[0];
    EXPECT_EQ(ledger.kind, Node::Kind::Map);
    EXPECT_EQ(ledger.line, 2U);
    ASSERT_EQ(ledger.entries.size(), 3U);
    EXPECT_EQ(ledger.entries[0].key, "ledger");
    EXPECT_EQ(ledger.find("ledger")->scalar, "x");
    EXPECT_EQ(ledger.find("title")->find("en")->scalar, "A");
    EXPECT_EQ(ledger.find("title")->line, 3U);
    const Node* fields = ledger.find("fields");
    EXPECT_EQ(fields->key_line, 4U);
    EXPECT_EQ(fields->items[0].find("type")->line, 6U);
    EXPECT_EQ(fields->items[1].line, 7U);
    EXPECT_EQ(ledger.find("none"), nullptr);
    EXPECT_EQ(documents[1].find("indicator")->line, 9U);
}

TEST(Yaml, ScalarsStayText) {
    const Node node =
        read("a: 007\nb: 'it''s'\nc: \"x\\ty\"\nd: yes\ne: |\n  两\n  行\nf:\ng: ~\n")[0];
    EXPECT_EQ(node.find("a")->scalar, "007");
    EXPECT_EQ(node.find("b")->scalar, "it's");
    EXPECT_EQ(node.find("c")->scalar, "x\ty");
    EXPECT_EQ(node.find("d")->scalar, "yes");
    EXPECT_EQ(node.find("e")->scalar, "两\n行\n");
    EXPECT_EQ(node.find("f")->kind, Node::Kind::Null);
    EXPECT_EQ(node.find("g")->kind, Node::Kind::Null);
}

TEST(Yaml, NothingIsNoDocument) {
    EXPECT_TRUE(read("").empty());
    EXPECT_TRUE(read("# only a note\n").empty());
}

TEST(Yaml, RefusesAnchorsAliasesAndTags) {
    EXPECT_EQ(refused_line("a: 1\nb: &x 2\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: &x [2]\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\n\nb: &x {c: 2}\n"), 3U);
    EXPECT_EQ(refused_line("a: &x 1\nb: *x\n"), 1U);
    EXPECT_EQ(refused_line("a: !int 1\n"), 1U);
    EXPECT_EQ(refused_line("a: 1\nb: !!str 2\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: !set {c: 2}\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: !list [2]\n"), 2U);
}

TEST(Yaml, RefusesKeysUsedTwiceAndOddKeys) {
    EXPECT_EQ(refused_line("a: 1\nb: 2\na: 3\n"), 3U);
    EXPECT_EQ(refused_line("a:\n  b: 1\n  b: 2\n"), 3U);
    EXPECT_EQ(refused_line("a: {b: 1, b: 2}\n"), 1U);
    EXPECT_EQ(refused_line("a: 1\n? [b, c]\n: 2\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\n~: 2\n"), 2U);
    EXPECT_EQ(read("a: 1\n---\na: 2\n").size(), 2U);
}

TEST(Yaml, RefusesBadSyntaxWithItsLine) {
    EXPECT_EQ(refused_line("a: 1\nb: 2\n\tc: 3\n"), 3U);
    EXPECT_EQ(refused_line("a: 1\nb: [1, 2\nc: 3\n"), 3U);
    EXPECT_EQ(refused_line("a: 1\nb: x: y\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\n  b: 2\n c: 3\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: }\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nkey_without_colon\n"), 2U);
}

TEST(Yaml, RefusesAQuoteThatIsNotClosedWhereItOpens) {
    EXPECT_EQ(refused_line("a: 1\nb: \"open\nc: 3\nd: 4\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: 'open\nc: 3\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: 'open\n"), 2U);
    EXPECT_EQ(refused_line("a: 1\nb: 'open"), 2U);
    EXPECT_EQ(refused_line("'open\n"), 1U);
}

// yaml-cpp takes no character of these and would yield empty documents for ever.
TEST(Yaml, RefusesWhatItsParserCannotPass) {
    EXPECT_EQ(refused_line(", a"), 1U);
    EXPECT_EQ(refused_line("a: 1\n---\n,\n"), 3U);
    EXPECT_EQ(read("---\n---\n---\na: 1\n").size(), 3U);
}

// Its parser takes the one for UTF-16 and the other for the end of the file.
TEST(Yaml, RefusesControlCharacters) {
    EXPECT_EQ(refused_line(std::string("a: 1\nb\0_if: 2\n", 14)), 2U);
    EXPECT_EQ(refused_line("a: 1\n\nb: \x04\nc: 3\n"), 3U);
    EXPECT_EQ(read("a: 1\r\nb: '\t'\r\n").size(), 1U);
}

TEST(Yaml, RefusesOtherEncodingsDepthAndSize) {
    EXPECT_EQ(refused_line("a: \xcc\xa8\xd5\xcb\n"), 0U);
    EXPECT_EQ(refused_line(std::string(33, '[') + std::string(33, ']')), 1U);
    EXPECT_EQ(refused_line(std::string(limits::kPackFileBytesMax + 1, '#')), 0U);
    EXPECT_EQ(read(std::string(32, '[') + std::string(32, ']')).size(), 1U);
}

TEST(Json, RoundTripOfWhatYamlGives) {
    const std::string text =
        "a: [x, [], {}, ~, '']\nb: {键: 值, \"q\\\"\": \"line\\nbreak\\0nul\"}\nc: '12'\n";
    const Node node = read(text)[0];
    const auto back = node_from_json(to_json(node));
    ASSERT_TRUE(back);
    EXPECT_TRUE(same(node, *back));
    EXPECT_EQ(to_json(*back), to_json(node));
}

TEST(Json, RoundTripAtTheGreatestDepth) {
    const Node node = read(std::string(32, '[') + "x" + std::string(32, ']'))[0];
    const auto back = node_from_json(to_json(node));
    ASSERT_TRUE(back);
    EXPECT_TRUE(same(node, *back));
}

TEST(Json, RoundTripOfRandomTrees) {
    std::mt19937 random(3);
    const std::vector<std::string> words = {"", "a", "台账", "\"", "\\", "\n", "𠮷", "null", "1"};
    const auto word = [&] { return words[random() % words.size()]; };
    const std::function<Node(int)> tree = [&](int depth) {
        Node node;
        node.kind = static_cast<Node::Kind>(depth == 0 ? random() % 2 : random() % 4);
        if (node.kind == Node::Kind::Scalar) {
            node.scalar = word() + word();
        }
        for (std::size_t i = 0; i < random() % 4 && depth > 0; ++i) {
            if (node.kind == Node::Kind::Sequence) {
                node.items.push_back(tree(depth - 1));
            } else if (node.kind == Node::Kind::Map) {
                node.entries.push_back({word() + std::to_string(i), tree(depth - 1)});
            }
        }
        return node;
    };
    for (int round = 0; round < 500; ++round) {
        const Node node = tree(5);
        const auto back = node_from_json(to_json(node));
        ASSERT_TRUE(back);
        ASSERT_TRUE(same(node, *back)) << to_json(node);
    }
}

TEST(Json, RefusesWhatIsDamaged) {
    for (const auto* json : {"", "{", "{\"a\":}", "[1,]", "{} x"}) {
        const auto node = node_from_json(json);
        ASSERT_FALSE(node) << json;
        EXPECT_EQ(node.error().code, ErrorCode::Corrupt);
    }
}

}  // namespace
}  // namespace taizhang::model
