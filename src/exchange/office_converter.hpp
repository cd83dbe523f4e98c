// SPDX-License-Identifier: Apache-2.0
// Old binary workbooks (.xls, .et) by LibreOffice, where it is installed. Nothing of this project
// reads those formats, and nobody need have LibreOffice: without it a message says what to do.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace taizhang::exchange {

// A folder of our own (0700) that goes with the object, and all that is in it.
class PrivateFolder {
  public:
    static Result<PrivateFolder> create();
    ~PrivateFolder();
    PrivateFolder(PrivateFolder&& other) noexcept;
    PrivateFolder& operator=(PrivateFolder&&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    explicit PrivateFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

// `soffice` of the PATH; empty where there is none.
std::filesystem::path office_program();

// Writes `file` as an .xlsx into the folder and returns its path. The other program runs with a
// profile of its own, without macros, links and network, within limits::kConvertSecondsMax; where
// the system cannot wall it in, it is not run. Errors name the file.
Result<std::filesystem::path> convert_to_xlsx(const std::filesystem::path& program,
                                              const std::filesystem::path& file,
                                              const PrivateFolder& folder);

}  // namespace taizhang::exchange
