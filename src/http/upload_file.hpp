// SPDX-License-Identifier: Apache-2.0
// A file that is there until this ends, whatever happens meanwhile.
#pragma once

#include <filesystem>
#include <string_view>

namespace taizhang::http {

class UploadFile {
  public:
    // A new file of a random name, for its owner alone. Throws std::system_error.
    explicit UploadFile(const std::filesystem::path& folder);
    ~UploadFile();
    UploadFile(const UploadFile&) = delete;
    UploadFile& operator=(const UploadFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    void write(std::string_view bytes);  // throws std::system_error
    void close();                        // throws std::system_error

  private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

}  // namespace taizhang::http
