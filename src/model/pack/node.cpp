// SPDX-License-Identifier: Apache-2.0
#include "model/pack/node.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace taizhang::model {
namespace {

boost::json::value to_value(const Node& node) {
    switch (node.kind) {
        case Node::Kind::Null:
            return nullptr;
        case Node::Kind::Scalar:
            return boost::json::value(node.scalar);
        case Node::Kind::Sequence: {
            boost::json::array array;
            for (const auto& item : node.items) {
                array.push_back(to_value(item));
            }
            return array;
        }
        case Node::Kind::Map:
            break;
    }
    boost::json::object object;
    for (const auto& [key, value] : node.entries) {
        object.emplace(key, to_value(value));
    }
    return object;
}

Node from_value(const boost::json::value& value) {
    Node node;
    if (value.is_string()) {
        node.kind = Node::Kind::Scalar;
        node.scalar = std::string_view(value.get_string());
    } else if (value.is_array()) {
        node.kind = Node::Kind::Sequence;
        for (const auto& item : value.get_array()) {
            node.items.push_back(from_value(item));
        }
    } else if (value.is_object()) {
        node.kind = Node::Kind::Map;
        for (const auto& entry : value.get_object()) {
            node.entries.push_back({entry.key(), from_value(entry.value())});
        }
    }
    return node;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    for (const auto& entry : entries) {
        if (entry.key == key) {
            return &entry.value;
        }
    }
    return nullptr;
}

std::string to_json(const Node& node) {
    return boost::json::serialize(to_value(node));
}

Result<Node> node_from_json(std::string_view json) {
    boost::json::error_code error;
    const auto value = boost::json::parse({json.data(), json.size()}, error);
    if (error) {
        return fail(ErrorCode::Corrupt, "库中保存的定义已损坏",
                    fmt::format("stored definition is not JSON: {}", error.message()));
    }
    return from_value(value);
}

}  // namespace taizhang::model
