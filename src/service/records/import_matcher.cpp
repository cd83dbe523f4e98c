// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_matcher.hpp"

#include "service/records/repeated_rows.hpp"

namespace taizhang::service {

using model::LedgerRecord;

std::int64_t MatchState::count(std::int64_t key) const {
    const auto found = seen.find(key);
    return found == seen.end() ? 0 : found->second;
}

void MatchState::add(const MatchState& later) {
    for (const auto& [key, count] : later.seen) {
        seen[key] += count;
    }
}

Matcher::Matcher(store::ReadTx& tx, const Definitions& definitions,
                 const model::LedgerDefinition& ledger, BatchId batch, const MatchState& before,
                 MatchState& chunk)
    : tx_(tx),
      table_(definitions.table(ledger)),
      ledger_(ledger),
      personal_(ledger.has_personal_fields()),
      batch_(batch),
      before_(before),
      chunk_(chunk) {}

Match Matcher::find(const ImportRow& row) {
    if (!row.number.empty()) {
        return find_numbered(row);
    }
    return ledger_.key.empty() ? find_equal(row) : find_keyed(row);
}

Match Matcher::find_numbered(const ImportRow& row) {
    store::RecordQuery query = base();
    query.number = row.number;
    query.deleted = store::Deleted::Include;
    auto record = tx_.find_record(query);
    return record ? met(std::move(*record), number_key(row.number)) : Match{};
}

// The n-th equal row of the file is the n-th equal record; those that the file itself made are
// not counted, so that only rows which met an older record need to be remembered.
Match Matcher::find_equal(const ImportRow& row) {
    Candidates found = candidates(row, RecordId{batch_.value});
    auto nth = static_cast<std::size_t>(matched(row.match_key));
    for (auto* records : {&found.live, &found.deleted}) {
        if (nth < records->size()) {
            ++chunk_.seen[row.match_key];
            return {std::move((*records)[nth]), false};
        }
        nth -= records->size();
    }
    return {};
}

Match Matcher::find_keyed(const ImportRow& row) {
    Candidates found = candidates(row, RecordId{});
    auto& records = found.live.empty() ? found.deleted : found.live;
    return records.empty() ? Match{} : met(std::move(records.front()), row.match_key);
}

// What the file itself made is known by its id, for ids sort by time; only older records need
// to be remembered. A dry run is told of its rows by RepeatedRows.
Match Matcher::met(LedgerRecord record, std::int64_t key) {
    if (!batch_) {
        return {std::move(record), false};
    }
    const bool of_this_file = record.id.value > batch_.value;
    const bool again = !of_this_file && matched(key) > 0;
    if (!of_this_file) {
        ++chunk_.seen[key];
    }
    return {std::move(record), of_this_file || again};
}

Matcher::Candidates Matcher::candidates(const ImportRow& row, RecordId before) {
    store::RecordQuery query = base();
    query.match_key = personal_ ? tx_.stored_match_key(ledger_, row.match_key) : row.match_key;
    if (ledger_.key_has_date()) {
        query.day = std::get<Date>(row.values[ledger_.happened_on]);
    }
    query.before = before;
    query.deleted = store::Deleted::Include;
    Candidates found;
    tx_.scan_records(query, [&](const LedgerRecord& record) {
        (record.deleted ? found.deleted : found.live).push_back(record);
        return true;
    });
    return found;
}

store::RecordQuery Matcher::base() const {
    store::RecordQuery query;
    query.table = table_;
    query.scope = &model::kEverything;
    return query;
}

}  // namespace taizhang::service
