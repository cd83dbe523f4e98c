// SPDX-License-Identifier: Apache-2.0
#include "model/pack/tree_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace {

std::string english_from_name(std::string_view name) {
    std::string words = replaced(std::string(name), "_", " ");
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    }
    return words;
}

}  // namespace

void TreeReader::complain(const Node& at, std::string message, std::string expected,
                          std::string value) {
    adopt(at, Error{ErrorCode::InvalidInput, std::move(message), "bad definition",
                    SourcePlace{"", "", 0, "", std::move(value), std::move(expected)}});
}

void TreeReader::adopt(const Node& at, Error error) {
    if (problems_.errors.size() >= limits::kPackErrorsMax) {
        return;
    }
    if (!error.place) {
        error.place.emplace();
    }
    error.place->file = file_;
    error.place->line = at.line;
    error.place->column.clear();
    problems_.errors.push_back(std::move(error));
}

bool TreeReader::expect_map(const Node& node, std::initializer_list<std::string_view> keys) {
    const auto words = [&] { return std::vector<std::string>(keys.begin(), keys.end()); };
    if (node.kind != Node::Kind::Map) {
        complain(node, "这里应是“键: 值”的一组内容", join(words(), "、"), node.scalar);
        return false;
    }
    for (const auto& [key, value] : node.entries) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            const auto known = words();
            const auto near = nearest(key, known);
            Node at;
            at.line = value.key_line;
            complain(at, fmt::format("不认识的键“{}”", key), near ? *near : join(known, "、"), key);
        }
    }
    return true;
}

const Node* TreeReader::required(const Node& map, std::string_view key) {
    const Node* node = map.find(key);
    if (node == nullptr) {
        complain(map, fmt::format("缺少“{}”", key), fmt::format("{}: …", key));
    }
    return node;
}

std::string TreeReader::text(const Node& map, std::string_view key, std::string_view fallback) {
    const Node* node = map.find(key);
    if (node == nullptr) {
        return std::string(fallback);
    }
    if (node->kind != Node::Kind::Scalar || trimmed(node->scalar).empty()) {
        complain(*node, fmt::format("“{}”应是一段文字", key), fmt::format("{}: 文字", key));
        return std::string(fallback);
    }
    return node->scalar;
}

std::string TreeReader::name(const Node& map, std::string_view key) {
    const Node* node = required(map, key);
    if (node == nullptr) {
        return "";
    }
    if (node->kind != Node::Kind::Scalar || !is_name(node->scalar)) {
        complain(*node, fmt::format("“{}”不是合适的名称", key),
                 "小写字母开头，只含小写字母、数字和下划线，不超过 48 个", node->scalar);
        return "";
    }
    return node->scalar;
}

bool TreeReader::truth(const Node& map, std::string_view key) {
    const Node* node = map.find(key);
    if (node == nullptr) {
        return false;
    }
    if (node->kind == Node::Kind::Scalar && (node->scalar == "true" || node->scalar == "false")) {
        return node->scalar == "true";
    }
    complain(*node, fmt::format("“{}”只能是 true 或 false", key), "true 或 false", node->scalar);
    return false;
}

std::optional<std::int64_t> TreeReader::whole(const Node& map, std::string_view key,
                                              std::int64_t min, std::int64_t max) {
    const Node* node = map.find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const char* end = node->scalar.data() + node->scalar.size();
    const auto [stop, error] = std::from_chars(node->scalar.data(), end, value);
    if (node->kind != Node::Kind::Scalar || error != std::errc{} || stop != end || value < min ||
        value > max) {
        complain(*node, fmt::format("“{}”应是整数", key), fmt::format("{} 到 {}", min, max),
                 node->scalar);
        return std::nullopt;
    }
    return value;
}

std::vector<std::string> TreeReader::names(const Node& map, std::string_view key) {
    std::vector<std::string> result;
    const Node* node = map.find(key);
    if (node == nullptr) {
        return result;
    }
    for (const auto& item : node->items) {
        if (item.kind != Node::Kind::Scalar || trimmed(item.scalar).empty()) {
            complain(item, fmt::format("“{}”里应是文字", key), fmt::format("{}: [甲, 乙]", key));
        } else {
            result.push_back(item.scalar);
        }
    }
    if (node->kind != Node::Kind::Sequence) {
        complain(*node, fmt::format("“{}”应是一列", key), fmt::format("{}: [甲, 乙]", key));
    }
    return result;
}

Title TreeReader::title(const Node& map, std::string_view key, std::string_view english_fallback) {
    const Node* node = required(map, key);
    return node == nullptr ? Title{} : title_of(*node, english_fallback);
}

Title TreeReader::title_of(const Node& node, std::string_view english_fallback) {
    if (node.kind == Node::Kind::Scalar && !trimmed(node.scalar).empty()) {
        return Title{node.scalar, english_from_name(english_fallback)};
    }
    if (node.kind != Node::Kind::Map) {
        complain(node, "标题应有中文", "{zh: 中文, en: English}", node.scalar);
        return {};
    }
    expect_map(node, {"zh", "en"});
    if (required(node, "zh") == nullptr) {
        return {};
    }
    return Title{text(node, "zh"), text(node, "en", english_from_name(english_fallback))};
}

std::optional<std::size_t> TreeReader::word(const Node& map, std::string_view key,
                                            const std::vector<std::string>& words) {
    const Node* node = map.find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto found = std::find(words.begin(), words.end(), node->scalar);
    if (node->kind != Node::Kind::Scalar || found == words.end()) {
        complain(*node, fmt::format("“{}”没有“{}”这一种", key, node->scalar),
                 words.empty() ? "先定义的一种" : join(words, "、"), node->scalar);
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - words.begin());
}

}  // namespace taizhang::model
