// SPDX-License-Identifier: Apache-2.0
#include "exchange/office_converter.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/confined_process.hpp"
#include "exchange/source_error.hpp"

namespace taizhang::exchange {

namespace fs = std::filesystem;

namespace {

struct Setting {
    std::string_view path;
    std::string_view name;
    std::string_view value;
};

// No macro runs, whoever signed it, and no link to another file or address is followed.
constexpr Setting kSettings[] = {
    {"Common/Security/Scripting", "MacroSecurityLevel", "3"},
    {"Common/Security/Scripting", "DisableMacrosExecution", "true"},
    {"Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
    {"Calc/Content/Update", "Link", "2"},
};

std::string profile_text() {
    std::string items;
    for (const auto& setting : kSettings) {
        items += fmt::format(
            "<item oor:path=\"/org.openoffice.Office.{}\">"
            "<prop oor:name=\"{}\" oor:op=\"fuse\"><value>{}</value></prop></item>\n",
            setting.path, setting.name, setting.value);
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n" +
           items + "</oor:items>\n";
}

// Under a name that is ours: it looks beside the file for what the file names.
constexpr const char* kCopyName = "table.xls";
constexpr const char* kResultName = "table.xlsx";

Result<void> lay_out(const fs::path& file, const fs::path& folder) {
    std::error_code failed;
    const auto size = fs::file_size(file, failed);
    if (!failed && size > limits::kConvertBytesMax) {
        return fail_file(
            ErrorCode::LimitExceeded, shown_name(file),
            fmt::format("旧格式的文件不超过 {} MiB，请用 WPS 或 Excel 打开后另存为 .xlsx",
                        limits::kConvertBytesMax >> 20U),
            "convert: file too large");
    }
    fs::create_directories(folder / "profile/user", failed);
    std::ofstream(folder / "profile/user/registrymodifications.xcu") << profile_text();
    fs::copy_file(file, folder / kCopyName, failed);
    if (failed) {
        return fail_file(ErrorCode::Io, shown_name(file), "文件无法读取",
                         "convert: cannot copy: " + failed.message());
    }
    return {};
}

tl::unexpected<Error> fail_convert(const fs::path& file, ConfinedEnd end) {
    const auto name = shown_name(file);
    switch (end) {
        case ConfinedEnd::TimedOut:
            return fail_file(
                ErrorCode::LimitExceeded, name,
                fmt::format("旧格式转换超过 {} 秒，请用 WPS 或 Excel 打开后另存为 .xlsx",
                            limits::kConvertSecondsMax),
                "convert: timed out");
        case ConfinedEnd::Interrupted:
            return fail_file(ErrorCode::Interrupted, name, "已停下，什么也没有写",
                             "convert: stopped by the user");
        case ConfinedEnd::NotConfined:
            return fail_file(ErrorCode::Unsupported, name,
                             "本机不能隔离转换旧格式的程序，请用 WPS 或 Excel 打开后另存为 .xlsx",
                             "convert: no namespaces to be had");
        default:
            return fail_file(
                ErrorCode::InvalidInput, name,
                "旧格式的文件转换不了，可能有密码或已损坏，请用 WPS 或 Excel 打开后另存为"
                "不加密的 .xlsx",
                "convert: no result");
    }
}

}  // namespace

Result<PrivateFolder> PrivateFolder::create() {
    std::error_code failed;
    std::string name = (fs::temp_directory_path(failed) / "taizhang-XXXXXX").string();
    if (failed || mkdtemp(name.data()) == nullptr) {
        return fail(ErrorCode::Io, "临时文件夹建不了，检查磁盘空间和 TMPDIR",
                    "cannot make a private folder");
    }
    return PrivateFolder(name);
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) {
        fs::remove_all(path_, ignored);
    }
}

PrivateFolder::PrivateFolder(PrivateFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

fs::path office_program() {
    const char* path = std::getenv("PATH");
    for (const auto& folder : split(path == nullptr ? "" : path, ":")) {
        fs::path program = fs::path(folder) / "soffice";
        if (!folder.empty() && access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    return {};
}

Result<fs::path> convert_to_xlsx(const fs::path& program, const fs::path& file,
                                 const PrivateFolder& folder) {
    const auto& at = folder.path();
    TZ_TRY(lay_out(file, at));
    ConfinedCommand command;
    // The folder is /tmp to it.
    command.words = {program.string(), "--headless",    "--norestore",
                     "--nologo",       "--nolockcheck", "-env:UserInstallation=file:///tmp/profile",
                     "--convert-to",   "xlsx",          std::string("/tmp/") + kCopyName};
    command.environment = {"HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin"};
    command.folder = at;
    command.seconds_max = limits::kConvertSecondsMax;
    command.memory_bytes_max = limits::kConvertMemoryBytesMax;
    command.file_bytes_max = limits::kConvertedBytesMax;
    const auto end = run_confined(command);
    if (end != ConfinedEnd::Done || !fs::is_regular_file(at / kResultName)) {
        return fail_convert(file, end);
    }
    return at / kResultName;
}

}  // namespace taizhang::exchange
