// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/commit_batch.hpp"

#include "base/limits.hpp"
#include "store_postgres/ledger_table.hpp"
#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr const char* kCopyEvents =
    "COPY audit_event (office_id, seq, at, actor, action, ledger_id, record_id, revision, "
    "batch_id, diff, personal_diff, personal_digest, row_digest, digest) FROM STDIN";
constexpr const char* kInsertEvent =
    "INSERT INTO audit_event (office_id, seq, at, actor, action, ledger_id, record_id, revision, "
    "batch_id, diff, personal_diff, personal_digest, row_digest, digest) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
constexpr std::size_t kCopiedEventsMin = 4;

std::vector<Parameter> event_values(const store::Sealer& sealer, OfficeId office,
                                    const store::AuditEvent& event) {
    return {text_of(office),
            text_of(event.seq),
            text_of(event.at),
            event.actor,
            text_of(static_cast<std::int64_t>(event.action)),
            text_of(event.ledger),
            text_of(event.record),
            text_of(event.revision),
            text_of(event.batch),
            event.diff,
            event.personal_diff.empty() ? Parameter() : bytes_text(sealer.seal_diff(event)),
            digest_or_null(event.personal_digest),
            digest_or_null(event.row_digest),
            digest_text(event.digest)};
}

// Columns of rows of the table rollup, as arrays.
class RollupRows {
  public:
    void add(const model::RollupMonth& row, int day, const model::RollupTotals& totals) {
        indicators_.push_back(row.indicator);
        areas_.push_back(row.area);
        months_.push_back(row.month);
        days_.push_back(day);
        counts_.push_back(totals.count);
        sums_.push_back(totals.sum);
    }
    std::size_t size() const { return months_.size(); }

    // In the order of the key, so that two writers of one part cannot wait for each other.
    void send(Connection& connection, OfficeId office, int part) {
        if (months_.empty()) {
            return;
        }
        connection.query(
            "INSERT INTO rollup (office_id, indicator_id, area_id, month, day, part, count, sum) "
            "SELECT $1::bigint, i, a, m, d, $2::integer, c, s FROM unnest($3::bigint[], "
            "$4::bigint[], $5::integer[], $6::integer[], $7::bigint[], $8::bigint[]) "
            "AS t (i, a, m, d, c, s) ORDER BY i, a, m, d "
            "ON CONFLICT (office_id, indicator_id, area_id, month, day, part) DO UPDATE "
            "SET count = rollup.count + excluded.count, sum = rollup.sum + excluded.sum",
            Parameters(office, part, array_text(indicators_), array_text(areas_),
                       array_text(months_), array_text(days_), array_text(counts_),
                       array_text(sums_)));
        *this = RollupRows();
    }

  private:
    std::vector<IndicatorId> indicators_;
    std::vector<AreaId> areas_;
    std::vector<int> months_;
    std::vector<int> days_;
    std::vector<std::int64_t> counts_;
    std::vector<std::int64_t> sums_;
};

}  // namespace

void GatheredRows::add(const store::Sealer& sealer, OfficeId office,
                       const model::LedgerDefinition& ledger, const model::LedgerRecord& record) {
    auto& lines = lines_[copy_sql(ledger)];
    const std::size_t before = lines.size();
    append_copy_line(lines, row_values(sealer, office, ledger, record));
    bytes_ += lines.size() - before;
    ids_.insert(record.id.value);
    match_keys_.insert(record.match_key);
}

void GatheredRows::send(Connection& connection) {
    for (const auto& [copy, lines] : lines_) {
        connection.copy_in(copy, lines);
    }
    clear();
}

void GatheredRows::clear() {
    lines_.clear();
    ids_.clear();
    match_keys_.clear();
    bytes_ = 0;
}

bool GatheredRows::may_answer(const store::RecordQuery& query) const {
    if (empty()) {
        return false;
    }
    if (query.id) {
        return ids_.contains(query.id->value);
    }
    return !query.match_key || match_keys_.contains(*query.match_key);
}

void CommitBatch::append_event(store::AuditEvent event) {
    event.at = now;
    event_bytes_ += sizeof(event) + event.diff.size() + event.personal_diff.size();
    events_.push_back(std::move(event));
}

void CommitBatch::add_deltas(const model::RollupDeltas& added) {
    added.visit([this](const auto& delta) { job_sums_.add(delta); });
}

void CommitBatch::keep_job() {
    if (sums_written_) {
        sums_.clear();
        sums_written_ = false;
    }
    sums_.add(job_sums_);
    job_sums_.clear();
    kept_events_ = events_.size();
    sent_kept_events_ = sent_events_;
    kept_office_ = office;
}

// What was sent within the savepoint is gone with it, and so are its places in the log.
void CommitBatch::undo_job() {
    sums_written_ = false;
    job_sums_.clear();
    rows.clear();
    events_.resize(kept_events_);
    sent_events_ = sent_kept_events_;
    office = kept_office_;
}

void CommitBatch::relieve() {
    if (sums_.bytes() > limits::kRollupSumsBytesMax) {
        write_sums(sums_);
        sums_.clear();
    }
    if (event_bytes_ > limits::kPostgresRowsBytesMax) {
        send_events();
        relieved_events_ = events();
        events_.clear();
        event_bytes_ = 0;
        kept_events_ = sent_events_ = sent_kept_events_ = 0;
    }
}

void CommitBatch::write_ahead() {
    if (!sums_written_) {
        write_sums(sums_);
        sums_written_ = true;
    }
    write_sums(job_sums_);
    job_sums_.clear();
}

void CommitBatch::finish() {
    write_sums(sums_);
    sums_.clear();
    send_events();
}

void CommitBatch::write_sums(const model::RollupSums& sums) {
    if (sums.empty()) {
        return;
    }
    const int part = side_.rollup_part();
    RollupRows rows_of_sums;
    sums.visit_months([&](const model::RollupMonth& row) {
        rows_of_sums.add(row, 0, row.totals);
        for (const auto& day : row.days) {
            rows_of_sums.add(row, day.day, day.totals);
        }
        if (rows_of_sums.size() > limits::kPostgresRollupRowsSent) {
            rows_of_sums.send(connection_, office, part);
        }
    });
    rows_of_sums.send(connection_, office, part);
}

void CommitBatch::number_events(std::size_t from, const SeqBlock& block) {
    for (std::size_t i = from; i < events_.size(); ++i) {
        events_[i].seq = block.first + static_cast<std::int64_t>(i - from);
        events_[i].digest = store::audit_digest(events_[i]);
    }
}

void CommitBatch::copy_events(std::size_t from) const {
    std::string lines;
    for (std::size_t i = from; i < events_.size(); ++i) {
        const auto values = event_values({connection_.keys(), office}, office, events_[i]);
        if (events_.size() - from >= kCopiedEventsMin) {
            append_copy_line(lines, values);
            continue;
        }
        Parameters parameters;
        for (const auto& value : values) {
            parameters.add(value);
        }
        connection_.query(kInsertEvent, parameters);
    }
    if (!lines.empty()) {
        connection_.copy_in(kCopyEvents, lines);
    }
}

// The row of the block is locked by its deletion: until the transaction ends the sealer knows that
// it is at work. Should the sealer have been faster, the places are filled, and others are taken.
void CommitBatch::send_events() {
    const std::size_t from = sent_events_;
    if (from == events_.size()) {
        return;
    }
    SeqBlock block;
    do {
        block = take_seqs(side_, office, static_cast<std::int64_t>(events_.size() - from));
    } while (connection_
                 .query("DELETE FROM audit_block WHERE office_id = $1 AND first_seq = $2",
                        Parameters(office, block.first))
                 .affected() == 0);
    number_events(from, block);
    copy_events(from);
    sent_events_ = events_.size();
    first_sent_ = events_[from];
}

void CommitBatch::erase_personal(RecordId record) {
    for (std::size_t i = sent_events_; i < events_.size(); ++i) {
        if (events_[i].record != record || events_[i].personal_diff.empty()) {
            continue;
        }
        if (i < kept_events_) {
            send_events();  // this closure may yet be undone, and that one not
            break;
        }
        events_[i].personal_diff.clear();
    }
    connection_.query(
        "UPDATE audit_event SET personal_diff = NULL WHERE office_id = $1 AND record_id = $2 "
        "AND record_id <> 0 AND personal_diff IS NOT NULL",
        Parameters(office, record));
}

bool CommitBatch::took_place(Connection& connection) const {
    if (!first_sent_) {
        return false;  // a commit without events may be done twice
    }
    // Waits for whoever still holds the row.
    const Rows open = connection.query(
        "UPDATE audit_block SET last_seq = last_seq WHERE office_id = $1 AND first_seq = $2",
        Parameters(office, first_sent_->seq));
    if (open.affected() > 0) {
        return false;
    }
    const Rows event =
        connection.query("SELECT digest FROM audit_event WHERE office_id = $1 AND seq = $2",
                         Parameters(office, first_sent_->seq));
    return !event.empty() && event[0].digest(0) == first_sent_->digest;
}

}  // namespace taizhang::store_postgres
