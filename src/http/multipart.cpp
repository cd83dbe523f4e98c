// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "http/header_parameters.hpp"

namespace taizhang::http {
namespace {

tl::unexpected<Error> broken(std::string_view why) {
    return fail(ErrorCode::InvalidInput, "上传的表单不完整或格式不对，请重新选择文件再传一次",
                "multipart: " + std::string(why));
}

tl::unexpected<Error> too_much(const std::string& message) {
    return fail(ErrorCode::LimitExceeded, message, "multipart: beyond a limit");
}

// Browsers say a bare name; others have sent whole paths of either kind.
std::string without_folders(const std::string& name) {
    const std::size_t slash = name.find_last_of("/\\");
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

Result<PartHead> parse_part_head(std::string_view text) {
    PartHead head;
    bool has_name = false;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find("\r\n", begin), text.size());
        const auto line = text.substr(begin, end - begin);
        begin = end + 2;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) {
            return broken("a header without a colon");
        }
        const auto name = line.substr(0, colon);
        const auto value = trimmed(line.substr(colon + 1));
        if (same_header_name(name, "Content-Type")) {
            head.content_type = value;
        } else if (same_header_name(name, "Content-Disposition")) {
            const auto parsed = parse_parameters(value);
            const auto* field = parsed ? parsed->find("name") : nullptr;
            if (field == nullptr || !same_header_name(parsed->value, "form-data") || has_name) {
                return broken("a disposition that is none of a form");
            }
            has_name = true;
            head.name = *field;
            if (const auto* file = parsed->find("filename")) {
                head.file_name = without_folders(*file);
            }
        }
    }
    const bool is_text = is_valid_utf8(head.name) && is_valid_utf8(head.file_name.value_or(""));
    if (!has_name || !is_text) {
        return broken("a part without a name");
    }
    return head;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    const auto parsed = parse_parameters(content_type);
    if (!parsed || !same_header_name(parsed->value, "multipart/form-data")) {
        return std::nullopt;
    }
    const auto* boundary = parsed->find("boundary");
    const bool good = boundary != nullptr && !boundary->empty() &&
                      boundary->size() <= limits::kMultipartBoundaryBytesMax &&
                      boundary->find_first_of("\r\n") == std::string::npos;
    return good ? std::optional(*boundary) : std::nullopt;
}

MultipartParser::MultipartParser(std::string_view boundary, PartReceiver& receiver)
    : delimiter_("\r\n--" + std::string(boundary)), receiver_(receiver) {}

Result<void> MultipartParser::feed(std::string_view bytes) {
    // In pieces, so that the buffer stays small however much comes at once.
    while (!bytes.empty()) {
        buffer_ += bytes.substr(0, limits::kHttpPieceBytes);
        bytes.remove_prefix(std::min(bytes.size(), limits::kHttpPieceBytes));
        while (TZ_TRY(step())) {
        }
    }
    return {};
}

Result<void> MultipartParser::finish() {
    return state_ == State::Done ? Result<void>() : broken("it ends before its last boundary");
}

Result<bool> MultipartParser::step() {
    switch (state_) {
        case State::Preamble:
            return find_first_boundary();
        case State::AfterBoundary:
            return after_boundary();
        case State::Head:
            return read_head();
        case State::Data:
            return read_data();
        case State::Done:
            buffer_.clear();  // an epilogue means nothing
            return false;
    }
    return false;
}

Result<bool> MultipartParser::find_first_boundary() {
    const std::size_t at = buffer_.find(delimiter_);
    if (at == std::string::npos) {
        // What stands before the first boundary means nothing.
        if (buffer_.size() > delimiter_.size()) {
            buffer_.erase(0, buffer_.size() - delimiter_.size());
        }
        return false;
    }
    buffer_.erase(0, at + delimiter_.size());
    state_ = State::AfterBoundary;
    return true;
}

Result<bool> MultipartParser::after_boundary() {
    if (buffer_.size() < 2) {
        return false;
    }
    if (buffer_.starts_with("--")) {
        state_ = State::Done;
        return true;
    }
    if (!buffer_.starts_with("\r\n")) {
        return broken("a boundary with something behind it");
    }
    // The line end stays: a head without headers is then like any other.
    state_ = State::Head;
    return true;
}

Result<bool> MultipartParser::read_head() {
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (std::min(end, buffer_.size()) > limits::kMultipartHeaderBytesMax) {
        return broken("a head that is too long");
    }
    if (end == std::string::npos) {
        return false;
    }
    if (++parts_ > limits::kMultipartPartsMax) {
        return too_much(fmt::format("一次上传的项太多，不超过 {} 项，请分几次上传",
                                    limits::kMultipartPartsMax));
    }
    const auto text = std::string_view(buffer_).substr(0, end);
    const auto head = TZ_TRY(parse_part_head(text.substr(std::min<std::size_t>(2, end))));
    TZ_TRY(receiver_.begin(head));
    // The second line end may belong to the boundary of a part without data.
    buffer_.erase(0, end + 2);
    state_ = State::Data;
    data_begins_ = true;
    return true;
}

Result<bool> MultipartParser::read_data() {
    const std::size_t at = buffer_.find(delimiter_);
    const std::size_t skip = data_begins_ ? 2 : 0;
    if (at != std::string::npos) {
        if (at > skip) {
            TZ_TRY(receiver_.data(std::string_view(buffer_).substr(skip, at - skip)));
        }
        TZ_TRY(receiver_.end());
        buffer_.erase(0, at + delimiter_.size());
        state_ = State::AfterBoundary;
        return true;
    }
    // The end of what has come may be the beginning of a boundary.
    if (buffer_.size() > delimiter_.size() + skip) {
        const std::size_t sure = buffer_.size() - delimiter_.size();
        TZ_TRY(receiver_.data(std::string_view(buffer_).substr(skip, sure - skip)));
        buffer_.erase(0, sure);
        data_begins_ = false;
    }
    return false;
}

}  // namespace taizhang::http
