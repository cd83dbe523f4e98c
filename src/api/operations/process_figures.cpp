// SPDX-License-Identifier: Apache-2.0
#include "api/operations/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace taizhang::api {
namespace {

std::uint64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t total_pages = 0;
    std::uint64_t resident_pages = 0;
    file >> total_pages >> resident_pages;
    return resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Without the one that looks.
std::uint64_t open_descriptors() {
    std::error_code failed;
    std::uint64_t count = 0;
    for (std::filesystem::directory_iterator entry("/proc/self/fd", failed), end;
         !failed && entry != end; entry.increment(failed)) {
        ++count;
    }
    return count > 0 ? count - 1 : 0;
}

std::uint64_t descriptors_max() {
    rlimit room{};
    return ::getrlimit(RLIMIT_NOFILE, &room) == 0 ? room.rlim_cur : 0;
}

double cpu_seconds() {
    constexpr double kSecondsPerMicrosecond = 1e-6;
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) +
               static_cast<double>(time.tv_usec) * kSecondsPerMicrosecond;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

void write_process_figures(Exposition& text, Instant started_at) {
    using Kind = Exposition::Kind;
    constexpr double kSecondsPerMs = 1e-3;
    text.one("process_start_time_seconds", Kind::Gauge, "When the service began, since 1970.",
             static_cast<double>(started_at.milliseconds) * kSecondsPerMs);
    text.one("process_cpu_seconds_total", Kind::Counter, "Processor time used.", cpu_seconds());
    text.one("process_resident_memory_bytes", Kind::Gauge, "Memory in use.", resident_bytes());
    text.one("process_open_fds", Kind::Gauge, "Open file descriptors.", open_descriptors());
    text.one("process_max_fds", Kind::Gauge, "File descriptors there may be.", descriptors_max());
}

}  // namespace taizhang::api
