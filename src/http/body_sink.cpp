// SPDX-License-Identifier: Apache-2.0
#include "http/body_sink.hpp"

#include <algorithm>

namespace taizhang::http {

BodySink::BodySink(const BodyPlan& plan, Request& request)
    : in_file_(std::get_if<KeepInFile>(&plan)),
      request_(request),
      bytes_max_(in_file_ != nullptr ? in_file_->bytes_max
                                     : std::get<KeepInMemory>(plan).bytes_max) {}

std::unique_ptr<UploadFile> BodySink::begin(std::uint64_t bytes_said) {
    if (in_file_ == nullptr) {
        // Not more than a piece on the mere word of a client.
        request_.body.reserve(std::min<std::uint64_t>(bytes_said, limits::kHttpPieceBytes));
        return nullptr;
    }
    auto file = std::make_unique<UploadFile>(in_file_->folder);
    file_ = file.get();
    request_.body_file = file->path();
    return file;
}

bool BodySink::begins_piece(std::size_t bytes) {
    of_piece_ += bytes;
    if (file_ == nullptr || of_piece_ < limits::kHttpPieceBytes) {
        return false;
    }
    of_piece_ = 0;
    return true;
}

bool BodySink::take(std::string_view part) {
    taken_ += part.size();
    if (taken_ > bytes_max_) {
        return false;
    }
    if (file_ != nullptr) {
        file_->write(part);
    } else {
        request_.body += part;
    }
    return true;
}

void BodySink::end() {
    if (file_ != nullptr) {
        file_->close();
    }
}

}  // namespace taizhang::http
