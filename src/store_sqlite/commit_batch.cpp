// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstring>

#include "store_sqlite/write_tx.hpp"

namespace taizhang::store_sqlite {
namespace {

Instant system_now() {
    using namespace std::chrono;
    return Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace

void CommitBatch::begin() {
    now = system_now();
    event_digests.clear();
    pending_.clear();
    sums_.clear();
    office = OfficeId{};
    auto& row = connection_.statement(
        "SELECT o.office_id, h.last_seq, h.last_seal_id, h.last_seal_digest, h.last_id "
        "FROM office o JOIN audit_head h ON h.office_id = o.office_id LIMIT 1");
    if (!row.executeStep()) {
        next_seq = 1;
        last_seal_id_ = 0;
        last_seal_digest_ = Digest{};
        return;
    }
    office = OfficeId{row.getColumn(0).getInt64()};
    next_seq = row.getColumn(1).getInt64() + 1;
    last_seal_id_ = row.getColumn(2).getInt64();
    last_seal_digest_ = read_digest(row.getColumn(3));
    ids.advance_past(row.getColumn(4).getInt64());
    row.reset();
}

void CommitBatch::mark() {
    keep_pending();
    marked_events_ = event_digests.size();
}

void CommitBatch::undo_to_mark() {
    next_seq -= static_cast<std::int64_t>(event_digests.size() - marked_events_);
    event_digests.resize(marked_events_);
    pending_.clear();
}

void CommitBatch::add_deltas(const std::vector<model::RollupDelta>& added) {
    for (const auto& delta : added) {
        pending_[delta.key] += delta.totals;
    }
}

void CommitBatch::finish() {
    keep_pending();
    write_sums();
    write_seal();
}

void CommitBatch::keep_pending() {
    if (sums_.empty()) {
        sums_.swap(pending_);
        return;
    }
    for (const auto& [key, totals] : pending_) {
        sums_[key] += totals;
    }
    pending_.clear();
}

// In the table's order, so that each of its pages is visited once.
void CommitBatch::write_sums() {
    std::vector<std::pair<model::RollupKey, model::RollupTotals>> rows(sums_.begin(), sums_.end());
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    auto& upsert = connection_.statement(
        "INSERT INTO rollup (office_id, indicator_id, area_id, bucket, count, sum) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count, "
        "sum = sum + excluded.sum");
    for (const auto& [key, totals] : rows) {
        if (totals == model::RollupTotals{}) {
            continue;
        }
        upsert.bind(1, office.value);
        upsert.bind(2, key.indicator.value);
        upsert.bind(3, key.area.value);
        upsert.bind(4, key.bucket);
        upsert.bind(5, totals.count);
        upsert.bind(6, totals.sum);
        upsert.exec();
        upsert.reset();
    }
}

void CommitBatch::write_seal() {
    if (event_digests.empty()) {
        return;
    }
    store::AuditSeal seal;
    seal.id = last_seal_id_ + 1;
    seal.first_seq = next_seq - static_cast<std::int64_t>(event_digests.size());
    seal.last_seq = next_seq - 1;
    seal.root = merkle_root(event_digests);
    seal.prior = last_seal_digest_;
    seal.sealed_at = now;
    seal.digest = store::seal_digest(seal);
    auto& insert = connection_.statement(
        "INSERT INTO audit_seal (office_id, seal_id, first_seq, last_seq, root, prior, digest, "
        "sealed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, office.value);
    insert.bind(2, seal.id);
    insert.bind(3, seal.first_seq);
    insert.bind(4, seal.last_seq);
    bind_digest(insert, 5, seal.root);
    bind_digest(insert, 6, seal.prior);
    bind_digest(insert, 7, seal.digest);
    insert.bind(8, seal.sealed_at.milliseconds);
    insert.exec();
    auto& head = connection_.statement(
        "INSERT INTO audit_head (office_id, last_seq, last_seal_id, last_seal_digest, last_id) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq, "
        "last_seal_id = excluded.last_seal_id, last_seal_digest = excluded.last_seal_digest, "
        "last_id = excluded.last_id");
    head.bind(1, office.value);
    head.bind(2, seal.last_seq);
    head.bind(3, seal.id);
    bind_digest(head, 4, seal.digest);
    head.bind(5, ids.last());
    head.exec();
}

}  // namespace taizhang::store_sqlite
