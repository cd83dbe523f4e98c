// SPDX-License-Identifier: Apache-2.0
#include "model/pack/write_yaml.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace taizhang::model {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void expect_same_again(const Node& node) {
    const std::string text = to_yaml(node);
    const auto again = read_yaml("again.yaml", text);
    ASSERT_TRUE(again) << describe(again.error()) << "\n" << text;
    ASSERT_EQ(again->size(), 1U) << text;
    EXPECT_EQ(to_json(again->front()), to_json(node)) << text;
}

TEST(WriteYaml, LooksAsPeopleWriteIt) {
    const std::string text =
        "ledger: visits\n"
        "title: {zh: 走访, en: Visits}\n"
        "key: [house, visited_on]\n"
        "fields:\n"
        "  - {name: house, title: 户, type: text}\n"
        "  - name: visited_on\n"
        "    title: {zh: 日期, en: Day}\n"
        "    check:\n"
        "      rule: visited_on >= '2020-01-01'\n"
        "      message: {zh: 太早, en: \"Too early: wait\"}\n";
    EXPECT_EQ(to_yaml(read_yaml("a.yaml", text)->front()), text);
}

TEST(WriteYaml, EveryDefinitionOfThePacksComesBack) {
    std::size_t definitions = 0;
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(TAIZHANG_SOURCE_DIR) / "packs")) {
        if (entry.path().extension() != ".yaml") {
            continue;
        }
        const auto nodes = read_yaml("a.yaml", read_file(entry.path())).value();
        for (const auto& node : nodes) {
            SCOPED_TRACE(entry.path());
            expect_same_again(node);
            ++definitions;
        }
    }
    EXPECT_GT(definitions, 200U);
}

// Texts made of what means something to YAML, at every place where a text may stand.
TEST(WriteYaml, AnyTextComesBack) {
    const std::vector<std::string> parts = {
        "a",    "9",    "台", "，",     " ",      "  ",     "-",    "- ", ":",   ": ", "#",   " #",
        "'",    "\"",   "\\", "\n",     "\t",     "{",      "}",    "[",  "]",   ",",  "&",   "*",
        "!",    "|",    ">",  "%",      "@",      "`",      "?",    "~",  "=",   "<",  "---", "...",
        "null", "true", "é",  "\u2028", "\u0085", "\uFEFF", "\x01", "（", "\x7F"};
    std::mt19937 random(7);
    const auto text = [&] {
        std::string made;
        const auto length = random() % 6;
        for (std::size_t i = 0; i < length; ++i) {
            made += parts[random() % parts.size()];
        }
        return made;
    };
    const auto scalar = [&] {
        Node node;
        node.kind = Node::Kind::Scalar;
        node.scalar = text();
        return node;
    };
    for (int round = 0; round < 3'000; ++round) {
        Node list;
        list.kind = Node::Kind::Sequence;
        list.items = {scalar(), scalar(), Node{}};
        Node inner;
        inner.kind = Node::Kind::Map;
        inner.entries = {{"a" + text(), scalar()}, {"b" + text(), list}, {"c" + text(), Node{}}};
        Node top;
        top.kind = Node::Kind::Map;
        top.entries = {{"one", scalar()}, {"two", inner}, {"three", list}};
        list.items.push_back(inner);
        top.entries.push_back({"four", list});
        expect_same_again(top);
    }
}

}  // namespace
}  // namespace taizhang::model
