// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <utility>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "model/reporting/rollup_days.hpp"
#include "store_sqlite/event_rows.hpp"
#include "store_sqlite/rollup_runs.hpp"
#include "store_sqlite/write_tx.hpp"

namespace taizhang::store_sqlite {

void CommitBatch::begin() {
    now = system_now();
    events.clear();
    kept_events_.clear();
    sums_written_ = false;
    office = OfficeId{};
    auto& row = connection_.statement(
        "SELECT o.office_id, h.last_seq, h.last_seal_id, h.last_seal_digest, h.last_id "
        "FROM office o JOIN audit_head h ON h.office_id = o.office_id LIMIT 1");
    if (!row.executeStep()) {
        next_seq = kept_seq_ = 1;
        last_seal_id_ = 0;
        last_seal_digest_ = Digest{};
        return;
    }
    office = OfficeId{row.getColumn(0).getInt64()};
    next_seq = kept_seq_ = row.getColumn(1).getInt64() + 1;
    last_seal_id_ = row.getColumn(2).getInt64();
    last_seal_digest_ = read_digest(row.getColumn(3));
    ids.advance_past(row.getColumn(4).getInt64());
    head_id_ = ids.last();
    row.reset();
}

void CommitBatch::add_deltas(const model::RollupDeltas& added) {
    if (job_owners_.empty()) {
        // Who made them may take along what they point to.
        added.visit([this](const auto& delta) { job_sums_.add(delta); });
    } else {
        added.visit([this](const auto& delta) { job_deltas_.add(delta); });
    }
}

void CommitBatch::gather(store::AuditEvent event, const store::RecordChange* change) {
    if (!digester_) {
        digester_ = std::make_unique<EventDigester>(events);
    } else if (digester_->full()) {
        write_events();
    }
    digester_->add(std::move(event), change == nullptr ? nullptr : change->after,
                   change == nullptr ? std::string_view() : change->field_bytes);
}

void CommitBatch::write_events() {
    if (!digester_ || digester_->size() == 0) {
        return;
    }
    digester_->wait();
    EventRows rows(office, *digester_);
    connection_.insert_gathered(
        "INSERT OR FAIL INTO audit_event (office_id, seq, at, actor, action, ledger_id, record_id, "
        "revision, batch_id, diff, personal_diff, personal_digest, row_digest, digest) "
        "SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13 FROM gathered",
        rows);
    digester_->clear();
}

SQLite::Statement& CommitBatch::audit_insert() {
    if (audit_insert_ == nullptr) {
        audit_insert_ = &connection_.statement(
            "INSERT INTO audit_event (office_id, seq, at, actor, action, ledger_id, record_id, "
            "revision, batch_id, diff, personal_diff, personal_digest, row_digest, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }
    audit_insert_->tryReset();  // every parameter is bound anew
    return *audit_insert_;
}

void CommitBatch::keep_job() {
    write_events();
    forget_written();
    gathered_.take(std::exchange(job_deltas_, {}), std::exchange(job_owners_, {}));
    gathered_.add(job_sums_);
    job_sums_.clear();
    kept_events_ = events;
    kept_seq_ = next_seq;
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
    if (digester_) {
        digester_->wait();
        digester_->clear();
    }
    events = kept_events_;
    next_seq = kept_seq_;
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
        write_last_id();
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

// Of a commit without events: the next one may come within the same millisecond.
void CommitBatch::write_last_id() {
    if (ids.last() == head_id_) {
        return;
    }
    auto& head = connection_.statement("UPDATE audit_head SET last_id = ? WHERE office_id = ?");
    head.bind(1, ids.last());
    head.bind(2, office.value);
    head.exec();
}

}  // namespace taizhang::store_sqlite
