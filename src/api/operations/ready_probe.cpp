// SPDX-License-Identifier: Apache-2.0
#include "api/operations/ready_probe.hpp"

namespace taizhang::api {
namespace {

constexpr const char* kReading = "store/read";
constexpr const char* kWriting = "store/write";

Error missing(const char* part, std::string message, std::string log) {
    return {ErrorCode::Busy, std::move(message), std::move(log),
            SourcePlace{"", "", 0, part, "", ""}};
}

std::string says(const char* part, std::string_view what) {
    return (part == kReading ? "数据库读不了：" : "数据库写不了：") + std::string(what);
}

// What is thrown may quote stored values; only what the store says on purpose is passed on.
template <typename Ask>
void ask_part(const char* part, std::vector<Error>& found, const Ask& ask) {
    try {
        if (const Result<void> outcome = ask(); !outcome) {
            found.push_back(
                missing(part, says(part, outcome.error().message), outcome.error().log));
        }
    } catch (const std::exception&) {
        found.push_back(missing(part, says(part, "检查磁盘、权限和数据库服务"), "thrown"));
    }
}

}  // namespace

std::vector<Error> ReadyProbe::ask() {
    std::unique_lock lock(mutex_);
    if (!under_way_ && (!checked_ || Clock::now() >= *checked_ + options_.kept)) {
        under_way_ = true;
        part_ = kReading;
        found_so_far_.clear();
        worker_.submit([this] { check(); });
    }
    if (!changed_.wait_for(lock, options_.wait_max, [&] { return !under_way_; })) {
        auto found = found_so_far_;
        found.push_back(missing(part_, says(part_, "等了太久没有回答"), "no answer in time"));
        return found;
    }
    return missing_;
}

void ReadyProbe::check() {
    auto found = look();
    const std::lock_guard lock(mutex_);
    missing_ = std::move(found);
    checked_ = Clock::now();
    under_way_ = false;
    changed_.notify_all();
}

void ReadyProbe::begin_part(const char* part, const std::vector<Error>& found) {
    const std::lock_guard lock(mutex_);
    part_ = part;
    found_so_far_ = found;
}

std::vector<Error> ReadyProbe::look() {
    std::vector<Error> found;
    ask_part(kReading, found, [&] { return service::check_reading(store_); });
    begin_part(kWriting, found);
    ask_part(kWriting, found, [&] { return service::check_writing(store_); });
    return found;
}

}  // namespace taizhang::api
