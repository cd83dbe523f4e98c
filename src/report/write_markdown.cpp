// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "report/write_text.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

namespace {

struct Span {
    std::string text;
    bool bold = false;
};

// Every ASCII character that could begin inline markup; CommonMark §2.4 lets any of them be
// escaped.
std::string escape_inline(std::string_view text) {
    constexpr std::string_view kMarkup = "\\`*_[]<>&~|";
    std::string escaped;
    for (const char character : text) {
        if (character == '\n') {
            escaped += "\\\n";  // a hard line break
            continue;
        }
        if (kMarkup.find(character) != std::string_view::npos) {
            escaped += '\\';
        }
        escaped += character;
    }
    return escaped;
}

// A paragraph that begins with "1." or "-" is still a paragraph of the report, not a list.
std::string escape_start(const std::string& line) {
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')')) {
        return line.substr(0, digits) + "\\" + line.substr(digits);
    }
    constexpr std::string_view kBlockMarks = "#+-=:";
    if (!line.empty() && kBlockMarks.find(line.front()) != std::string_view::npos) {
        return "\\" + line;
    }
    return line;
}

// White space or punctuation as far as flanking goes: ASCII, U+2000–207F, U+3000–303F and the
// full-width forms that are neither digit nor letter.
bool is_punctuation(std::string_view character) {
    if (character.size() == 1) {
        const auto byte = static_cast<unsigned char>(character.front());
        return std::ispunct(byte) != 0 || std::isspace(byte) != 0;
    }
    if (character.size() != 3) {
        return false;
    }
    const std::string_view two = character.substr(0, 2);
    const auto last = static_cast<unsigned char>(character[2]);
    const bool full_width =
        two == "\xEF\xBC" && (last <= 0x8F || (last >= 0x9A && last <= 0xA0) || last >= 0xBB);
    return two == "\xE2\x80" || two == "\xE2\x81" || two == "\xE3\x80" || full_width ||
           (two == "\xEF\xBD" && last >= 0x9B && last <= 0xA5);
}

std::size_t last_character(std::string_view text) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) {
        --start;
    }
    return text.size() - start;
}

std::size_t first_character(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return end;
}

// ** before or after punctuation does not open or close emphasis when a letter or an ideograph is
// on its other side (CommonMark §6.2), which Chinese text without spaces always has. Punctuation
// at either end of bold text therefore stays outside the marks, except at the paragraph's ends.
std::string emphasized(std::string_view text, bool at_start, bool at_end) {
    std::size_t start = 0;
    std::size_t end = text.size();
    while (!at_start && start < end &&
           is_punctuation(text.substr(start, first_character(text.substr(start))))) {
        start += first_character(text.substr(start));
    }
    while (!at_end && end > start) {
        const std::size_t length = last_character(text.substr(start, end - start));
        if (!is_punctuation(text.substr(end - length, length))) {
            break;
        }
        end -= length;
    }
    const std::string core = escape_inline(text.substr(start, end - start));
    return escape_inline(text.substr(0, start)) + (core.empty() ? "" : "**" + core + "**") +
           escape_inline(text.substr(end));
}

// Runs of equal weight are joined: two bold runs side by side would write ****.
std::vector<Span> spans_of(const Report& report, const Block& block) {
    std::vector<Span> spans;
    for (const Run& run : block.runs) {
        const std::string text = printed_text(report, run);
        if (text.empty()) {
            continue;
        }
        if (!spans.empty() && spans.back().bold == run.bold) {
            spans.back().text += text;
        } else {
            spans.push_back({text, run.bold});
        }
    }
    return spans;
}

std::string paragraph(const Report& report, const Block& block) {
    const std::vector<Span> spans = spans_of(report, block);
    std::string line;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        line += spans[i].bold ? emphasized(spans[i].text, i == 0, i + 1 == spans.size())
                              : escape_inline(spans[i].text);
    }
    return line;
}

std::string_view heading_mark(BlockKind kind) {
    switch (kind) {
        case BlockKind::Title:
            return "# ";
        case BlockKind::Heading1:
            return "## ";
        case BlockKind::Heading2:
            return "### ";
        case BlockKind::Heading3:
            return "#### ";
        case BlockKind::Body:
        case BlockKind::Signature:
            break;
    }
    return "";
}

}  // namespace

std::string write_markdown(const Report& report) {
    std::string text;
    for (const Block& block : report.blocks) {
        const std::string line = paragraph(report, block);
        if (line.empty()) {
            continue;
        }
        const std::string_view mark = heading_mark(block.kind);
        const bool starts_bold = line.starts_with("**");
        text += text.empty() ? "" : "\n";
        text += mark;
        text += mark.empty() && !starts_bold ? escape_start(line) : line;
        text += '\n';
    }
    return text;
}

}  // namespace taizhang::report
