// SPDX-License-Identifier: Apache-2.0
#include "exchange/zip_entry.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/zip_directory.hpp"

namespace taizhang::exchange {
namespace {

constexpr const char* kDamaged =
    "文件不完整或已损坏，请重新下载，或用 WPS、Excel 打开后另存为 .xlsx";
constexpr const char* kEncrypted = "文件已加密，请在 WPS 或 Excel 中取消密码后另存为 .xlsx";

tl::unexpected<Error> fail_zip(const std::string& file, int zip_code, const std::string& detail) {
    const auto log = fmt::format("zip: {} (libzip error {})", detail, zip_code);
    switch (zip_code) {
        case ZIP_ER_NOENT:
            return fail_file(ErrorCode::NotFound, file, "找不到文件", log);
        case ZIP_ER_OPEN:
        case ZIP_ER_READ:
        case ZIP_ER_SEEK:
            return fail_file(ErrorCode::Io, file, "文件无法读取", log);
        case ZIP_ER_NOPASSWD:
        case ZIP_ER_WRONGPASSWD:
        case ZIP_ER_ENCRNOTSUPP:
            return fail_file(ErrorCode::Unsupported, file, kEncrypted, log);
        case ZIP_ER_COMPNOTSUPP:
        case ZIP_ER_MULTIDISK:
            return fail_file(ErrorCode::Unsupported, file,
                             "文件的压缩方式不支持，请用 WPS 或 Excel 打开后另存为 .xlsx", log);
        default:
            return fail_file(ErrorCode::InvalidInput, file, kDamaged, log);
    }
}

std::string error_text(zip_error_t* error) {
    return zip_error_strerror(error);
}

}  // namespace

bool is_zip_bomb(std::uint64_t bytes_read, std::uint64_t bytes_compressed) {
    return bytes_read > kZipRatioCheckedAboveBytes &&
           bytes_read / std::max<std::uint64_t>(bytes_compressed, 1) > kZipRatioMax;
}

void ZipEntry::Closer::operator()(zip_file* file) const {
    zip_fclose(file);
}

Result<std::size_t> ZipEntry::read(std::span<char> buffer) {
    const auto count = zip_fread(file_.get(), buffer.data(), buffer.size());
    if (count < 0) {
        auto* error = zip_file_get_error(file_.get());
        return fail_zip(archive_name_, zip_error_code_zip(error),
                        "entry " + name_ + ": " + error_text(error));
    }
    bytes_read_ += static_cast<std::uint64_t>(count);
    if (bytes_read_ > bytes_max_ || is_zip_bomb(bytes_read_, bytes_compressed_)) {
        return fail_file(ErrorCode::LimitExceeded, archive_name_,
                         "文件解压后异常庞大，已停止读取，请拆分成几个文件或另存后再试",
                         fmt::format("zip: entry {} gave {} bytes from {} compressed, limit {}",
                                     name_, bytes_read_, bytes_compressed_, bytes_max_));
    }
    return static_cast<std::size_t>(count);
}

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path) {
    ZipArchive result;
    result.file_name_ = shown_name(path);
    const auto directory = greatest_directory(path);
    if (directory.entries > kZipEntriesMax || directory.bytes > kZipDirectoryBytesMax) {
        return fail_file(ErrorCode::LimitExceeded, result.file_name_,
                         "压缩包内的文件过多，不是正常的表格文件",
                         fmt::format("zip: {} entries in a directory of {} bytes",
                                     directory.entries, directory.bytes));
    }
    int code = 0;
    auto* raw = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (raw == nullptr) {
        return fail_zip(result.file_name_, code, "cannot open archive");
    }
    result.archive_ = std::shared_ptr<zip>(raw, [](zip* archive) { zip_discard(archive); });
    return result;
}

std::int64_t ZipArchive::index_of(const std::string& name) const {
    for (const zip_flags_t flags : {zip_flags_t{0}, zip_flags_t{ZIP_FL_NOCASE}}) {
        const auto index = zip_name_locate(archive_.get(), name.c_str(), flags);
        if (index >= 0) {
            return index;
        }
    }
    auto backslashed = name;
    std::replace(backslashed.begin(), backslashed.end(), '/', '\\');
    return zip_name_locate(archive_.get(), backslashed.c_str(), ZIP_FL_NOCASE);
}

bool ZipArchive::has_twin(std::int64_t index) const {
    const auto entries = zip_get_num_entries(archive_.get(), 0);
    const std::string_view name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(index), 0);
    for (zip_int64_t other = 0; other < entries; ++other) {
        const char* found = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(other), 0);
        if (other != index && found != nullptr && found == name) {
            return true;
        }
    }
    return false;
}

bool ZipArchive::contains(const std::string& name) const {
    return index_of(name) >= 0;
}

Result<ZipEntry> ZipArchive::open_entry(const std::string& name, std::uint64_t bytes_max) const {
    const auto index = index_of(name);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (index < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat)) {
        return fail_file(ErrorCode::InvalidInput, file_name_, kDamaged, "zip: no entry " + name);
    }
    if (has_twin(index)) {
        return fail_file(
            ErrorCode::InvalidInput, file_name_,
            "压缩包里有两个同名的部件，无法确定用哪一个，请用 WPS 或 Excel 打开后另存为 "
            ".xlsx",
            "zip: two entries of the name " + name);
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE) {
        return fail_file(ErrorCode::Unsupported, file_name_, kEncrypted,
                         "zip: encrypted entry " + name);
    }
    ZipEntry entry;
    entry.archive_ = archive_;
    entry.archive_name_ = file_name_;
    entry.name_ = name;
    entry.bytes_total_ = (stat.valid & ZIP_STAT_SIZE) ? stat.size : 0;
    entry.bytes_compressed_ = (stat.valid & ZIP_STAT_COMP_SIZE) ? stat.comp_size : 0;
    entry.bytes_max_ = bytes_max;
    entry.file_.reset(zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0));
    if (entry.file_ == nullptr) {
        auto* error = zip_get_error(archive_.get());
        return fail_zip(file_name_, zip_error_code_zip(error),
                        "entry " + name + ": " + error_text(error));
    }
    return entry;
}

}  // namespace taizhang::exchange
