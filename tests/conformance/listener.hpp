// SPDX-License-Identifier: Apache-2.0
// Somebody who listens to changes and notes what he is told.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "service/changes/change_feed.hpp"

namespace taizhang::tests {

class Listener : public service::ChangeSink {
  public:
    struct Told {
        std::string what;  // created … gone, position, reset, end
        std::string ledger;
        RecordId record;
        std::int64_t revision = 0;
        AreaId area;
        std::int64_t seq = 0;
    };

    bool is_open() const override {
        const std::lock_guard lock(mutex_);
        return open_;
    }
    bool has_room() const override {
        const std::lock_guard lock(mutex_);
        return room_;
    }
    void change(const service::LiveChange& change) override {
        static const char* const kKinds[] = {"created",  "changed", "deleted",
                                             "restored", "purged",  "gone"};
        note({kKinds[static_cast<std::size_t>(change.kind)], change.ledger->name, change.record,
              change.revision, change.place.area, change.seq});
    }
    void position(std::int64_t seq) override {
        note({"position", "", RecordId{}, 0, AreaId{}, seq});
    }
    void reset(std::int64_t seq) override { note({"reset", "", RecordId{}, 0, AreaId{}, seq}); }
    void end() override {
        note({"end", "", RecordId{}, 0, AreaId{}, 0});
        const std::lock_guard lock(mutex_);
        open_ = false;
    }

    void leave() {
        const std::lock_guard lock(mutex_);
        open_ = false;
    }
    void make_room(bool room) {
        const std::lock_guard lock(mutex_);
        room_ = room;
    }

    // What he has been told so far, once the last of it fits.
    std::vector<Told> until(const std::function<bool(const Told&)>& fits) {
        std::unique_lock lock(mutex_);
        const bool in_time = changed_.wait_for(lock, std::chrono::seconds(30), [&] {
            return std::any_of(told_.begin(), told_.end(), fits);
        });
        EXPECT_TRUE(in_time);
        return told_;
    }
    std::vector<Told> until(const std::string& what) {
        return until([&](const Told& told) { return told.what == what; });
    }
    std::vector<Told> until_seq(std::int64_t seq) {
        return until([&](const Told& told) { return told.seq >= seq; });
    }

  private:
    void note(Told told) {
        const std::lock_guard lock(mutex_);
        told_.push_back(std::move(told));
        changed_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Told> told_;
    bool open_ = true;
    bool room_ = true;
};

}  // namespace taizhang::tests
