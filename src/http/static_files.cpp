// SPDX-License-Identifier: Apache-2.0
#include "http/static_files.hpp"

#include <algorithm>
#include <fstream>

#include "base/limits.hpp"
#include "http/compression.hpp"

namespace taizhang::http {
namespace {

namespace fs = std::filesystem;

constexpr int kSmallest = 9;  // level of gzip: compressed once, sent often
constexpr std::size_t kTagCharacters = 32;

std::string cache_control_of(std::string_view name) {
    return has_digest_in_name(name) ? "public, max-age=31536000, immutable" : "no-cache";
}

bool is_plain_segment(const std::string& segment) {
    return !segment.empty() && segment.front() != '.' &&
           segment.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

std::string tag_of(const std::string& digest, std::string_view form) {
    return "\"" + digest.substr(0, kTagCharacters) + std::string(form) + "\"";
}

bool is_inside(const fs::path& file, const fs::path& folder) {
    const auto parted = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return parted.first == folder.end();
}

}  // namespace

bool has_digest_in_name(std::string_view name) {
    constexpr std::size_t kDigestCharactersMin = 8;
    const std::size_t ending = name.rfind('.');
    const std::size_t begin = name.find_last_of("-.", ending == 0 ? 0 : ending - 1);
    if (ending == std::string_view::npos || begin == std::string_view::npos || begin >= ending) {
        return false;
    }
    const auto part = name.substr(begin + 1, ending - begin - 1);
    const auto is_word = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_';
    };
    // A word of letters alone may be one that a person wrote: user-settings.js.
    const bool has_digit_or_capital = std::any_of(part.begin(), part.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    return part.size() >= kDigestCharactersMin && std::all_of(part.begin(), part.end(), is_word) &&
           has_digit_or_capital;
}

StaticFiles::StaticFiles(const std::vector<Asset>& assets) {
    constexpr std::string_view kGzipEnding = ".gz";
    for (const auto& asset : assets) {
        if (!asset.name.ends_with(kGzipEnding)) {
            known_[asset.name].plain = asset.content;
        }
    }
    for (const auto& asset : assets) {
        const auto plain = asset.name.substr(0, asset.name.rfind(kGzipEnding));
        if (asset.name.ends_with(kGzipEnding) && known_.contains(plain)) {
            known_[plain].gzip = asset.content;
            known_[plain].gzip_tried = true;
        } else if (asset.name.ends_with(kGzipEnding)) {
            known_[asset.name].plain = asset.content;
        }
    }
}

StaticFiles::StaticFiles(const fs::path& folder) {
    std::error_code missing;
    folder_ = fs::canonical(folder, missing);  // empty where it is missing: nothing is found
}

std::optional<Response> StaticFiles::find(const RequestHead& request,
                                          const std::vector<std::string>& segments) {
    std::string name;
    for (const auto& segment : segments) {
        if (!is_plain_segment(segment)) {
            return std::nullopt;
        }
        name += (name.empty() ? "" : "/") + segment;
    }
    if (name.empty()) {
        name = "index.html";
    }
    if (const auto known = known_.find(name); known != known_.end()) {
        return answer_known(request, name, known->second);
    }
    return folder_.empty() ? std::nullopt : answer_on_disk(request, name);
}

Response StaticFiles::answer_known(const RequestHead& request, const std::string& name,
                                   Known& known) {
    Content content{known.plain, std::string(content_type_of(name)), "", cache_control_of(name),
                    ""};
    const bool varies =
        is_compressible(content.type) && known.plain.size() >= limits::kHttpGzipBytesMin;
    if (known.digest.empty()) {
        known.digest = to_hex(sha256(known.plain));
    }
    content.etag = tag_of(known.digest, "");
    // A range is of the plain form, whose parts mean something by themselves.
    if (varies && request.headers.find("Range") == nullptr &&
        accepts_gzip(request.headers.get("Accept-Encoding"))) {
        if (!known.gzip_tried) {
            known.gzip_tried = true;
            known.made = gzip(known.plain, kSmallest);
            known.gzip = known.made.size() < known.plain.size() ? known.made : std::string_view();
        }
        if (!known.gzip.empty()) {
            content.bytes = known.gzip;
            content.encoding = "gzip";
            content.etag = tag_of(known.digest, "-gzip");
        }
    }
    Response response = answer_content(request, content);
    if (varies) {
        response.headers.add("Vary", "Accept-Encoding");
    }
    return response;
}

std::optional<Response> StaticFiles::answer_on_disk(const RequestHead& request,
                                                    const std::string& name) {
    std::error_code missing;
    const fs::path file = fs::canonical(folder_ / name, missing);
    if (missing || !is_inside(file, folder_) || !fs::is_regular_file(file, missing)) {
        return std::nullopt;
    }
    const auto size = fs::file_size(file, missing);
    const std::string digest = missing ? "" : digest_on_disk(file, size);
    if (digest.empty()) {
        return std::nullopt;
    }
    return answer_content(request, {FileBody{file, 0, size}, std::string(content_type_of(name)),
                                    tag_of(digest, ""), cache_control_of(name), ""});
}

std::string StaticFiles::digest_on_disk(const fs::path& file, std::uintmax_t size) {
    std::error_code missing;
    const auto changed = fs::last_write_time(file, missing);
    const auto known = on_disk_.find(file.string());
    if (known != on_disk_.end() && known->second.changed == changed && known->second.size == size) {
        return known->second.digest;
    }
    if (on_disk_.size() >= limits::kHttpStaticDigestsMax) {
        on_disk_.clear();
    }
    std::ifstream stream(file, std::ios::binary);
    Sha256 digest;
    std::string piece(limits::kHttpPieceBytes, '\0');
    while (stream) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        digest.add({piece.data(), static_cast<std::size_t>(stream.gcount())});
    }
    if (missing || !stream.eof()) {
        return "";
    }
    auto& entry = on_disk_[file.string()];
    entry = {changed, size, to_hex(digest.finish())};
    return entry.digest;
}

}  // namespace taizhang::http
