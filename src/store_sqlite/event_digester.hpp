// SPDX-License-Identifier: Apache-2.0
// Audit events of bulk work until they are written: their digests and those of their records are
// made on a thread of their own, while the writer goes on with the records.
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "store/store.hpp"

namespace taizhang::store_sqlite {

class EventDigester {
  public:
    // Every event becomes a leaf of `tree`, in order. The tree is the thread's until wait().
    explicit EventDigester(MerkleTree& tree);
    ~EventDigester();
    EventDigester(const EventDigester&) = delete;
    EventDigester& operator=(const EventDigester&) = delete;

    bool full() const { return size_ == slots_.size(); }
    // While it is not full. `record` nullptr: it is about none; else `field_bytes` are those of its
    // values (model::field_bytes()).
    void add(store::AuditEvent event, const model::LedgerRecord* record,
             std::string_view field_bytes);

    // All that were added, with their digests.
    void wait();
    std::size_t size() const { return size_; }
    const store::AuditEvent& event(std::size_t i) const { return slots_[i].event; }
    // After wait(): there are none any more.
    void clear();

  private:
    struct Slot {
        store::AuditEvent event;
        bool of_record = false;
        model::LedgerRecord record;  // without its values
        std::string field_bytes;
    };

    void hand_over();
    void work();
    void digest(Slot& slot);

    MerkleTree& tree_;
    std::vector<Slot> slots_;
    std::size_t size_ = 0;  // the writer's
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t given_ = 0;
    std::size_t done_ = 0;
    std::exception_ptr failure_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace taizhang::store_sqlite
