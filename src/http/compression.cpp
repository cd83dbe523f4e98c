// SPDX-License-Identifier: Apache-2.0
#include "http/compression.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::http {
namespace {

constexpr int kAnswerLevel = 5;  // of JSON, within 2 % of the size of level 6 in 2/3 of its time

std::string_view before(std::string_view text, char end) {
    return text.substr(0, text.find(end));
}

// The weight of one element, gzip;q=0.5 → 0.5.
double weight_of(std::string_view element) {
    const std::size_t at = element.find("q=");
    if (element.find(';') == std::string_view::npos || at == std::string_view::npos) {
        return 1;
    }
    return std::strtod(std::string(element.substr(at + 2)).c_str(), nullptr);
}

bool may_be_compressed(const Response& response) {
    const auto etag = response.headers.get("ETag");
    const bool promised = !etag.empty() && !etag.starts_with("W/");
    constexpr int kPartial = 206;
    return !promised && !response.file && !response.stream && response.status != kPartial &&
           response.body.size() >= limits::kHttpGzipBytesMin &&
           response.body.size() <= limits::kHttpGzipBytesMax &&
           response.headers.find("Content-Encoding") == nullptr &&
           is_compressible(response.headers.get("Content-Type"));
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    double gzip_weight = -1;
    double any_weight = -1;
    double plain_weight = -1;
    for (const auto& element : split(accept_encoding, ",")) {
        const auto name = trimmed(before(element, ';'));
        if (same_header_name(name, "gzip") || same_header_name(name, "x-gzip")) {
            gzip_weight = weight_of(element);
        } else if (name == "*") {
            any_weight = weight_of(element);
        } else if (same_header_name(name, "identity")) {
            plain_weight = weight_of(element);
        }
    }
    const double weight = gzip_weight >= 0 ? gzip_weight : any_weight;
    return weight > 0 && weight >= plain_weight;
}

bool is_compressible(std::string_view content_type) {
    const auto type = trimmed(before(content_type, ';'));
    if (type == "text/event-stream") {
        return false;
    }
    constexpr std::array<std::string_view, 7> kTypes = {
        "application/json", "application/javascript", "application/xml", "application/wasm",
        "image/svg+xml",    "application/x-ndjson",   "application/yaml"};
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::string gzip(std::string_view text, int level) {
    constexpr int kGzipWindowBits = 15 + 16;  // the 16 asks for the form of gzip
    constexpr int kMemoryLevel = 8;
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("zlib does not start");
    }
    std::string out(deflateBound(&stream, text.size()), '\0');
    // zlib takes its input as non-const and leaves it alone.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) {
        throw std::runtime_error("zlib did not end");
    }
    return out;
}

void compress(Response& response, std::string_view accept_encoding) {
    if (!may_be_compressed(response)) {
        return;
    }
    response.headers.add("Vary", "Accept-Encoding");
    if (!accepts_gzip(accept_encoding)) {
        return;
    }
    std::string small = gzip(response.body, kAnswerLevel);
    if (small.size() < response.body.size()) {
        response.body = std::move(small);
        response.headers.add("Content-Encoding", "gzip");
    }
}

}  // namespace taizhang::http
