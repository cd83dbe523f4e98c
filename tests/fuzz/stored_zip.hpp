// SPDX-License-Identifier: Apache-2.0
// A zip archive without compression, made in memory: enough for a reader to take it for a workbook.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace taizhang::fuzz {

class StoredZip {
  public:
    void add(std::string_view name, std::string_view content) {
        const auto offset = static_cast<std::uint32_t>(bytes_.size());
        const auto common = common_fields(name, content);
        bytes_ += "PK\x03\x04" + common;
        bytes_.append(name).append(content);
        directory_ += std::string("PK\x01\x02\x14\0", 6) + common;
        put(directory_, 0, 10);  // comment, disk, attributes
        put(directory_, offset, 4);
        directory_.append(name);
        ++entries_;
    }

    std::string finish() const {
        std::string archive = bytes_ + directory_ + "PK\x05\x06";
        put(archive, 0, 4);
        put(archive, entries_, 2);
        put(archive, entries_, 2);
        put(archive, directory_.size(), 4);
        put(archive, bytes_.size(), 4);
        put(archive, 0, 2);
        return archive;
    }

  private:
    static void put(std::string& bytes, std::uint64_t value, int count) {
        for (; count > 0; --count, value >>= 8U) {
            bytes += static_cast<char>(value & 0xFFU);
        }
    }

    // From the version on to the length of the extra field, which both headers share.
    static std::string common_fields(std::string_view name, std::string_view content) {
        std::string fields;
        put(fields, 20, 2);
        put(fields, 0, 8);  // flags, stored, no time
        put(fields,
            crc32(0, reinterpret_cast<const Bytef*>(content.data()),
                  static_cast<uInt>(content.size())),
            4);
        put(fields, content.size(), 4);
        put(fields, content.size(), 4);
        put(fields, name.size(), 2);
        put(fields, 0, 2);
        return fields;
    }

    std::string bytes_;
    std::string directory_;
    std::uint64_t entries_ = 0;
};

}  // namespace taizhang::fuzz
