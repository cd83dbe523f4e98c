// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_strings.hpp"

#include <fmt/format.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/utf8.hpp"
#include "exchange/xml_part.hpp"

namespace taizhang::exchange {
namespace {

static_assert(kCellBytesMax <= kSharedStringsBlockBytes);
static_assert(2 * kSharedStringsBytesMax + kSharedStringsBlockBytes <
              std::numeric_limits<std::uint32_t>::max());

constexpr std::size_t kEscapeBytes = 7;

// The UTF-16 unit of an escape that begins at `at`, or nullopt.
std::optional<std::uint16_t> escape_at(std::string_view text, std::size_t at) {
    const auto piece = text.substr(std::min(at, text.size()), kEscapeBytes);
    if (piece.size() < kEscapeBytes || !piece.starts_with("_x") || piece.back() != '_') {
        return std::nullopt;
    }
    std::uint16_t unit = 0;
    const auto* end = piece.data() + kEscapeBytes - 1;
    const auto [stop, code] = std::from_chars(piece.data() + 2, end, unit, 16);
    return code == std::errc() && stop == end ? std::optional(unit) : std::nullopt;
}

class StringsHandler final : public XmlHandler {
  public:
    StringsHandler(std::string file, std::size_t bytes_max)
        : file_(std::move(file)), bytes_max_(bytes_max) {}

    void on_start(std::string_view name, const XmlAttributes&) override {
        if (name == "si") {
            in_string_ = true;
            rich_.clear();
        } else if (in_string_) {
            rich_.on_start(name);
        }
    }

    void on_end(std::string_view name) override {
        if (name == "si") {
            in_string_ = false;
            strings_.append(rich_.text());
            if (strings_.bytes() > bytes_max_) {
                stop_at_limit("shared strings", bytes_max_);
            }
        } else if (in_string_) {
            rich_.on_end(name);
        }
    }

    void on_text(std::string_view text) override {
        if (!in_string_) {
            return;
        }
        rich_.on_text(text);
        if (rich_.text().size() > kCellBytesMax) {
            stop_at_limit("one shared string", kCellBytesMax);
        }
    }

    SharedStrings& strings() { return strings_; }

  private:
    void stop_at_limit(std::string_view what, std::size_t limit) {
        stop(Error{
            ErrorCode::LimitExceeded,
            fmt::format("文件中的文字超过 {} MiB 的上限，请拆分成几个文件", limit / kMebibyte),
            fmt::format("xlsx: {} above {} bytes", what, limit), file_place(file_)});
    }

    std::string file_;
    std::size_t bytes_max_;
    SharedStrings strings_;
    RichText rich_;
    bool in_string_ = false;
};

}  // namespace

void decode_escapes(std::string& text, std::size_t from) {
    auto at = text.find("_x", from);
    if (at == std::string::npos) {
        return;
    }
    std::string decoded = text.substr(0, at);
    while (at < text.size()) {
        const auto unit = escape_at(text, at);
        if (!unit || *unit == 0 || U16_IS_TRAIL(*unit)) {
            decoded += text[at++];
            continue;
        }
        const auto next = U16_IS_LEAD(*unit) ? escape_at(text, at + kEscapeBytes) : std::nullopt;
        if (next && U16_IS_TRAIL(*next)) {
            append_character(decoded, U16_GET_SUPPLEMENTARY(*unit, *next));
            at += 2 * kEscapeBytes;
        } else if (U16_IS_LEAD(*unit)) {
            decoded += text[at++];
        } else {
            append_character(decoded, *unit);
            at += kEscapeBytes;
        }
    }
    text = std::move(decoded);
}

void RichText::on_start(std::string_view name) {
    if (name == "rPh") {
        in_pronunciation_ = true;
    } else if (name == "t" && !in_pronunciation_) {
        in_piece_ = true;
        piece_start_ = text_.size();
    }
}

void RichText::on_end(std::string_view name) {
    if (name == "rPh") {
        in_pronunciation_ = false;
    } else if (name == "t" && in_piece_) {
        in_piece_ = false;
        decode_escapes(text_, piece_start_);
    }
}

void RichText::on_text(std::string_view text) {
    if (in_piece_) {
        text_ += text;
    }
}

void RichText::clear() {
    text_.clear();
    in_piece_ = false;
    in_pronunciation_ = false;
}

Result<SharedStrings> SharedStrings::read(const ZipArchive& archive, const std::string& part,
                                          std::size_t bytes_max) {
    StringsHandler handler(archive.file_name(), bytes_max);
    TZ_TRY(parse_part(archive, part, kZipEntryBytesMax, handler));
    return std::move(handler.strings());
}

std::optional<std::string_view> SharedStrings::at(std::size_t index) const {
    if (index >= ends_.size()) {
        return std::nullopt;
    }
    const std::size_t end = ends_[index];
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    if (begin == end) {
        return std::string_view();
    }
    const auto block = (end - 1) / kSharedStringsBlockBytes;
    const auto block_begin = block * kSharedStringsBlockBytes;
    const auto from = std::max(begin, block_begin) - block_begin;
    return std::string_view(blocks_[block]).substr(from, end - block_begin - from);
}

void SharedStrings::append(std::string_view text) {
    if (blocks_.empty() || blocks_.back().size() + text.size() > kSharedStringsBlockBytes) {
        blocks_.emplace_back().reserve(kSharedStringsBlockBytes);
    }
    blocks_.back() += text;
    text_bytes_ += text.size();
    ends_.push_back(static_cast<std::uint32_t>((blocks_.size() - 1) * kSharedStringsBlockBytes +
                                               blocks_.back().size()));
}

}  // namespace taizhang::exchange
