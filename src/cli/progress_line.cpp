// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <utility>

namespace taizhang::cli {
namespace {

std::atomic<bool> stop_wanted{false};

void ask_to_stop(int) {
    stop_wanted = true;
    std::signal(SIGINT, SIG_DFL);
}

bool on_terminal() {
    return isatty(STDERR_FILENO) != 0;
}

}  // namespace

ProgressLine::ProgressLine(std::string verb, std::string unit)
    : verb_(std::move(verb)), unit_(std::move(unit)) {
    std::signal(SIGINT, ask_to_stop);
}

bool ProgressLine::show(const service::WorkProgress& progress) {
    if (on_terminal() && progress.share > 0) {
        const auto elapsed =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
        fmt::print(stderr, "\r{} {} {}，{:.0f}%，每秒 {:.0f} {}，约剩 {:.0f} 秒 ", verb_,
                   progress.done, unit_, progress.share * 100,
                   static_cast<double>(progress.done) / elapsed, unit_,
                   elapsed / progress.share - elapsed);
    }
    return !stop_wanted;
}

service::WorkReport ProgressLine::report() {
    return [this](const service::WorkProgress& progress) { return show(progress); };
}

void ProgressLine::clear() {
    if (on_terminal()) {
        fmt::print(stderr, "\r\033[K");
    }
}

}  // namespace taizhang::cli
