// SPDX-License-Identifier: Apache-2.0
// What somebody asks for under a key of his own is done once, however often he asks: that it was
// done commits together with what was done (docs/decisions/0022-backup-and-idempotency.md).
#pragma once

#include <atomic>
#include <optional>
#include <string_view>

#include "service/identity/caller.hpp"

namespace taizhang::service {

struct OnceKey {
    Digest id{};           // of the caller, the kind of request, and his key
    Digest fingerprint{};  // of what exactly he asks, which nobody can guess without the key
};

// `kind`: the route, or what else separates one use of a key from another. `content`: all of the
// request that matters.
OnceKey once_key(const Caller& caller, std::string_view kind, std::string_view key,
                 std::string_view content);

// Nothing: it was not done, or so long ago that it is forgotten.
Result<std::optional<store::KeptRequest>> find_done(store::Store& store, const OnceKey& key,
                                                    Instant now);

// Forgets what was done longer ago than limits::kKeptRequestSeconds, in bounded commits.
Result<void> forget_old_requests(store::Store& store, Instant now);

// The same store for one request. Its first write that does something keeps the key in the same
// transaction; where the key is there already, nothing is written.
class OnceStore : public store::Store {
  public:
    OnceStore(store::Store& store, const OnceKey& key) : store_(store), key_(key) {}

    // Somebody else did the same while this was at work, which was undone.
    bool done_by_other() const { return done_by_other_; }

    Result<void> read(const std::function<Result<void>(store::ReadTx&)>& work) override {
        return store_.read(work);
    }
    Result<void> write(const std::function<Result<void>(store::WriteTx&)>& work) override;
    std::future<Result<void>> write_behind(
        std::function<Result<void>(store::WriteTx&)> work) override {
        return store_.write_behind(std::move(work));
    }
    Result<void> sync() override { return store_.sync(); }
    Result<void> forget_erased() override { return store_.forget_erased(); }
    Result<store::StoreSummary> back_up(store::BackupSink& sink,
                                        const store::BackupProgress& progress) override {
        return store_.back_up(sink, progress);
    }
    void watch(std::function<void()> wake) override { store_.watch(std::move(wake)); }

  private:
    Result<void> keep(store::WriteTx& tx);

    store::Store& store_;
    OnceKey key_;
    // Set by the thread that writes, read by the one that waits for it.
    std::atomic<bool> kept_ = false;
    std::atomic<bool> done_by_other_ = false;
};

}  // namespace taizhang::service
