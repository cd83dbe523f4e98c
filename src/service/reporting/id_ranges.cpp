// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/id_ranges.hpp"

#include <algorithm>

namespace taizhang::service {
namespace {

bool any_record(store::ReadTx& tx, const store::LedgerTable& table, const IdRange& range) {
    store::RecordQuery query;
    query.table = table;
    query.scope = &model::kEverything;
    query.deleted = store::Deleted::Include;
    query.after = range.after;
    query.before = range.before;
    return tx.find_record(query).has_value();
}

}  // namespace

IdRanges::IdRanges(std::size_t ledgers) {
    for (std::size_t i = ledgers; i > 0; --i) {
        ranges_.push_back({i - 1, RecordId{}, RecordId{INT64_MAX}});
    }
}

std::optional<IdRange> IdRanges::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ranges_.empty() || taken_ == 0; });
    if (ranges_.empty()) {
        return std::nullopt;
    }
    const IdRange range = ranges_.back();
    ranges_.pop_back();
    ++taken_;
    return range;
}

void IdRanges::give_back(const std::vector<IdRange>& rest) {
    {
        const std::lock_guard lock(mutex_);
        --taken_;
        ranges_.insert(ranges_.end(), rest.begin(), rest.end());
    }
    changed_.notify_all();
}

void IdRanges::give_up() {
    {
        const std::lock_guard lock(mutex_);
        --taken_;
        ranges_.clear();
    }
    changed_.notify_all();
}

// Ids are times, so most of a range may be empty.
std::vector<IdRange> halves(store::ReadTx& tx, const store::LedgerTable& table, IdRange range) {
    while (range.before.value - range.after.value > 2) {
        const std::int64_t middle =
            range.after.value + (range.before.value - range.after.value) / 2;
        const IdRange upper{range.ledger, RecordId{middle}, range.before};
        const IdRange lower{range.ledger, range.after, RecordId{middle + 1}};
        if (!any_record(tx, table, upper)) {
            range = lower;
        } else if (!any_record(tx, table, lower)) {
            range = upper;
        } else {
            return {upper, lower};
        }
    }
    return {range};
}

}  // namespace taizhang::service
