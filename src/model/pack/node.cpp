// SPDX-License-Identifier: Apache-2.0
#include "model/pack/node.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <utility>

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

// Takes what the parser meets straight into the tree: a start reads some hundred kilobytes of
// definitions. A part that is still open is the last of its parent's, so that nothing moves it.
class NodeHandler {
  public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Text = boost::json::string_view;
    using Code = boost::json::error_code;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&) { return open(Node::Kind::Map); }
    bool on_object_end(std::size_t, Code&) { return close(); }
    bool on_array_begin(Code&) { return open(Node::Kind::Sequence); }
    bool on_array_end(std::size_t, Code&) { return close(); }
    bool on_key_part(Text text, std::size_t, Code&) { return add(text); }
    bool on_key(Text text, std::size_t, Code&) {
        add(text);
        open_.back()->entries.emplace_back().key.swap(text_);
        text_.clear();
        return true;
    }
    bool on_string_part(Text text, std::size_t, Code&) { return add(text); }
    bool on_string(Text text, std::size_t, Code&) {
        add(text);
        Node& node = next();
        node.kind = Node::Kind::Scalar;
        node.scalar.swap(text_);
        text_.clear();
        return true;
    }
    // A tree has no numbers and no truth values: what is neither text nor made of texts is nothing.
    bool on_number_part(Text, Code&) { return true; }
    bool on_int64(std::int64_t, Text, Code&) { return skip(); }
    bool on_uint64(std::uint64_t, Text, Code&) { return skip(); }
    bool on_double(double, Text, Code&) { return skip(); }
    bool on_bool(bool, Code&) { return skip(); }
    bool on_null(Code&) { return skip(); }
    bool on_comment_part(Text, Code&) { return true; }
    bool on_comment(Text, Code&) { return true; }

    Node take() { return std::move(root_); }

  private:
    Node& next() {
        if (open_.empty()) {
            return root_;
        }
        Node& parent = *open_.back();
        return parent.kind == Node::Kind::Map ? parent.entries.back().value
                                              : parent.items.emplace_back();
    }
    bool open(Node::Kind kind) {
        Node& node = next();
        node.kind = kind;
        if (kind == Node::Kind::Map) {
            node.entries.reserve(kEntriesUsual);
        }
        open_.push_back(&node);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    bool add(Text text) {
        text_.append(text.data(), text.size());
        return true;
    }
    bool skip() {
        next();
        return true;
    }

    static constexpr std::size_t kEntriesUsual = 4;

    Node root_;
    std::vector<Node*> open_;
    std::string text_;  // of the key or the scalar that is being read
};

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
    boost::json::basic_parser<NodeHandler> parser(boost::json::parse_options{});
    boost::json::error_code error;
    const std::size_t read = parser.write_some(false, json.data(), json.size(), error);
    if (!error && read < json.size()) {
        error = boost::json::error::extra_data;
    }
    if (error) {
        return fail(ErrorCode::Corrupt, "库中保存的定义已损坏",
                    fmt::format("stored definition is not JSON: {}", error.message()));
    }
    return parser.handler().take();
}

}  // namespace taizhang::model
