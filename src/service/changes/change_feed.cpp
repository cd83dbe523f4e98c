// SPDX-License-Identifier: Apache-2.0
#include "service/changes/change_feed.hpp"

#include <algorithm>
#include <utility>

#include "access/reach_digest.hpp"
#include "base/clock.hpp"
#include "service/changes/limits.hpp"

namespace taizhang::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPoll{limits::kChangesPollMs};
constexpr milliseconds kRoom{limits::kChangesRoomMs};
constexpr milliseconds kGap{limits::kChangesGapMs};
constexpr milliseconds kRecheck{limits::kChangesRecheckMs};

Result<Caller> listener_again(store::ReadTx& tx, const Definitions& definitions,
                              const Caller& known) {
    auto caller = TZ_TRY(caller_again(definitions, tx, known, system_now()));
    if (caller.must_change_password) {
        return fail(ErrorCode::Forbidden, "第一次登录，请先改密码", "password is not changed yet");
    }
    TZ_TRY(access::authorize(caller.principal, access::Permission::ReadRecords));
    return caller;
}

}  // namespace

// All subscribers, one stretch of the log each at most, from one view of the store.
class ChangeFeed::Turn {
  public:
    Turn(store::ReadTx& tx, const Definitions& definitions)
        : tx_(tx), definitions_(definitions), end_(last_settled(tx)) {}

    void follow(Subscriber& one) {
        one.over = one.over || !one.sink->is_open();
        if (!one.over && one.checked_at + kRecheck <= steady_clock::now()) {
            recheck(one);
        }
        if (one.over) {
            return;
        }
        if (end_ - one.position > limits::kChangesReplayMax || end_ < one.position) {
            pass_over(one);
        } else if (one.position < end_ && one.sink->has_room()) {
            read_on(one);
        }
        const bool behind = !one.over && one.position < end_;
        more_ = more_ || (behind && one.sink->has_room());
        slow_ = slow_ || behind;
    }

    milliseconds pause() const { return more_ ? milliseconds(0) : slow_ ? kRoom : kPoll; }

  private:
    // The log has run away from him, or is another one, restored from a backup.
    void pass_over(Subscriber& one) {
        const bool slow = !one.sink->has_room();
        one.sink->reset(end_);
        one.position = one.told = end_;
        one.catching_up = false;
        if (slow) {
            end(one);
        }
    }

    void read_on(Subscriber& one) {
        const auto* window = window_behind(one.position);
        if (window == nullptr) {
            return;
        }
        // Accounts, sessions, roles, areas and definitions are among what is about no record.
        if (window->others) {
            recheck(one);
        }
        for (const auto& change : window->changes) {
            if (one.over) {
                return;
            }
            tell(one, change);
        }
        one.position = window->last_seq;
        const bool caught_up = one.catching_up && one.position == end_;
        if (caught_up || one.position - one.told > limits::kChangesSilentMax) {
            one.sink->position(one.position);
            one.told = one.position;
            one.catching_up = one.catching_up && !caught_up;
        }
    }

    const ChangeWindow* window_behind(std::int64_t position) {
        const auto known = windows_.find(position);
        if (known != windows_.end()) {
            return &known->second;
        }
        if (windows_.size() >= limits::kChangesReadAtOnce) {
            return nullptr;  // in the next turn
        }
        return &windows_.emplace(position, read_changes(tx_, definitions_, position, end_))
                    .first->second;
    }

    void recheck(Subscriber& one) {
        const auto caller = listener_again(tx_, definitions_, one.caller);
        if (!caller) {
            end(one);
            return;
        }
        one.checked_at = steady_clock::now();
        one.scopes.clear();
        one.caller = *caller;
        const auto reach = access::reach_digest(caller->principal.holdings);
        if (reach != std::exchange(one.reach, reach)) {
            one.sink->reset(one.position);
        }
    }

    void end(Subscriber& one) {
        one.sink->end();
        one.over = true;
    }

    const model::Scope& scope_of(Subscriber& one, const model::LedgerDefinition& ledger,
                                 LedgerId id) {
        const auto known = one.scopes.find(id);
        if (known != one.scopes.end()) {
            return known->second;
        }
        const auto grant = access::authorize(one.caller.principal, access::Permission::ReadRecords);
        return one.scopes.emplace(id, grant ? grant->rows(ledger) : model::Scope{}).first->second;
    }

    void tell(Subscriber& one, const LiveChange& change) {
        const LedgerId id = definitions_.catalog.id_of(*change.ledger);
        if (!one.ledgers.empty() &&
            std::find(one.ledgers.begin(), one.ledgers.end(), id) == one.ledgers.end()) {
            return;
        }
        const auto& scope = scope_of(one, *change.ledger, id);
        if (scope.holds(change.place.area, change.place.unit)) {
            one.sink->change(change);
        } else if (change.before && scope.holds(change.before->area, change.before->unit)) {
            auto gone = change;
            gone.kind = ChangeKind::Gone;
            one.sink->change(gone);
        } else {
            return;
        }
        one.told = change.seq;
    }

    store::ReadTx& tx_;
    const Definitions& definitions_;
    std::int64_t end_;
    std::map<std::int64_t, ChangeWindow> windows_;  // by the event before it
    bool more_ = false;
    bool slow_ = false;
};

ChangeFeed::ChangeFeed(store::Store& store) : store_(store), anyone_{store, {}} {}

ChangeFeed::~ChangeFeed() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
    store_.watch(nullptr);
    for (auto* list : {&subscribers_, &joining_}) {
        for (auto& one : *list) {
            one.sink->end();
        }
    }
}

std::size_t ChangeFeed::subscribers() const {
    const std::lock_guard lock(mutex_);
    return seats_taken_;
}

Result<void> ChangeFeed::take_seat(AccountId account) {
    const std::lock_guard lock(mutex_);
    if (seats_taken_ >= limits::kChangeSubscribersMax) {
        return fail(ErrorCode::Busy, "同时看实时变化的人太多，请稍后再试", "too many subscribers");
    }
    auto& seats = seats_[account];
    if (seats >= limits::kChangeSubscribersPerAccount) {
        return fail(ErrorCode::LimitExceeded, "同一个账号打开的窗口太多，请关掉一些",
                    "too many subscribers of one account");
    }
    ++seats;
    ++seats_taken_;
    return {};
}

void ChangeFeed::leave_seat(AccountId account) {
    const std::lock_guard lock(mutex_);
    --seats_taken_;
    if (--seats_[account] == 0) {
        seats_.erase(account);
    }
}

// Who he is and where he stands come from one view: whatever changes behind it, he is told of, and
// it is asked again whether he may be.
Result<ChangeFeed::Subscriber> ChangeFeed::seated(const Subscription& wanted,
                                                  std::shared_ptr<ChangeSink> sink) {
    Subscriber one;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        one.caller = TZ_TRY(listener_again(tx, *definitions, wanted.caller));
        for (const auto& name : wanted.ledgers) {
            const auto* ledger = TZ_TRY(definitions->catalog.ledger(name));
            TZ_TRY(
                access::authorize(one.caller.principal, access::Permission::ReadRecords, *ledger));
            one.ledgers.push_back(definitions->catalog.id_of(*ledger));
        }
        const auto end = last_settled(tx);
        const bool known = wanted.after && *wanted.after >= 0 && *wanted.after <= end &&
                           end - *wanted.after <= limits::kChangesReplayMax;
        one.position = one.told = known ? *wanted.after : end;
        one.catching_up = one.position < end;
        if (wanted.after && !known) {
            sink->reset(end);
        } else if (!one.catching_up) {
            sink->position(end);
        }
        return {};
    };
    TZ_TRY(read_defined(anyone_, read));
    one.reach = access::reach_digest(one.caller.principal.holdings);
    one.checked_at = steady_clock::now();
    one.sink = std::move(sink);
    return one;
}

Result<void> ChangeFeed::subscribe(const Subscription& wanted, std::shared_ptr<ChangeSink> sink) {
    const AccountId account = wanted.caller.account;
    TZ_TRY(take_seat(account));
    Result<Subscriber> one = fail(ErrorCode::Io, "库读不了，请稍后再试", "reading threw");
    try {
        one = seated(wanted, std::move(sink));
    } catch (...) {
        leave_seat(account);
        throw;
    }
    if (!one) {
        leave_seat(account);
        return tl::unexpected(one.error());
    }
    {
        const std::lock_guard lock(mutex_);
        joining_.push_back(std::move(*one));
        woken_ = true;
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { run(); });
        }
    }
    changed_.notify_all();
    return {};
}

// Called by whoever has committed: nothing where nobody listens, little where the feed knows it
// already.
void ChangeFeed::wake() {
    if (!listening_) {
        return;
    }
    const std::lock_guard lock(mutex_);
    if (!std::exchange(woken_, true)) {
        changed_.notify_all();
    }
}

void ChangeFeed::run() {
    store_.watch([this] { wake(); });
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        subscribers_.splice(subscribers_.end(), joining_);
        woken_ = false;
        listening_ = !subscribers_.empty();
        lock.unlock();
        try {
            turn();
        } catch (const std::exception&) {
            pause_ = kPoll;  // the store is away; the next turn goes on from there
        }
        lock.lock();
        // However many commits follow, they are read together.
        changed_.wait_for(lock, kGap, [&] { return stopping_; });
        const auto due = [&] { return stopping_ || woken_; };
        if (subscribers_.empty() && joining_.empty()) {
            changed_.wait(lock, [&] { return stopping_ || !joining_.empty(); });
        } else if (pause_.count() > 0) {
            changed_.wait_for(lock, pause_, due);
        }
    }
}

void ChangeFeed::turn() {
    pause_ = kPoll;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        Turn pass(tx, *definitions);
        for (auto& one : subscribers_) {
            pass.follow(one);
        }
        pause_ = pass.pause();
        return {};
    };
    // What the store says against it, it says again: the next turn asks again.
    (void)read_defined(anyone_, read);
    subscribers_.remove_if([&](const Subscriber& one) {
        if (one.over) {
            leave_seat(one.caller.account);
        }
        return one.over;
    });
}

}  // namespace taizhang::service
