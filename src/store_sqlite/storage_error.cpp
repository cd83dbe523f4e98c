// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/storage_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

namespace taizhang::store_sqlite {
namespace {

struct Told {
    int code;  // SQLite's primary result code
    ErrorCode as;
    const char* message;
};

constexpr Told kTold[] = {
    {SQLITE_FULL, ErrorCode::Io, "磁盘满了，这次没有写入。腾出空间后再试一次"},
    {SQLITE_READONLY, ErrorCode::Io,
     "数据文件夹写不了，这次没有写入。检查磁盘是否只读、权限对不对"},
    {SQLITE_CANTOPEN, ErrorCode::Io, "数据文件打不开。检查数据文件夹还在不在、权限对不对"},
    {SQLITE_PERM, ErrorCode::Io, "数据文件打不开。检查数据文件夹的权限"},
    {SQLITE_IOERR, ErrorCode::Io, "磁盘读写出错，这次没有写入。运行 taizhang doctor 看看磁盘"},
    {SQLITE_BUSY, ErrorCode::Busy, "另一个程序正在写这个库，请稍后再试"},
    {SQLITE_CORRUPT, ErrorCode::Corrupt,
     "数据文件坏了。停止使用，运行 taizhang verify，用备份恢复"},
    {SQLITE_NOTADB, ErrorCode::Corrupt, "数据文件坏了。停止使用，运行 taizhang verify，用备份恢复"},
};

}  // namespace

std::optional<Error> storage_error(const SQLite::Exception& thrown) {
    constexpr int kPrimaryCode = 0xff;
    for (const auto& told : kTold) {
        if ((thrown.getErrorCode() & kPrimaryCode) == told.code) {
            return Error{told.as, told.message,
                         fmt::format("sqlite {}: {}", thrown.getExtendedErrorCode(), thrown.what()),
                         std::nullopt};
        }
    }
    return std::nullopt;
}

std::optional<Error> opening_error(const SQLite::Exception& thrown,
                                   const std::filesystem::path& data_folder) {
    auto error = storage_error(thrown);
    // Even a reader of SQLite's log writes beside it who reads.
    if (error && ::access(data_folder.c_str(), W_OK) != 0 && errno == EROFS) {
        error->message = fmt::format("{} 所在的磁盘是只读的，台账库打不开。让它可写，再试一次",
                                     data_folder.string());
    }
    return error;
}

}  // namespace taizhang::store_sqlite
