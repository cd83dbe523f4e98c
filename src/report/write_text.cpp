// SPDX-License-Identifier: Apache-2.0
#include "report/write_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/text.hpp"

namespace taizhang::report {

namespace {

struct Decoded {
    std::uint32_t code_point = 0xFFFD;
    std::size_t bytes = 1;
    bool valid = false;
};

std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

// Overlong forms and surrogates decode, but are not valid.
Decoded decode(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = sequence_length(lead);
    if (length == 0 || length > text.size()) {
        return {};
    }
    std::uint32_t code_point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) {
            return {};
        }
        code_point = (code_point << 6U) | (next & 0x3FU);
    }
    const bool overlong =
        (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (overlong || surrogate || code_point > 0x10FFFF) {
        return {};
    }
    return {code_point, length, true};
}

bool allowed_in_xml(std::uint32_t code_point) {
    if (code_point < 0x20) {
        return code_point == '\t' || code_point == '\n' || code_point == '\r';
    }
    return code_point != 0xFFFE && code_point != 0xFFFF && code_point != 0x7F;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

std::string clean_text(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const Decoded decoded = decode(text);
        if (!decoded.valid) {
            clean += kReplacement;
        } else if (allowed_in_xml(decoded.code_point)) {
            clean += text.substr(0, decoded.bytes);
        }
        text.remove_prefix(decoded.bytes);
    }
    return clean;
}

std::string escape_html(std::string_view text) {
    std::string escaped;
    for (const char character : clean_text(text)) {
        switch (character) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += character;
        }
    }
    return escaped;
}

const Figure* figure_of(const Report& report, const Run& run) {
    const bool known = run.figure && *run.figure < report.figures.size();
    return known ? &report.figures[*run.figure] : nullptr;
}

bool is_missing(const Figure& figure) {
    return figure.state == FigureState::Missing;
}

bool is_doubtful(const Figure& figure) {
    return !is_missing(figure) && !std::ranges::all_of(figure.evidence, &Evidence::agrees);
}

std::string printed_text(const Report& report, const Run& run) {
    const Figure* figure = figure_of(report, run);
    if (figure != nullptr && is_missing(*figure)) {
        return "〔缺：" + clean_text(figure->title_zh) + "〕";
    }
    return clean_text(run.text);
}

std::string printed_text(const Report& report, const Block& block) {
    std::string text;
    for (const Run& run : block.runs) {
        text += printed_text(report, run);
    }
    return text;
}

std::string grouped_digits(std::string_view number) {
    const std::size_t start = number.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(number.find('.'), number.size());
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::string_view whole = number.substr(start, point - std::min(start, point));
    const std::string_view decimals = number.substr(std::min(point + 1, number.size()));
    if (whole.empty() || !std::ranges::all_of(whole, is_digit) ||
        !std::ranges::all_of(decimals, is_digit)) {
        return std::string(number);
    }
    std::string grouped(number.substr(0, start));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % 3 == 0) {
            grouped += ',';
        }
        grouped += whole[i];
    }
    return grouped + std::string(number.substr(point));
}

}  // namespace taizhang::report
