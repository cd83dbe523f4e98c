// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/pack/node.hpp"

namespace taizhang::model {
namespace {

// Thrown out of the event handlers only, and caught in read_yaml: yaml-cpp has no other way to
// stop.
struct Refused {
    Error error;
};

class TreeBuilder : public YAML::EventHandler {
  public:
    explicit TreeBuilder(std::string file) : file_(std::move(file)) {}

    Node take() { return std::move(root_); }
    std::size_t last_line() const { return last_line_; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        // yaml-cpp 0.7 gives an empty document for a comma outside of brackets and stays before it.
        if (mark.pos == document_at_) {
            refuse(mark, "YAML 写法有误（多余的逗号或括号）", "键: 值");
        }
        document_at_ = mark.pos;
        root_ = Node{};
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_anchor(mark, anchor);
        put(make(Node::Kind::Null, "", mark));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, "不支持 YAML 引用（*）", "把内容直接写出来");
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        put(make(Node::Kind::Scalar, value, mark));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        refuse_tag(mark, tag);
        open(mark, anchor, Node::Kind::Sequence);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        refuse_tag(mark, tag);
        open(mark, anchor, Node::Kind::Map);
    }
    void OnMapEnd() override { close(); }

  private:
    struct Level {
        Node node;
        std::string key;  // of a map: the key whose value comes next
        std::size_t key_line = 0;
        bool has_key = false;
    };

    static std::size_t line(const YAML::Mark& mark) {
        return static_cast<std::size_t>(mark.line) + 1;
    }

    static Node make(Node::Kind kind, std::string scalar, const YAML::Mark& mark) {
        return Node{kind, std::move(scalar), {}, {}, line(mark), 0};
    }

    [[noreturn]] void refuse(const YAML::Mark& mark, std::string message, std::string expected) {
        throw Refused{Error{ErrorCode::InvalidInput, std::move(message), "yaml refused",
                            SourcePlace{.file = file_,
                                        .sheet = "",
                                        .line = line(mark),
                                        .column = "",
                                        .value = "",
                                        .expected = std::move(expected)}}};
    }

    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != 0) {
            refuse(mark, "不支持 YAML 锚（&）", "把内容直接写出来");
        }
    }

    void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") {
            refuse(mark, "不支持 YAML 标签（!）", "去掉标签");
        }
    }

    void open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind) {
        refuse_anchor(mark, anchor);
        if (levels_.size() >= kDepthMax) {
            refuse(mark, "嵌套太深", fmt::format("不超过 {} 层", kDepthMax));
        }
        levels_.push_back(Level{make(kind, "", mark), "", 0, false});
    }

    void close() {
        Node node = std::move(levels_.back().node);
        levels_.pop_back();
        put(std::move(node));
    }

    void put(Node node) {
        last_line_ = std::max(last_line_, node.line);
        if (levels_.empty()) {
            root_ = std::move(node);
            return;
        }
        Level& level = levels_.back();
        if (level.node.kind == Node::Kind::Sequence) {
            level.node.items.push_back(std::move(node));
        } else if (level.has_key) {
            node.key_line = level.key_line;
            // yaml-cpp marks a value that is not there where the next thing stands.
            node.line = node.kind == Node::Kind::Null ? level.key_line : node.line;
            level.node.entries.push_back({std::move(level.key), std::move(node)});
            level.has_key = false;
        } else {
            take_key(level, node);
        }
    }

    void take_key(Level& level, const Node& node) {
        YAML::Mark mark;
        mark.line = static_cast<int>(node.line) - 1;
        if (node.kind != Node::Kind::Scalar) {
            refuse(mark, "键必须是文字", "键: 值");
        }
        if (level.node.find(node.scalar) != nullptr) {
            refuse(mark, fmt::format("键“{}”写了两次", node.scalar), "每个键只写一次");
        }
        level.key = node.scalar;
        level.key_line = node.line;
        level.has_key = true;
    }

    static constexpr std::size_t kDepthMax = 32;
    std::string file_;
    Node root_;
    int document_at_ = -1;       // where the document in hand begins
    std::size_t last_line_ = 1;  // of what was read so far
    std::vector<Level> levels_;
};

// YAML allows none but tab and line end. Its parser takes a NUL for UTF-16, and U+0004 for the end.
bool is_forbidden(char c) {
    return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7F';
}

std::size_t line_at(const std::string& text, std::string::const_iterator at) {
    return static_cast<std::size_t>(std::count(text.begin(), at, '\n')) + 1;
}

}  // namespace

Result<std::vector<Node>> read_yaml(const std::string& file, const std::string& text) {
    const auto refuse = [&](std::size_t line, std::string message, std::string expected) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{file, "", line, "", "", std::move(expected)}, std::move(message),
                       "bad yaml");
    };
    if (text.size() > limits::kPackFileBytesMax) {
        return refuse(0, "文件太大", fmt::format("不超过 {} 字节", limits::kPackFileBytesMax));
    }
    if (!is_valid_utf8(text)) {
        return refuse(0, "文件不是 UTF-8 编码", "另存为 UTF-8");
    }
    if (const auto bad = std::ranges::find_if(text, is_forbidden); bad != text.end()) {
        return refuse(line_at(text, bad), "此处有控制字符", "删去看不见的字符");
    }
    std::vector<Node> documents;
    TreeBuilder builder(file);
    try {
        // yaml-cpp 0.7 takes an unclosed quote, and a key without colon, for complete where the
        // file ends with a line end behind it. A last comment keeps it from doing so.
        std::istringstream stream(text + (text.ends_with('\n') ? "#" : "\n#"));
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
            documents.push_back(builder.take());
        }
    } catch (const Refused& refused) {
        return tl::unexpected<Error>(refused.error);
    } catch (const YAML::Exception& error) {
        const bool unclosed = error.msg == YAML::ErrorMsg::EOF_IN_SCALAR;
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) +
                           (text.ends_with('\n') ? 0 : 1);
        const auto line = static_cast<std::size_t>(error.mark.line) + 1;
        return refuse(unclosed ? builder.last_line() : std::min(line, lines),
                      fmt::format("YAML 写法有误（{}）", error.msg),
                      "检查缩进、冒号后的空格、引号和括号是否成对");
    }
    return documents;
}

}  // namespace taizhang::model
