// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace taizhang::exchange {

// A file that is being written beside its final place. Removed unless committed.
class UnfinishedFile {
  public:
    explicit UnfinishedFile(std::filesystem::path final_path);
    ~UnfinishedFile();
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::string shown_name() const;

    Result<void> commit();  // replaces what stood in the final place
    tl::unexpected<Error> fail_io(std::string log) const;

  private:
    std::filesystem::path final_path_;
    std::filesystem::path path_;
};

}  // namespace taizhang::exchange
