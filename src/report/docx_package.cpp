// SPDX-License-Identifier: Apache-2.0
// A zip archive of the plainest kind (PKWARE APPNOTE 4.3): each part behind its header, then the
// directory. zlib does the work; libzip, with OpenSSL behind it, takes longer to load than a report
// to write.
#include "report/docx_package.hpp"

#include <zlib.h>

#include <cstdint>
#include <limits>

namespace taizhang::report {

namespace {

constexpr std::uint32_t kPartMark = 0x0403'4b50;
constexpr std::uint32_t kEntryMark = 0x0201'4b50;
constexpr std::uint32_t kEndMark = 0x0605'4b50;
constexpr std::uint16_t kVersion = 20;  // 2.0: deflate
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kDosTime = 0;                // 00:00:00
constexpr std::uint16_t kDosDate = (1U << 5U) | 1U;  // 1980-01-01, the earliest a zip can say
constexpr std::size_t kSizeMax = std::numeric_limits<std::int32_t>::max();

template <typename Number>
void put(std::string& bytes, Number number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes.push_back(static_cast<char>((number >> (8 * i)) & 0xffU));
    }
}

// One stream for all parts: to set one up takes longer than to compress a small part. The best
// speed makes a report a fifteenth larger, in a third of the time.
class Deflater {
  public:
    Deflater() {
        // No header of zlib's own; a window of 8 KiB. XML repeats itself at once, and a quarter of
        // a megabyte of tables would be fresh memory.
        constexpr int kRaw = -13;
        constexpr int kMemoryLevel = 6;
        ready_ = deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kRaw, kMemoryLevel,
                              Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    // Appends. False when memory has run out.
    bool append(std::string_view source, std::string& bytes) {
        if (!ready_ || deflateReset(&stream_) != Z_OK) {
            return false;
        }
        const std::size_t begin = bytes.size();
        const auto bound = deflateBound(&stream_, static_cast<uLong>(source.size()));
        bytes.resize(begin + bound);
        // zlib's interface has no const; it does not write to what it reads.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(source.data()));
        stream_.avail_in = static_cast<uInt>(source.size());
        stream_.next_out = reinterpret_cast<Bytef*>(bytes.data() + begin);
        stream_.avail_out = static_cast<uInt>(bound);
        const bool done = deflate(&stream_, Z_FINISH) == Z_STREAM_END;
        bytes.resize(bytes.size() - stream_.avail_out);
        return done;
    }

  private:
    z_stream stream_{};
    bool ready_ = false;
};

class Archive {
  public:
    bool add(const PackagePart& part) {
        const auto offset = static_cast<std::uint32_t>(bytes_.size());
        std::string packed;
        if (part.bytes.size() > kSizeMax || !deflater_.append(part.bytes, packed)) {
            return false;
        }
        const std::string facts = facts_of(part, packed.size());
        put(bytes_, kPartMark);
        bytes_ += facts + part.name + packed;

        put(directory_, kEntryMark);
        put(directory_, kVersion);
        directory_ += facts;
        directory_.append(kEntryZeros, '\0');
        put(directory_, offset);
        directory_ += part.name;
        ++entries_;
        return bytes_.size() <= kSizeMax;
    }

    std::string finish() && {
        const auto offset = static_cast<std::uint32_t>(bytes_.size());
        bytes_ += directory_;
        put(bytes_, kEndMark);
        put(bytes_, std::uint32_t{0});  // one volume, the first
        put(bytes_, entries_);
        put(bytes_, entries_);
        put(bytes_, static_cast<std::uint32_t>(directory_.size()));
        put(bytes_, offset);
        put(bytes_, std::uint16_t{0});  // no comment
        return std::move(bytes_);
    }

  private:
    // Length of the comment, volume, attributes inside and outside.
    static constexpr std::size_t kEntryZeros = 2 + 2 + 2 + 4;

    // What header and directory say alike.
    static std::string facts_of(const PackagePart& part, std::size_t packed) {
        const auto* begin = reinterpret_cast<const Bytef*>(part.bytes.data());
        std::string facts;
        put(facts, kVersion);
        put(facts, std::uint16_t{0});  // no flags
        put(facts, kDeflated);
        put(facts, kDosTime);
        put(facts, kDosDate);
        put(facts,
            static_cast<std::uint32_t>(crc32(0, begin, static_cast<uInt>(part.bytes.size()))));
        put(facts, static_cast<std::uint32_t>(packed));
        put(facts, static_cast<std::uint32_t>(part.bytes.size()));
        put(facts, static_cast<std::uint16_t>(part.name.size()));
        put(facts, std::uint16_t{0});  // nothing extra
        return facts;
    }

    Deflater deflater_;
    std::string bytes_;
    std::string directory_;
    std::uint16_t entries_ = 0;
};

}  // namespace

Result<std::string> pack_parts(const std::vector<PackagePart>& parts) {
    Archive archive;
    for (const PackagePart& part : parts) {
        if (!archive.add(part)) {
            return fail(ErrorCode::LimitExceeded, "写不成 docx：报告太大，请缩小时期或范围",
                        "docx: part too large or out of memory: " + part.name);
        }
    }
    return std::move(archive).finish();
}

}  // namespace taizhang::report
