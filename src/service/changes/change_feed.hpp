// SPDX-License-Identifier: Apache-2.0
// Tells many who listen what becomes of records, each within what he may see at that moment. What
// there is to tell is read from the audit log, behind the commits; a commit only wakes it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "service/changes/change_window.hpp"
#include "service/identity/caller.hpp"

namespace taizhang::service {

// Where one listener's news go. Of the feed's thread, but for what is told at the beginning; none
// of it may wait.
class ChangeSink {
  public:
    virtual ~ChangeSink() = default;

    virtual bool is_open() const = 0;   // false: nobody listens any more
    virtual bool has_room() const = 0;  // for limits::kChangesReadMax more
    virtual void change(const LiveChange& change) = 0;
    // He knows everything up to there: at the beginning, once he has caught up, and now and then.
    virtual void position(std::int64_t seq) = 0;
    // Something was passed over, or he may see something else from now on: he reads anew what he
    // shows, and goes on from there.
    virtual void reset(std::int64_t seq) = 0;
    virtual void end() = 0;
};

struct Subscription {
    Caller caller;
    std::vector<std::string> ledgers;   // by name or title; empty: all in his reach
    std::optional<std::int64_t> after;  // the last that he was told of; none: from now on
};

class ChangeFeed {
  public:
    // It outlives the feed, which begins to listen with the first subscriber.
    explicit ChangeFeed(store::Store& store);
    ~ChangeFeed();  // ends all
    ChangeFeed(const ChangeFeed&) = delete;
    ChangeFeed& operator=(const ChangeFeed&) = delete;

    // From any thread. LimitExceeded where he, Busy where all together listen too often; Forbidden
    // where he may read no records.
    Result<void> subscribe(const Subscription& wanted, std::shared_ptr<ChangeSink> sink);
    std::size_t subscribers() const;

  private:
    struct Subscriber {
        Caller caller;
        std::vector<LedgerId> ledgers;
        std::shared_ptr<ChangeSink> sink;
        std::int64_t position = 0;
        std::int64_t told = 0;  // the last that he has a number of
        Digest reach{};
        std::chrono::steady_clock::time_point checked_at;
        std::map<LedgerId, model::Scope> scopes;  // as they were asked for
        bool catching_up = false;
        bool over = false;
    };
    class Turn;

    Result<void> take_seat(AccountId account);
    void leave_seat(AccountId account);
    Result<Subscriber> seated(const Subscription& wanted, std::shared_ptr<ChangeSink> sink);
    void wake();
    void run();
    void turn();

    store::Store& store_;
    Session anyone_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<bool> listening_ = false;  // there are subscribers
    bool woken_ = false;
    bool stopping_ = false;
    std::map<AccountId, std::size_t> seats_;
    std::size_t seats_taken_ = 0;
    std::list<Subscriber> joining_;

    // Of the thread alone.
    std::list<Subscriber> subscribers_;
    std::chrono::milliseconds pause_{0};  // until the next turn, where nothing wakes it

    std::thread thread_;  // begun with the first subscriber
};

}  // namespace taizhang::service
