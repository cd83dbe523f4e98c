// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "base/limits.hpp"
#include "model/reporting/rollup_days.hpp"
#include "store_sqlite/rollup_runs.hpp"
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
    job_digests.clear();
    kept_events_.clear();
    sums_written_ = false;
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

void CommitBatch::add_deltas(const model::RollupDeltas& added) {
    if (job_owners_.empty()) {
        // Who made them may take along what they point to.
        added.visit([this](const auto& delta) { job_sums_.add(delta); });
    } else {
        job_deltas_.append(added);
    }
}

SQLite::Statement& CommitBatch::audit_insert() {
    if (audit_insert_ == nullptr) {
        audit_insert_ = &connection_.statement(
            "INSERT INTO audit_event (office_id, seq, at, actor, action, ledger_id, record_id, "
            "revision, batch_id, diff, personal_diff, personal_digest, row_digest, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }
    return renewed(*audit_insert_);
}

void CommitBatch::keep_job() {
    forget_written();
    gathered_.take(std::exchange(job_deltas_, {}), std::exchange(job_owners_, {}));
    gathered_.add(job_sums_);
    job_sums_.clear();
    for (const auto& digest : job_digests) {
        kept_events_.add(digest);
    }
    job_digests.clear();
}

void CommitBatch::relieve() {
    append_runs(gathered_.finished_runs());
}

void CommitBatch::append_runs(const std::vector<RollupRun>& runs) {
    RollupRuns stored(connection_, office);
    for (const auto& run : runs) {
        stored.append(run);
    }
}

void CommitBatch::forget_written() {
    if (sums_written_) {
        gathered_.forget();
        sums_written_ = false;
    }
}

void CommitBatch::write_ahead() {
    if (!sums_written_) {
        write_sums(gathered_.sums());
        append_runs(gathered_.runs());
        sums_written_ = true;
    }
    job_deltas_.visit([this](const auto& delta) { job_sums_.add(delta); });
    job_deltas_.clear();
    write_sums(job_sums_);
    job_sums_.clear();
    join_runs();
}

void CommitBatch::undo_job() {
    sums_written_ = false;
    next_seq -= static_cast<std::int64_t>(job_digests.size());
    job_digests.clear();
    job_deltas_.clear();
    job_owners_.clear();
    job_sums_.clear();
}

void CommitBatch::finish(Entering entering) {
    if (!gathered_.threaded() && entering == Entering::AtOnce) {
        write_sums(gathered_.sums());
        gathered_.sums().clear();
    }
    gathered_.close();
    connection_.index().settle(entering);
    write_seal();
    append_runs(gathered_.all_runs());
    if (entering == Entering::AtOnce ||
        RollupRuns(connection_, office).numbers().size() > limits::kRollupRunsMax) {
        join_runs();
    }
}

// In the table's order, so that each of its pages is visited once.
void CommitBatch::write_sums(const model::RollupSums& sums) {
    sums.visit_months([this](const model::RollupMonth& month) { write_month(month); });
}

void CommitBatch::join_runs() {
    RollupRuns runs(connection_, office);
    if (!runs.numbers().empty()) {
        runs.visit([this](const model::RollupMonth& month) { write_month(month); });
        runs.clear();
    }
}

void CommitBatch::write_month(const model::RollupMonth& month) {
    if (rollup_upsert_ == nullptr) {
        rollup_upsert_ = &connection_.statement(
            "INSERT INTO rollup (office_id, indicator_id, area_id, month, count, sum, days) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "count = count + excluded.count, sum = sum + excluded.sum, "
            "days = joined_days(days, excluded.days)");
    }
    const std::string days = model::days_text(month.days);
    auto& upsert = *rollup_upsert_;
    upsert.bind(1, office.value);
    upsert.bind(2, month.indicator.value);
    upsert.bind(3, month.area.value);
    upsert.bind(4, month.month);
    upsert.bind(5, month.totals.count);
    upsert.bind(6, month.totals.sum);
    upsert.bindNoCopy(7, days);
    upsert.exec();
    upsert.reset();
}

void CommitBatch::write_seal() {
    if (kept_events_.empty()) {
        return;
    }
    store::AuditSeal seal;
    seal.id = last_seal_id_ + 1;
    seal.first_seq = next_seq - static_cast<std::int64_t>(kept_events_.leaves());
    seal.last_seq = next_seq - 1;
    seal.root = kept_events_.root();
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
