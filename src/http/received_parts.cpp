// SPDX-License-Identifier: Apache-2.0
#include "http/received_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace taizhang::http {
namespace {

class OnDisk : public PartReceiver {
  public:
    OnDisk(const std::filesystem::path& folder, std::vector<ReceivedPart>& parts)
        : folder_(folder), parts_(parts) {}

    Result<void> begin(const PartHead& head) override {
        auto& part = parts_.emplace_back();
        part.head = head;
        if (head.file_name) {
            part.file = std::make_unique<UploadFile>(folder_);
        }
        return {};
    }

    Result<void> data(std::string_view bytes) override {
        auto& part = parts_.back();
        part.bytes += bytes.size();
        if (part.file) {
            part.file->write(bytes);
            return {};
        }
        if (part.bytes > limits::kMultipartFieldBytesMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("表单里“{}”一项太长，不超过 {} 字节", part.head.name,
                                    limits::kMultipartFieldBytesMax),
                        "a form field is too long");
        }
        part.value += bytes;
        return {};
    }

    Result<void> end() override {
        if (parts_.back().file) {
            parts_.back().file->close();
        }
        return {};
    }

  private:
    const std::filesystem::path& folder_;
    std::vector<ReceivedPart>& parts_;
};

}  // namespace

Result<std::vector<ReceivedPart>> read_multipart(std::istream& body, std::string_view boundary,
                                                 const std::filesystem::path& folder) {
    std::vector<ReceivedPart> parts;
    OnDisk receiver(folder, parts);
    MultipartParser parser(boundary, receiver);
    std::string piece(limits::kHttpPieceBytes, '\0');
    while (body) {
        body.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        TZ_TRY(parser.feed({piece.data(), static_cast<std::size_t>(body.gcount())}));
    }
    TZ_TRY(parser.finish());
    return parts;
}

const ReceivedPart* find_part(const std::vector<ReceivedPart>& parts, std::string_view name) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const ReceivedPart& part) {
        return part.head.name == name;
    });
    return found == parts.end() ? nullptr : &*found;
}

}  // namespace taizhang::http
