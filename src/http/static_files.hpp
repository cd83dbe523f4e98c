// SPDX-License-Identifier: Apache-2.0
// Files that the program carries, and files of a folder, as answers: with ETag by content, kept for
// ever where the name has a digest in it, compressed, in ranges.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest.hpp"
#include "http/content.hpp"

namespace taizhang::http {

struct Asset {
    std::string name;          // assets/index-3f9a1b2c.js
    std::string_view content;  // outlives the server
};

// Of one thread, which is the server's: small answers come from memory, and a file of the folder is
// read once to learn its digest.
class StaticFiles {
  public:
    // A name that ends in .gz is the compressed form of the one without. What has no such form is
    // compressed when first asked for.
    explicit StaticFiles(const std::vector<Asset>& assets);
    // Looked at when nothing else has the name. Nothing outside of the folder is ever given, nor
    // what is hidden.
    explicit StaticFiles(const std::filesystem::path& folder);

    // The file of that path; of a path that is empty, index.html. nullopt: there is none.
    std::optional<Response> find(const RequestHead& request,
                                 const std::vector<std::string>& segments);

  private:
    struct Known {
        std::string_view plain;
        std::string_view gzip;  // empty: not made yet, or not smaller
        std::string made;       // what `gzip` may view
        std::string digest;     // hex; empty: not made yet
        bool gzip_tried = false;
    };
    struct OnDisk {
        std::filesystem::file_time_type changed;
        std::uintmax_t size = 0;
        std::string digest;
    };

    Response answer_known(const RequestHead& request, const std::string& name, Known& known);
    std::optional<Response> answer_on_disk(const RequestHead& request, const std::string& name);
    std::string digest_on_disk(const std::filesystem::path& file, std::uintmax_t size);

    std::map<std::string, Known, std::less<>> known_;
    std::filesystem::path folder_;  // empty: none
    std::unordered_map<std::string, OnDisk> on_disk_;
};

// index-3f9a1b2c.js: a part of eight or more letters and digits before the ending, as bundlers name
// what never changes.
bool has_digest_in_name(std::string_view name);

}  // namespace taizhang::http
