// SPDX-License-Identifier: Apache-2.0
// Where the body of a request goes: into the request or into a file. Only files of this folder
// include this.
#pragma once

#include <memory>

#include "http/server.hpp"
#include "http/upload_file.hpp"

namespace taizhang::http {

class BodySink {
  public:
    // `plan` is none of the refusing ones; `request` outlives this.
    BodySink(const BodyPlan& plan, Request& request);

    std::uint64_t bytes_max() const { return bytes_max_; }
    // The file, which belongs to the caller and outlives this; nullptr where it goes into memory.
    std::unique_ptr<UploadFile> begin(std::uint64_t bytes_said);
    // Whether a file has grown by one more piece: a client has so long for each.
    bool begins_piece(std::size_t bytes);
    bool take(std::string_view part);  // false: too large
    void end();

  private:
    const KeepInFile* in_file_;
    Request& request_;
    UploadFile* file_ = nullptr;
    std::uint64_t bytes_max_;
    std::uint64_t taken_ = 0;
    std::uint64_t of_piece_ = 0;
};

}  // namespace taizhang::http
