// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/pack/tree_reader.hpp"

namespace taizhang::model {
namespace {

using Kind = DefinitionDocument::Kind;
constexpr std::string_view kFence = "---\n";

struct Head {
    std::string_view key;
    Kind kind;
};

// In this order: a map names its ledger too.
constexpr Head kHeads[] = {{"pack", Kind::Pack},
                           {"map", Kind::Map},
                           {"ledger", Kind::Ledger},
                           {"indicator", Kind::Indicator},
                           {"role", Kind::Role}};

void read_yaml_file(const PackFile& file, std::vector<DefinitionDocument>& documents,
                    PackProblems& problems) {
    auto nodes = read_yaml(file.path, file.text);
    if (!nodes) {
        problems.errors.push_back(nodes.error());
        return;
    }
    TreeReader reader(file.path, problems);
    for (auto& node : *nodes) {
        if (node.kind == Node::Kind::Null) {
            continue;
        }
        const std::size_t line = node.line;
        if (auto document = as_document(file.path, std::move(node))) {
            documents.push_back(std::move(*document));
        } else {
            Node at;
            at.line = line;
            reader.complain(at, "看不出这一段定义的是什么",
                            "以 pack:、ledger:、indicator:、map: 或 role: 开头");
        }
    }
}

// Front matter between two fences, then the text.
void read_report_file(const PackFile& file, std::vector<DefinitionDocument>& documents,
                      PackProblems& problems) {
    TreeReader reader(file.path, problems);
    Node top;
    top.line = 1;
    const std::string text = replaced(file.text, "\r\n", "\n");
    const auto end =
        text.starts_with(kFence) ? text.find("\n---\n", kFence.size() - 1) : std::string::npos;
    if (end == std::string::npos) {
        reader.complain(top, "模板开头缺少两行 --- 之间的说明",
                        "---、report: 名称、title: {zh: …, en: …}、---");
        return;
    }
    if (text.size() > limits::kPackFileBytesMax || !is_valid_utf8(text)) {
        top.line = 0;
        reader.complain(top, "模板太大，或不是 UTF-8 编码",
                        fmt::format("UTF-8，不超过 {} 字节", limits::kPackFileBytesMax));
        return;
    }
    auto nodes = read_yaml(file.path, text.substr(0, end + 1));
    if (!nodes) {
        problems.errors.push_back(nodes.error());
        return;
    }
    Node node = nodes->empty() ? top : std::move(nodes->front());
    if (reader.required(node, "report") == nullptr) {
        return;
    }
    const std::string name = node.find("report")->scalar;
    Node body;
    body.kind = Node::Kind::Scalar;
    body.scalar = text.substr(end + kFence.size() + 1);
    body.line = static_cast<std::size_t>(std::count(
                    text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n')) +
                3;
    node.entries.push_back({"text", std::move(body)});
    documents.push_back({Kind::Report, name, file.path, std::move(node)});
}

}  // namespace

std::optional<DefinitionDocument> as_document(const std::string& file, Node node) {
    for (const auto& head : kHeads) {
        if (const Node* name = node.find(head.key)) {
            const std::string called = name->scalar;
            return DefinitionDocument{head.kind, called, file, std::move(node)};
        }
    }
    return std::nullopt;
}

std::vector<DefinitionDocument> read_pack_files(const std::vector<PackFile>& files,
                                                PackProblems& problems) {
    std::vector<DefinitionDocument> documents;
    for (const auto& file : files) {
        if (file.path.ends_with(".yaml")) {
            read_yaml_file(file, documents, problems);
        } else if (file.path.ends_with(".md")) {
            read_report_file(file, documents, problems);
        }
    }
    return documents;
}

}  // namespace taizhang::model
