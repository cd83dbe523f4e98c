// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/job_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <sstream>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::service {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPlaceFile = "place";
constexpr const char* kDetailsFile = "details.json";
constexpr std::size_t kPlaceCharacters = 32;

std::string random_name() {
    return fmt::format("{:016x}{:016x}", random_bits(), random_bits());
}

tl::unexpected<Error> unusable(const fs::path& folder, std::string message, std::string log) {
    return fail_at(ErrorCode::Io, SourcePlace{folder.string(), "", 0, "", "", ""},
                   std::move(message), std::move(log));
}

// What lies in it are people's tables: in a folder that others may write to, somebody could put a
// file or a link of his own in place of one.
Result<void> check_private(const fs::path& folder) {
    struct stat status {};
    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return unusable(folder, "放任务文件的文件夹用不了，检查路径和权限", "no folder for jobs");
    }
    constexpr mode_t kOfOthers = 077;
    if (status.st_uid != ::geteuid() || (status.st_mode & kOfOthers) != 0) {
        return unusable(folder,
                        "放任务文件的文件夹别人也能进，请换一个只有本程序能进的（权限 700）",
                        "the folder for jobs is open to others");
    }
    return {};
}

std::string read_file(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

bool write_file(const fs::path& file, std::string_view text) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    stream.close();
    return !stream.fail();
}

// Of several programs that begin at once, one names the place.
Result<std::string> name_of_place(const fs::path& folder) {
    const fs::path file = folder / kPlaceFile;
    if (!fs::exists(file)) {
        const fs::path draft = folder / ("draft-" + random_name());
        const bool written = write_file(draft, random_name());
        const int linked = written ? ::link(draft.c_str(), file.c_str()) : -1;
        const int problem = linked == 0 ? 0 : errno;
        std::error_code ignored;
        fs::remove(draft, ignored);
        if (!written || (linked != 0 && problem != EEXIST)) {
            return unusable(folder, "放任务文件的文件夹写不进去，检查权限和磁盘空间",
                            "cannot write to the folder for jobs");
        }
    }
    auto place = read_file(file);
    if (place.size() != kPlaceCharacters) {
        return unusable(file, "这个文件不是本程序写的，请换一个文件夹放任务的文件",
                        "the file that names the place is not ours");
    }
    return place;
}

// Nothing: it is gone meanwhile.
std::optional<Instant> changed_at(const fs::directory_entry& entry) {
    using namespace std::chrono;
    std::error_code gone;
    const auto moment = file_clock::to_sys(entry.last_write_time(gone));
    return gone ? std::nullopt
                : std::optional(
                      Instant{duration_cast<milliseconds>(moment.time_since_epoch()).count()});
}

}  // namespace

Result<JobFiles> JobFiles::open(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder.parent_path(), failed);
    constexpr mode_t kOwnerOnly = 0700;
    ::mkdir(folder.c_str(), kOwnerOnly);  // or it is there already; either way it is looked at
    TZ_TRY(check_private(folder));
    auto place = TZ_TRY(name_of_place(folder));
    return JobFiles(folder, std::move(place));
}

std::string JobFiles::make_folder() const {
    auto name = random_name();
    fs::create_directories(folder_ / name / "in");
    fs::create_directory(folder_ / name / "out");
    return name;
}

fs::path JobFiles::input(const std::string& folder, const std::string& name) const {
    return folder_ / folder / "in" / name;
}

fs::path JobFiles::output(const std::string& folder, const std::string& name) const {
    return folder_ / folder / "out" / name;
}

void JobFiles::drop_input(const std::string& folder) const {
    std::error_code ignored;
    fs::remove_all(folder_ / folder / "in", ignored);
}

void JobFiles::drop(const std::string& folder) const {
    std::error_code ignored;
    if (!folder.empty()) {
        fs::remove_all(folder_ / folder, ignored);
    }
}

Result<void> JobFiles::write_details(const std::string& folder, std::string_view text) const {
    if (!write_file(folder_ / folder / kDetailsFile, text)) {
        return unusable(folder_, "任务的结果写不进去，检查磁盘空间", "cannot write details");
    }
    return {};
}

std::optional<std::string> JobFiles::read_details(const std::string& folder) const {
    const fs::path file = folder_ / folder / kDetailsFile;
    std::error_code missing;
    const auto size = fs::file_size(file, missing);
    if (folder.empty() || missing || size > limits::kJobDetailsBytesMax) {
        return std::nullopt;
    }
    return read_file(file);
}

void JobFiles::sweep(Instant older_than) const {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder_, failed)) {
        const auto changed = changed_at(entry);
        if (entry.path().filename() != kPlaceFile && changed && *changed < older_than) {
            std::error_code ignored;
            fs::remove_all(entry.path(), ignored);
        }
    }
}

std::string safe_file_name(std::string_view given) {
    if (!is_valid_utf8(given)) {
        return "";
    }
    const auto slash = given.find_last_of("/\\");
    std::string name(slash == std::string_view::npos ? given : given.substr(slash + 1));
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
    name.erase(0, std::min(name.find_first_not_of(" ."), name.size()));
    std::string kept;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t begin = at;
        next_character(name, at);
        if (at > limits::kJobFileNameBytesMax) {
            break;
        }
        kept.append(name, begin, at - begin);
    }
    return kept;
}

}  // namespace taizhang::service
