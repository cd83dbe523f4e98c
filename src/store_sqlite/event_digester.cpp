// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/event_digester.hpp"

#include "base/limits.hpp"

namespace taizhang::store_sqlite {
namespace {

// Given to the thread at a time: a lock costs as much as a digest.
constexpr std::size_t kGivenTogether = 128;

}  // namespace

EventDigester::EventDigester(MerkleTree& tree) : tree_(tree), slots_(limits::kEventsGatheredMax) {
    thread_ = std::thread([this] { work(); });
}

EventDigester::~EventDigester() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void EventDigester::add(store::AuditEvent event, const model::LedgerRecord* record,
                        std::string_view field_bytes) {
    Slot& slot = slots_[size_];
    slot.event = std::move(event);
    slot.of_record = record != nullptr;
    slot.field_bytes.assign(field_bytes);  // room that is used again
    if (record != nullptr) {
        slot.record.id = record->id;
        slot.record.number = record->number;
        slot.record.area = record->area;
        slot.record.recorded_at = record->recorded_at;
        slot.record.revision = record->revision;
        slot.record.deleted = record->deleted;
        slot.record.purged = record->purged;
        slot.record.salt = record->salt;
    }
    if (++size_ % kGivenTogether == 0) {
        hand_over();
    }
}

void EventDigester::hand_over() {
    {
        const std::lock_guard lock(mutex_);
        given_ = size_;
    }
    changed_.notify_all();
}

void EventDigester::wait() {
    hand_over();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return done_ == given_ || failure_; });
    if (failure_) {
        std::rethrow_exception(failure_);
    }
}

void EventDigester::clear() {
    const std::lock_guard lock(mutex_);
    size_ = given_ = done_ = 0;
}

void EventDigester::digest(Slot& slot) {
    if (slot.of_record) {
        slot.event.row_digest = model::record_digest(slot.record, slot.field_bytes);
    }
    slot.event.digest = store::audit_digest(slot.event);
    tree_.add(slot.event.digest);
}

void EventDigester::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || done_ < given_; });
        if (stopping_) {
            return;
        }
        const std::size_t until = given_;
        std::size_t next = done_;
        lock.unlock();
        std::exception_ptr failure;
        try {
            for (; next < until; ++next) {
                digest(slots_[next]);
            }
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        failure_ = failure;
        done_ = until;
        changed_.notify_all();
    }
}

}  // namespace taizhang::store_sqlite
