// SPDX-License-Identifier: Apache-2.0
#include "http/content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace taizhang::http {
namespace {

constexpr int kOk = 200;
constexpr int kPartial = 206;
constexpr int kNotModified = 304;
constexpr int kRangeNotSatisfiable = 416;

std::string_view opaque(std::string_view etag) {
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

std::uint64_t size_of(const Content& content) {
    const auto* view = std::get_if<std::string_view>(&content.bytes);
    return view != nullptr ? view->size() : std::get<FileBody>(content.bytes).size;
}

struct Range {
    std::uint64_t first = 0;
    std::uint64_t size = 0;  // 0: cannot be satisfied
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

// nullopt: none, several or one that is wrong. All of these are answered with the whole (14.2).
std::optional<Range> parse_range(std::string_view text, std::uint64_t size) {
    constexpr std::string_view kUnit = "bytes=";
    const std::size_t dash = text.find('-');
    if (!text.starts_with(kUnit) || dash == std::string_view::npos || dash < kUnit.size()) {
        return std::nullopt;
    }
    const auto before = text.substr(kUnit.size(), dash - kUnit.size());
    const auto after = text.substr(dash + 1);
    const auto first = number(before);
    const auto last = number(after);
    if (before.empty() && last) {  // so many at the end
        const std::uint64_t count = std::min(*last, size);
        return Range{size - count, count};
    }
    if (!first || (!last && !after.empty()) || (last && *last < *first)) {
        return std::nullopt;
    }
    if (*first >= size) {
        return Range{};
    }
    return Range{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

// A range is of the representation that If-Range names, or of any.
std::optional<Range> wanted_range(const RequestHead& request, const Content& content) {
    const auto* range = request.headers.find("Range");
    const auto* of = request.headers.find("If-Range");
    const bool strong = !content.etag.starts_with("W/");
    if (range == nullptr || request.method != Method::Get ||
        (of != nullptr && (!strong || *of != content.etag))) {
        return std::nullopt;
    }
    return parse_range(*range, size_of(content));
}

void put_part(Response& response, const Content& content, const Range& range) {
    if (const auto* view = std::get_if<std::string_view>(&content.bytes)) {
        response.borrowed = view->substr(range.first, range.size);
        return;
    }
    FileBody body = std::get<FileBody>(content.bytes);
    body.offset += range.first;
    body.size = range.size;
    response.file = std::move(body);
}

}  // namespace

std::string_view content_type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kTypes = {{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".ico", "image/vnd.microsoft.icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".ttf", "font/ttf"},
        {".wasm", "application/wasm"},
        {".pdf", "application/pdf"},
        {".txt", "text/plain; charset=utf-8"},
        {".md", "text/markdown; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".jsonl", "application/jsonl"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {".xml", "application/xml"},
        {".crt", "application/x-x509-ca-cert"},
    }};
    const auto found = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const auto& type) { return name.ends_with(type.first); });
    return found == kTypes.end() ? "application/octet-stream" : found->second;
}

bool names_tag(std::string_view if_none_match, std::string_view etag) {
    const auto tags = split(if_none_match, ",");
    return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
        const auto one = trimmed(tag);
        return one == "*" || opaque(one) == opaque(etag);
    });
}

Response answer_content(const RequestHead& request, const Content& content) {
    Response response;
    response.headers = {{"ETag", content.etag}, {"X-Content-Type-Options", "nosniff"}};
    if (!content.cache_control.empty()) {
        response.headers.add("Cache-Control", content.cache_control);
    }
    const auto* known = request.headers.find("If-None-Match");
    if (known != nullptr && names_tag(*known, content.etag)) {
        response.status = kNotModified;
        return response;
    }
    const std::uint64_t size = size_of(content);
    response.headers.add("Accept-Ranges", "bytes");
    const auto range = wanted_range(request, content);
    if (range && range->size == 0) {
        response.status = kRangeNotSatisfiable;
        response.headers.add("Content-Range", fmt::format("bytes */{}", size));
        return response;
    }
    response.headers.add("Content-Type", content.type);
    if (!content.encoding.empty()) {
        response.headers.add("Content-Encoding", content.encoding);
    }
    response.status = range ? kPartial : kOk;
    if (range) {
        const std::uint64_t last = range->first + range->size - 1;
        response.headers.add("Content-Range",
                             fmt::format("bytes {}-{}/{}", range->first, last, size));
    }
    put_part(response, content, range.value_or(Range{0, size}));
    return response;
}

}  // namespace taizhang::http
