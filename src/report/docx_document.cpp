// SPDX-License-Identifier: Apache-2.0
#include "report/docx_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "report/write_text.hpp"

namespace taizhang::report {

namespace {

constexpr const char* kWordNamespace =
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr const char* kRelationNamespace =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

// GB/T 9704-2012 in twips (1/1440 inch). 225 mm hold 22 lines of 579; the 28 characters of a line
// are the business of styles.xml.
constexpr int kPageWidth = 11906;
constexpr int kPageHeight = 16838;
constexpr int kMarginTop = 2098;
constexpr int kMarginLeft = 1587;
constexpr int kMarginRight = 1474;
constexpr int kMarginBottom = 1984;
constexpr int kLinePitch = 579;
// The dash of the page number stands 7 mm under the text block: 35 mm − 7 mm − half a 14 pt line.
constexpr int kFooterDistance = 1447;

pugi::xml_node child(pugi::xml_node parent, const char* name) {
    return parent.append_child(name);
}

template <typename Value>
pugi::xml_node child(pugi::xml_node parent, const char* name, const char* attribute,
                     const Value& value) {
    pugi::xml_node node = parent.append_child(name);
    node.append_attribute(attribute) = value;
    return node;
}

const char* style_of(BlockKind kind) {
    switch (kind) {
        case BlockKind::Title:
            return "Title";
        case BlockKind::Heading1:
            return "Heading1";
        case BlockKind::Heading2:
            return "Heading2";
        case BlockKind::Heading3:
            return "Heading3";
        case BlockKind::Signature:
            return "Signature";
        case BlockKind::Body:
            break;
    }
    return "BodyText";
}

class TextWriter : public pugi::xml_writer {
  public:
    void write(const void* data, std::size_t size) override {
        text_.append(static_cast<const char*>(data), size);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

std::string to_xml(const pugi::xml_document& document) {
    TextWriter writer;
    document.save(writer, "", pugi::format_raw, pugi::encoding_utf8);
    return writer.take();
}

void declare(pugi::xml_document& document) {
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    declaration.append_attribute("standalone") = "yes";
}

// Line breaks inside a run; everything else is one w:t.
void append_text(pugi::xml_node run, std::string_view text) {
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (start > 0) {
            child(run, "w:br");
        }
        if (end > start) {
            pugi::xml_node node = child(run, "w:t", "xml:space", "preserve");
            node.text().set(std::string(text.substr(start, end - start)).c_str());
        }
        start = end + 1;
    }
}

class DocumentBuilder {
  public:
    explicit DocumentBuilder(const Report& report)
        : report_(report), uses_(report.figures.size(), 0) {}

    std::string build();

  private:
    void append_block(const Block& block);
    void append_run(pugi::xml_node paragraph, const Run& run);
    void append_empty_line();
    void append_section();
    std::string bookmark_name(std::size_t figure);

    const Report& report_;
    pugi::xml_document document_;
    pugi::xml_node body_;
    std::vector<std::size_t> uses_;  // runs seen of each figure
    int bookmarks_ = 0;
};

std::string DocumentBuilder::build() {
    declare(document_);
    pugi::xml_node root = child(document_, "w:document", "xmlns:w", kWordNamespace);
    root.append_attribute("xmlns:r") = kRelationNamespace;
    body_ = child(root, "w:body");
    const std::vector<Block>& blocks = report_.blocks;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const BlockKind kind = blocks[i].kind;
        const bool first_signature =
            kind == BlockKind::Signature && i > 0 && blocks[i - 1].kind != kind;
        if (first_signature) {
            append_empty_line();
        }
        append_block(blocks[i]);
        const bool last_title =
            kind == BlockKind::Title && (i + 1 == blocks.size() || blocks[i + 1].kind != kind);
        if (last_title) {
            append_empty_line();
        }
    }
    append_section();
    return to_xml(document_);
}

void DocumentBuilder::append_block(const Block& block) {
    pugi::xml_node paragraph = child(body_, "w:p");
    child(child(paragraph, "w:pPr"), "w:pStyle", "w:val", style_of(block.kind));
    for (const Run& run : block.runs) {
        append_run(paragraph, run);
    }
}

void DocumentBuilder::append_run(pugi::xml_node paragraph, const Run& run) {
    const std::string text = printed_text(report_, run);
    if (text.empty()) {
        return;
    }
    const Figure* figure = figure_of(report_, run);
    const int bookmark = bookmarks_;
    if (figure != nullptr) {
        ++bookmarks_;
        pugi::xml_node start = child(paragraph, "w:bookmarkStart", "w:id", bookmark);
        start.append_attribute("w:name") = bookmark_name(*run.figure).c_str();
    }
    pugi::xml_node node = child(paragraph, "w:r");
    pugi::xml_node properties = child(node, "w:rPr");
    // Quotes and dashes, which Unicode shares with Latin, take the Chinese font.
    child(properties, "w:rFonts", "w:hint", "eastAsia");
    if (run.bold) {
        child(properties, "w:b");
        child(properties, "w:bCs");
    }
    if (figure != nullptr && is_missing(*figure)) {
        child(properties, "w:highlight", "w:val", "yellow");
    }
    append_text(node, text);
    if (figure != nullptr) {
        child(paragraph, "w:bookmarkEnd", "w:id", bookmark);
    }
}

std::string DocumentBuilder::bookmark_name(std::size_t figure) {
    const std::size_t use = ++uses_[figure];
    return use == 1 ? fmt::format("fig_{}", figure + 1) : fmt::format("fig_{}_{}", figure + 1, use);
}

void DocumentBuilder::append_empty_line() {
    child(child(child(body_, "w:p"), "w:pPr"), "w:pStyle", "w:val", "BodyText");
}

void DocumentBuilder::append_section() {
    pugi::xml_node section = child(body_, "w:sectPr");
    child(section, "w:footerReference", "w:type", "default").append_attribute("r:id") = "rId4";
    child(section, "w:footerReference", "w:type", "even").append_attribute("r:id") = "rId5";
    child(section, "w:pgSz", "w:w", kPageWidth).append_attribute("w:h") = kPageHeight;
    pugi::xml_node margins = child(section, "w:pgMar", "w:top", kMarginTop);
    margins.append_attribute("w:right") = kMarginRight;
    margins.append_attribute("w:bottom") = kMarginBottom;
    margins.append_attribute("w:left") = kMarginLeft;
    margins.append_attribute("w:header") = 851;
    margins.append_attribute("w:footer") = kFooterDistance;
    margins.append_attribute("w:gutter") = 0;
    child(section, "w:cols", "w:space", 425);
    pugi::xml_node grid = child(section, "w:docGrid", "w:type", "lines");
    grid.append_attribute("w:linePitch") = kLinePitch;
}

void append_property(pugi::xml_node root, const char* name, const std::string& value) {
    if (!value.empty()) {
        child(root, name).text().set(clean_text(value).c_str());
    }
}

// W3CDTF in UTC, or nothing when the report does not say when its data were read.
std::string created_at(const std::string& data_as_of) {
    constexpr std::int64_t kOffset = 8LL * 3600 * 1000;  // Asia/Shanghai
    const Result<Instant> instant = parse_instant(data_as_of);
    if (!instant) {
        return {};
    }
    std::string text = format_instant(Instant{instant->milliseconds - kOffset});
    text[text.find(' ')] = 'T';
    return text + "Z";
}

}  // namespace

std::string docx_document_xml(const Report& report) {
    return DocumentBuilder(report).build();
}

std::string docx_core_xml(const Report& report) {
    pugi::xml_document document;
    declare(document);
    pugi::xml_node root =
        child(document, "cp:coreProperties", "xmlns:cp",
              "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    root.append_attribute("xmlns:dc") = "http://purl.org/dc/elements/1.1/";
    root.append_attribute("xmlns:dcterms") = "http://purl.org/dc/terms/";
    root.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
    append_property(root, "dc:title", report.title);
    append_property(root, "dc:subject", report.period_title);
    append_property(root, "dc:creator", report.office);
    append_property(root, "dc:language", "zh-CN");
    const std::string created = created_at(report.data_as_of);
    if (!created.empty()) {
        pugi::xml_node node = child(root, "dcterms:created", "xsi:type", "dcterms:W3CDTF");
        node.text().set(created.c_str());
    }
    return to_xml(document);
}

}  // namespace taizhang::report
