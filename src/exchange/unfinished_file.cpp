// SPDX-License-Identifier: Apache-2.0
#include "exchange/unfinished_file.hpp"

#include <fmt/format.h>

#include <random>
#include <system_error>
#include <utility>

#include "exchange/source_error.hpp"

namespace taizhang::exchange {

UnfinishedFile::UnfinishedFile(std::filesystem::path final_path)
    : final_path_(std::move(final_path)), path_(final_path_) {
    std::random_device random;
    path_ += fmt::format(".{:08x}.part", random());
}

UnfinishedFile::~UnfinishedFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

std::string UnfinishedFile::shown_name() const {
    return exchange::shown_name(final_path_);
}

Result<void> UnfinishedFile::commit() {
    std::error_code code;
    std::filesystem::rename(path_, final_path_, code);
    if (code) {
        return fail_io("cannot rename: " + code.message());
    }
    return {};
}

tl::unexpected<Error> UnfinishedFile::fail_io(std::string log) const {
    return fail_file(ErrorCode::Io, shown_name(), "文件无法写入，请检查磁盘空间和文件夹权限",
                     "export: " + std::move(log));
}

}  // namespace taizhang::exchange
