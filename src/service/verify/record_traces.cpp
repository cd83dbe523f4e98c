// SPDX-License-Identifier: Apache-2.0
#include "service/verify/record_traces.hpp"

#include <map>

#include "base/limits.hpp"

namespace taizhang::service {

using model::LedgerRecord;

namespace {

std::size_t text_bytes(const LedgerRecord& record) {
    std::size_t bytes = 0;
    for (const auto& value : record.values) {
        const auto* text = std::get_if<std::string>(&value);
        bytes += text == nullptr ? 0 : text->size();
    }
    return bytes;
}

// The records of one ledger by id, a page of them at a time.
class RecordFeed {
  public:
    RecordFeed(store::ReadTx& tx, const store::LedgerTable& table) : tx_(tx) {
        query_.table = table;
        query_.scope = &model::kEverything;
        query_.deleted = store::Deleted::Include;
    }

    const store::LedgerTable& table() const { return query_.table; }

    const LedgerRecord* current() {
        if (at_ == count_ && more_) {
            fetch();
        }
        return at_ < count_ ? &page_[at_] : nullptr;
    }

    void advance() { ++at_; }

  private:
    // Records go where others of the page before were, into the same memory.
    void fetch() {
        if (bytes_ >= limits::kVerifyTextBytesRead) {
            page_.clear();
        }
        at_ = 0;
        count_ = 0;
        bytes_ = 0;
        more_ = false;
        tx_.scan_records(query_, [&](const LedgerRecord& record) {
            if (any_ && record.id <= last_) {
                return true;  // 0 as the last id means "from the first" to a query
            }
            any_ = true;
            last_ = record.id;
            if (count_ == page_.size()) {
                page_.push_back(record);
            } else {
                page_[count_] = record;
            }
            ++count_;
            bytes_ += text_bytes(record);
            more_ = count_ == limits::kVerifyRecordsRead || bytes_ >= limits::kVerifyTextBytesRead;
            return !more_;
        });
        query_.after = last_;
    }

    store::ReadTx& tx_;
    store::RecordQuery query_;
    std::vector<LedgerRecord> page_;
    std::size_t count_ = 0;  // of the page
    std::size_t at_ = 0;
    std::size_t bytes_ = 0;
    bool more_ = true;
    bool any_ = false;
    RecordId last_;
};

class TraceVisitor {
  public:
    TraceVisitor(store::ReadTx& tx, const TracedLedgers& ledgers,
                 const std::function<bool(const RecordTrace&)>& visit)
        : tx_(tx), visit_(visit) {
        for (const auto& ledger : ledgers) {
            feeds_.try_emplace(ledger.id, tx, ledger);
        }
    }

    bool run() {
        tx_.scan_record_events(RecordId{INT64_MIN}, [&](const store::RecordEvent& event) {
            if (trace_.events > 0 && event.record != trace_.id) {
                finish_trace();
            }
            take(event);
            return whole_;
        });
        if (whole_ && trace_.events > 0) {
            finish_trace();
        }
        for (auto& [id, feed] : feeds_) {
            pass_before(feed, nullptr);
        }
        return whole_;
    }

  private:
    void take(const store::RecordEvent& event) {
        trace_.id = event.record;
        trace_.last = event;
        ++trace_.events;
        trace_.erased = trace_.erased || event.erased;
        trace_.purged = trace_.purged || event.action == store::AuditAction::RecordPurged;
    }

    void finish_trace() {
        const auto feed = feeds_.find(trace_.last.ledger);
        if (feed == feeds_.end()) {
            trace_.ledger = {trace_.last.ledger, nullptr};
            whole_ = whole_ && visit_(trace_);
        } else {
            pass_before(feed->second, &trace_.id);
            trace_.ledger = feed->second.table();
            const LedgerRecord* record = feed->second.current();
            trace_.record = record != nullptr && record->id == trace_.id ? record : nullptr;
            whole_ = whole_ && visit_(trace_);
            if (trace_.record != nullptr) {
                feed->second.advance();
            }
        }
        trace_ = {};
    }

    // Records below `id`, or all that are left: no event told of them.
    void pass_before(RecordFeed& feed, const RecordId* id) {
        for (const LedgerRecord* record = feed.current();
             whole_ && record != nullptr && (id == nullptr || record->id < *id);
             record = feed.current()) {
            RecordTrace trace;
            trace.id = record->id;
            trace.ledger = feed.table();
            trace.record = record;
            whole_ = visit_(trace);
            feed.advance();
        }
    }

    store::ReadTx& tx_;
    const std::function<bool(const RecordTrace&)>& visit_;
    std::map<LedgerId, RecordFeed> feeds_;
    RecordTrace trace_;  // of the events that come now
    bool whole_ = true;
};

}  // namespace

bool visit_traces(store::ReadTx& tx, const TracedLedgers& ledgers,
                  const std::function<bool(const RecordTrace&)>& visit) {
    return TraceVisitor(tx, ledgers, visit).run();
}

}  // namespace taizhang::service
