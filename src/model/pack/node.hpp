// SPDX-License-Identifier: Apache-2.0
// A definition file as a tree that remembers its lines. YAML is read into it when a pack is
// installed; the store keeps the same tree as JSON, which opens a hundred times faster.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace taizhang::model {

struct NodeEntry;

struct Node {
    enum class Kind { Null, Scalar, Sequence, Map };

    Kind kind = Kind::Null;
    std::string scalar;
    std::vector<Node> items;
    std::vector<NodeEntry> entries;  // in the file's order
    std::size_t line = 0;            // 1-based
    std::size_t key_line = 0;        // of its key, where it is a map's value

    const Node* find(std::string_view key) const;
};

struct NodeEntry {
    std::string key;
    Node value;
};

// All documents of a file. Anchors, aliases, tags and a key used twice in one map are refused.
Result<std::vector<Node>> read_yaml(const std::string& file, const std::string& text);

std::string to_json(const Node& node);
Result<Node> node_from_json(std::string_view json);

}  // namespace taizhang::model
