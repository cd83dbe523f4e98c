// SPDX-License-Identifier: Apache-2.0
// The records of all ledgers, shared out among threads: whoever is free takes a range of ids, reads
// the first of them and gives the rest back in two halves. No count is needed beforehand.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct IdRange {
    std::size_t ledger = 0;
    RecordId after;  // as in store::RecordQuery
    RecordId before{INT64_MAX};
};

class IdRanges {
  public:
    explicit IdRanges(std::size_t ledgers);

    // Waits while another may still give something back. Nothing: all is done.
    std::optional<IdRange> take();
    // After each take(), once.
    void give_back(const std::vector<IdRange>& rest);
    void give_up();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<IdRange> ranges_;
    std::size_t taken_ = 0;
};

// Two ranges that both hold records, or as few as there are.
std::vector<IdRange> halves(store::ReadTx& tx, const store::LedgerTable& table, IdRange range);

}  // namespace taizhang::service
