// SPDX-License-Identifier: Apache-2.0
#include "exchange/exif_orientation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace taizhang::exchange {
namespace {

constexpr std::string_view kExif("Exif\0\0", 6);
constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShort = 3;
constexpr std::size_t kEntryBytes = 12;

// TIFF 6.0, section 2. Every number is looked for within the segment.
class Tiff {
  public:
    explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

    std::optional<std::uint32_t> number(std::size_t at, std::size_t size) const {
        if (at > bytes_.size() || bytes_.size() - at < size) {
            return std::nullopt;
        }
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t place = little_ ? at + size - 1 - i : at + i;
            value = (value << 8U) | static_cast<unsigned char>(bytes_[place]);
        }
        return value;
    }

  private:
    std::string_view bytes_;
    bool little_;
};

}  // namespace

int exif_orientation(std::string_view segment) {
    if (!segment.starts_with(kExif)) {
        return kUpright;
    }
    const Tiff tiff(segment.substr(kExif.size()));
    const auto directory = tiff.number(4, 4);
    const auto entries = directory ? tiff.number(*directory, 2) : std::nullopt;
    for (std::size_t i = 0; entries && i < *entries; ++i) {
        const std::size_t at = *directory + 2 + i * kEntryBytes;
        const auto tag = tiff.number(at, 2);
        if (!tag) {
            break;
        }
        if (*tag == kOrientationTag && tiff.number(at + 2, 2) == kShort) {
            const auto value = tiff.number(at + 8, 2).value_or(kUpright);
            return value >= 1 && value <= 8 ? static_cast<int>(value) : kUpright;
        }
    }
    return kUpright;
}

}  // namespace taizhang::exchange
