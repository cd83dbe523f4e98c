// SPDX-License-Identifier: Apache-2.0
#include "report/docx_package.hpp"

#include <zip.h>

#include <memory>

namespace taizhang::report {

namespace {

constexpr zip_uint16_t kDosTime = 0;                // 00:00:00
constexpr zip_uint16_t kDosDate = (1U << 5U) | 1U;  // 1980-01-01, the earliest a zip can say

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DiscardArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;
using Archive = std::unique_ptr<zip_t, DiscardArchive>;

tl::unexpected<Error> zip_failure(const char* detail) {
    return fail(ErrorCode::Io, "写不成 docx：压缩包出错", std::string("docx: libzip: ") + detail);
}

bool add_part(zip_t* archive, const PackagePart& part) {
    Source source(zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0));
    if (!source) {
        return false;
    }
    const zip_int64_t index =
        zip_file_add(archive, part.name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        return false;
    }
    (void)source.release();  // the archive owns it now
    return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), kDosTime, kDosDate, 0) ==
           0;
}

Result<std::string> read_back(zip_source_t* source) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_source_stat(source, &status) != 0 || zip_source_open(source) != 0) {
        return zip_failure(zip_error_strerror(zip_source_error(source)));
    }
    std::string bytes(status.size, '\0');
    const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    if (read < 0 || static_cast<std::size_t>(read) != bytes.size()) {
        return zip_failure("short read of the buffer");
    }
    return bytes;
}

}  // namespace

Result<std::string> pack_parts(const std::vector<PackagePart>& parts) {
    zip_error_t error;
    zip_error_init(&error);
    Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!source) {
        return zip_failure(zip_error_strerror(&error));
    }
    Archive archive(zip_open_from_source(source.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        return zip_failure(zip_error_strerror(&error));
    }
    zip_source_keep(source.get());  // closing the archive drops its own hold only
    for (const PackagePart& part : parts) {
        if (!add_part(archive.get(), part)) {
            return zip_failure(zip_strerror(archive.get()));
        }
    }
    if (zip_close(archive.get()) != 0) {
        return zip_failure(zip_strerror(archive.get()));
    }
    (void)archive.release();  // a closed archive is freed
    return read_back(source.get());
}

}  // namespace taizhang::report
