// SPDX-License-Identifier: Apache-2.0
// The folder in which jobs have their files. Each has one of its own:
//   NAME/in/      what was sent in, under the name that its sender gave it; gone when it is over
//   NAME/out/     the file that came of it
//   NAME/details.json  what is told of it that quotes what was sent in
// Several servers may share the folder, and then do each other's jobs. What it is called in the
// store stands in it, so that it may be moved.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.hpp"
#include "base/result.hpp"

namespace taizhang::service {

class JobFiles {
  public:
    // Makes the folder where there is none, for its owner alone. Io where it cannot be used, or is
    // somebody else's.
    static Result<JobFiles> open(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return folder_; }  // also for uploads
    const std::string& place() const { return place_; }

    // A new folder for one job. Throws std::filesystem::filesystem_error, as the next do.
    std::string make_folder() const;
    std::filesystem::path input(const std::string& folder, const std::string& name) const;
    std::filesystem::path output(const std::string& folder, const std::string& name) const;
    void drop_input(const std::string& folder) const;
    void drop(const std::string& folder) const;

    Result<void> write_details(const std::string& folder, std::string_view text) const;
    std::optional<std::string> read_details(const std::string& folder) const;

    // Removes what is older than that: no job knows it any more.
    void sweep(Instant older_than) const;

  private:
    JobFiles(std::filesystem::path folder, std::string place)
        : folder_(std::move(folder)), place_(std::move(place)) {}

    std::filesystem::path folder_;
    std::string place_;
};

// The last part of a path that somebody gave, fit to be the name of a file here: no separators, no
// control characters, not hidden, at most limits::kJobFileNameBytesMax. Empty: nothing is left.
std::string safe_file_name(std::string_view given);

}  // namespace taizhang::service
