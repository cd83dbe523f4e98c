// SPDX-License-Identifier: Apache-2.0
#include "model/pack/write_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::model {
namespace {

constexpr std::size_t kFlowCharactersMax = 88;
constexpr std::size_t kIndent = 2;

enum class Style { Block, Flow };

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Han, its punctuation and full width, in three bytes; not the rarer signs that some take for line
// ends.
bool is_han(const std::string& text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto second = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : '\0');
    return (first >= 0xe3 && first <= 0xec) ||
           (first == 0xef && (second == 0xbc || second == 0xbd));
}

// Only what no reader takes for anything else; all other text gets quotes.
bool is_plain(const std::string& text, Style style) {
    static constexpr std::string_view kBlock = " -+*/%=<>!.()',;?^|";
    static constexpr std::string_view kFlow = " -+*/%=<>.()";
    const std::string_view others = style == Style::Block ? kBlock : kFlow;
    if (text.empty() || text.ends_with(' ') || text == "null" || text == "Null" || text == "NULL" ||
        !(is_letter_or_digit(text[0]) || is_han(text, 0))) {
        return false;
    }
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (is_han(text, i)) {
            i += 3;
        } else if (byte < 0x80 && (is_letter_or_digit(text[i]) ||
                                   others.find(text[i]) != std::string_view::npos)) {
            ++i;
        } else {
            return false;
        }
    }
    return true;
}

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (c == '\r') {
            result += "\\r";
        } else if (c == '\t') {
            result += "\\t";
        } else if ((c >= 0 && c < ' ') || c == '\x7F') {
            result += fmt::format("\\x{:02x}", static_cast<int>(c));
        } else {
            result += c;
        }
    }
    return result + "\"";
}

std::string scalar(const std::string& text, Style style) {
    return is_plain(text, style) ? text : quoted(text);
}

std::string flow(const Node& node) {
    std::vector<std::string> parts;
    switch (node.kind) {
        case Node::Kind::Null:
            return "~";
        case Node::Kind::Scalar:
            return scalar(node.scalar, Style::Flow);
        case Node::Kind::Sequence:
            for (const auto& item : node.items) {
                parts.push_back(flow(item));
            }
            return "[" + join(parts, ", ") + "]";
        case Node::Kind::Map:
            break;
    }
    for (const auto& [key, value] : node.entries) {
        parts.push_back(scalar(key, Style::Flow) + ": " + flow(value));
    }
    return "{" + join(parts, ", ") + "}";
}

bool is_simple(const Node& node) {
    return node.kind == Node::Kind::Null || node.kind == Node::Kind::Scalar;
}

// On the line of its key: what is short and holds nothing that holds something.
bool fits_on_line(const Node& node, std::size_t indent) {
    const bool simple = std::all_of(node.items.begin(), node.items.end(), is_simple) &&
                        std::all_of(node.entries.begin(), node.entries.end(),
                                    [](const NodeEntry& entry) { return is_simple(entry.value); });
    return is_simple(node) || (node.items.empty() && node.entries.empty()) ||
           (simple && character_count(flow(node)) + indent <= kFlowCharactersMax);
}

class Writer {
  public:
    std::string take() { return std::move(text_); }

    // The text goes on where a key or a dash has just been written.
    void write_value(const Node& node, std::size_t indent) {
        if (fits_on_line(node, indent)) {
            text_ += " ";
            text_ +=
                node.kind == Node::Kind::Scalar ? scalar(node.scalar, Style::Block) : flow(node);
            text_ += "\n";
            return;
        }
        text_ += "\n";
        write_entries(node, indent);
    }

    // `first` is on a line that has been begun.
    void write_entries(const Node& node, std::size_t indent, bool begun = false) {
        for (const auto& item : node.items) {
            start(indent, begun);
            text_ += "-";
            if (item.kind == Node::Kind::Map && !fits_on_line(item, indent + kIndent)) {
                text_ += " ";
                write_entries(item, indent + kIndent, true);
            } else {
                write_value(item, indent + kIndent);
            }
        }
        for (const auto& [key, value] : node.entries) {
            start(indent, begun);
            text_ += scalar(key, Style::Block) + ":";
            write_value(value, indent + kIndent);
        }
    }

  private:
    void start(std::size_t indent, bool& begun) {
        text_ += begun ? "" : std::string(indent, ' ');
        begun = false;
    }

    std::string text_;
};

}  // namespace

std::string to_yaml(const Node& node) {
    Writer writer;
    if (node.items.empty() && node.entries.empty()) {
        return flow(node) + "\n";
    }
    writer.write_entries(node, 0);
    return writer.take();
}

}  // namespace taizhang::model
