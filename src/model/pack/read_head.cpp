// SPDX-License-Identifier: Apache-2.0
#include "model/pack/read_head.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::model {

void read_head(const Node& node, Pack& pack, TreeReader& reader) {
    if (!reader.expect_map(node, {"pack", "title", "version", "chapters", "small_count"})) {
        return;
    }
    pack.name = reader.name(node, "pack");
    pack.title = reader.title(node, "title", pack.name);
    if (reader.required(node, "version") != nullptr) {
        pack.version = static_cast<int>(reader.whole(node, "version", 1, 1'000'000).value_or(0));
    }
    pack.small_count_min = reader.whole(node, "small_count", 2, 1'000).value_or(0);
    const Node* chapters = reader.required(node, "chapters");
    if (chapters == nullptr) {
        return;
    }
    if (chapters->kind != Node::Kind::Map || chapters->entries.empty()) {
        reader.complain(*chapters, "chapters 应列出各章", "party: {zh: 党建, en: Party building}");
    }
    for (const auto& [name, title] : chapters->entries) {
        if (!is_name(name)) {
            reader.complain(title, fmt::format("章的名称“{}”不合适", name), "小写名称", name);
        }
        pack.chapters.emplace_back(name, reader.title_of(title, name));
    }
}

ReportSource read_report(const DefinitionDocument& document, TreeReader& reader) {
    reader.expect_map(document.node, {"report", "title", "text"});
    ReportSource report;
    report.name = document.name;
    report.title = reader.title(document.node, "title", document.name);
    report.file = document.file;
    report.text = reader.text(document.node, "text");
    const Node* text = document.node.find("text");
    report.first_line = text == nullptr ? 0 : text->line;
    return report;
}

}  // namespace taizhang::model
