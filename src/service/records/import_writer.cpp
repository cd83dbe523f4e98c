// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_writer.hpp"

#include <fmt/format.h>

#include <fstream>

#include "service/records/import_reach.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/record_writer.hpp"
#include "service/records/repeated_rows.hpp"

namespace taizhang::service {

using model::is_missing;

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

// A cell that the file leaves empty does not change what is there; defaults are for new records.
std::vector<Value> merged(const LedgerRecord& stored, const ImportRow& row) {
    std::vector<Value> values = row.values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (is_missing(values[i])) {
            values[i] = stored.values[i];
        }
    }
    for (const std::size_t i : row.filled) {
        if (!is_missing(stored.values[i])) {
            values[i] = stored.values[i];
        }
    }
    return values;
}

struct Match {
    std::optional<LedgerRecord> record;  // the record that the row is
    bool twice = false;                  // an earlier row of the file was this record too
};

class Matcher {
  public:
    // `batch` is that of the file; without one nothing is written between two rows.
    Matcher(store::ReadTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
            BatchId batch, const MatchState& before, MatchState& chunk)
        : tx_(tx),
          table_(definitions.table(ledger)),
          ledger_(ledger),
          personal_(ledger.has_personal_fields()),
          batch_(batch),
          before_(before),
          chunk_(chunk) {}

    Match find(const ImportRow& row) {
        if (!row.number.empty()) {
            return find_numbered(row);
        }
        return ledger_.key.empty() ? find_equal(row) : find_keyed(row);
    }

  private:
    struct Candidates {
        std::vector<LedgerRecord> live;
        // What an undone import left in the recycle bin comes back under its own number.
        std::vector<LedgerRecord> deleted;
    };

    Match find_numbered(const ImportRow& row) {
        store::RecordQuery query = base();
        query.number = row.number;
        query.deleted = store::Deleted::Include;
        auto record = tx_.find_record(query);
        return record ? met(std::move(*record), number_key(row.number)) : Match{};
    }

    // The n-th equal row of the file is the n-th equal record; those that the file itself made are
    // not counted, so that only rows which met an older record need to be remembered.
    Match find_equal(const ImportRow& row) {
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

    Match find_keyed(const ImportRow& row) {
        Candidates found = candidates(row, RecordId{});
        auto& records = found.live.empty() ? found.deleted : found.live;
        return records.empty() ? Match{} : met(std::move(records.front()), row.match_key);
    }

    // What the file itself made is known by its id, for ids sort by time; only older records need
    // to be remembered. A dry run is told of its rows by RepeatedRows.
    Match met(LedgerRecord record, std::int64_t key) {
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

    std::int64_t matched(std::int64_t key) const { return before_.count(key) + chunk_.count(key); }

    Candidates candidates(const ImportRow& row, RecordId before) {
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

    store::RecordQuery base() const {
        store::RecordQuery query;
        query.table = table_;
        query.scope = &model::kEverything;
        return query;
    }

    store::ReadTx& tx_;
    store::LedgerTable table_;
    const LedgerDefinition& ledger_;
    bool personal_;  // it has personal fields
    BatchId batch_;
    const MatchState& before_;
    MatchState& chunk_;
};

void reject(std::size_t index, const ImportRow& row, Error error, ChunkOutcome& outcome) {
    if (!error.place) {
        error.place.emplace();
    }
    error.place->line = row.line;
    outcome.rejections.emplace_back(index, std::move(error));
    ++outcome.rejected;
}

void reject_twice(std::size_t index, const ImportRow& row, ChunkOutcome& outcome) {
    const bool numbered = !row.number.empty();
    reject(index, row,
           Error{ErrorCode::Conflict,
                 fmt::format("文件里前面已有一行是同一条（{}相同），内容却不同",
                             numbered ? kNumberTitle : "关键列"),
                 "record twice in the file",
                 SourcePlace{"", "", 0, numbered ? std::string(kNumberTitle) : "", row.number,
                             "同一条只写一行"}},
           outcome);
}

}  // namespace

std::int64_t MatchState::count(std::int64_t key) const {
    const auto found = seen.find(key);
    return found == seen.end() ? 0 : found->second;
}

void MatchState::add(const MatchState& later) {
    for (const auto& [key, count] : later.seen) {
        seen[key] += count;
    }
}

store::Batch ChunkOutcome::batch_after(store::Batch before, std::size_t rows) const {
    before.id = batch ? batch : before.id;
    before.started_at = batch ? started_at : before.started_at;
    before.rows_done += static_cast<std::int64_t>(rows);
    before.added += added;
    before.changed += changed;
    before.same += same;
    before.rejected += rejected;
    return before;
}

namespace {

class ChunkWriter {
  public:
    ChunkWriter(store::WriteTx& tx, const ChunkTarget& target, ChunkRows& rows, BatchId batch,
                const MatchState& matches, ChunkOutcome& outcome)
        : tx_(tx),
          rows_(rows),
          definitions_(*target.definitions),
          ledger_(target.ledger),
          grant_(target.grant),
          batch_(batch),
          outcome_(outcome),
          reach_(definitions_, ledger_, grant_),
          matcher_(tx, definitions_, ledger_, batch, matches, outcome.matches),
          writer_(tx, definitions_, ledger_, grant_, batch, target.rollup) {}

    void write(std::size_t index) {
        ImportRow& row = rows_.rows[index];
        if (!row.errors.empty()) {
            ++outcome_.rejected;
        } else if (auto refused = reach_.refusal(row)) {
            reject(index, row, std::move(*refused), outcome_);
        } else if (row.zero_period) {
            write_zero(index, row);
        } else if (!create_numbered(row)) {
            write_matched(index, row);
        }
    }

  private:
    void write_zero(std::size_t index, const ImportRow& row) {
        const auto filed = write_zero_report(
            tx_, definitions_.table(ledger_),
            {definitions_.catalog.id_of(ledger_), row.zero_area, *row.zero_period}, grant_.actor(),
            batch_);
        if (filed) {
            ++outcome_.zero_reports;
        } else {
            reject(index, row, filed.error(), outcome_);
        }
    }

    // Where the row before was new, this one most likely is: the index of numbers then tells while
    // it is written to. False: it is not, or something else is wrong, and nothing was written.
    bool create_numbered(ImportRow& row) {
        if (row.number.empty() || !last_was_new_) {
            return false;
        }
        last_was_new_ =
            writer_.create_counted(row, row.number, rows_.deltas[row.delta]).has_value();
        outcome_.added += last_was_new_ ? 1 : 0;
        return last_was_new_;
    }

    void write_matched(std::size_t index, ImportRow& row) {
        const Match match = matcher_.find(row);
        last_was_new_ = !match.record;
        Result<void> written;
        if (!match.record) {
            written = writer_.create_counted(row, row.number, rows_.deltas[row.delta]);
            outcome_.added += written ? 1 : 0;
        } else if (!reach_.holds(*match.record)) {
            reject(index, row, ImportReach::of_another(), outcome_);
            return;
        } else if (auto values = merged(*match.record, row);
                   values == match.record->values && !match.record->deleted) {
            ++outcome_.same;
            return;
        } else if (match.twice) {
            reject_twice(index, row, outcome_);
            return;
        } else {
            const auto now = match.record->deleted
                                 ? writer_.restore(*match.record, std::move(values))
                                 : writer_.change(*match.record, std::move(values));
            written = now.map([](const LedgerRecord&) {});
            outcome_.changed += written ? 1 : 0;
        }
        if (!written) {
            reject(index, row, written.error(), outcome_);
        }
    }

    store::WriteTx& tx_;
    ChunkRows& rows_;
    const Definitions& definitions_;
    const LedgerDefinition& ledger_;
    const access::Grant& grant_;
    BatchId batch_;
    ChunkOutcome& outcome_;
    ImportReach reach_;
    Matcher matcher_;
    RecordWriter writer_;
    bool last_was_new_ = true;
};

}  // namespace

Result<void> write_chunk(store::WriteTx& tx, const ChunkTarget& target, const MatchState& matches,
                         ChunkRows& rows, const store::Batch& batch, ChunkOutcome& outcome) {
    tx.keep(target.definitions);
    tx.keep(target.rollup);
    store::Batch current = batch;
    if (!current.id) {
        start_batch(tx, current);
    }
    outcome.batch = current.id;
    outcome.started_at = current.started_at;
    ChunkWriter writer(tx, target, rows, current.id, matches, outcome);
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        writer.write(i);
    }
    tx.put_batch(outcome.batch_after(current, rows.rows.size()));
    return {};
}

Result<void> check_chunk(store::ReadTx& tx, const ChunkTarget& target, const MatchState& matches,
                         const std::vector<ImportRow>& rows, ImportPreview& preview,
                         ChunkOutcome& outcome) {
    const Definitions& definitions = *target.definitions;
    const ImportReach reach(definitions, target.ledger, target.grant);
    Matcher matcher(tx, definitions, target.ledger, BatchId{}, matches, outcome.matches);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ImportRow& row = rows[i];
        if (!row.errors.empty()) {
            ++outcome.rejected;
            continue;
        }
        if (auto refused = reach.refusal(row)) {
            reject(i, row, std::move(*refused), outcome);
            continue;
        }
        if (row.zero_period) {
            preview.would_file(
                {definitions.catalog.id_of(target.ledger), row.zero_area, *row.zero_period});
            ++outcome.zero_reports;
            continue;
        }
        // A dry run has not written the earlier row that this one repeats.
        if (row.repeat == Repeat::Same) {
            ++outcome.same;
            continue;
        }
        if (row.repeat == Repeat::Other) {
            reject_twice(i, row, outcome);
            continue;
        }
        const Match match = matcher.find(row);
        if (!match.record) {
            preview.would_write(nullptr, row.values);
            ++outcome.added;
        } else if (!reach.holds(*match.record)) {
            reject(i, row, ImportReach::of_another(), outcome);
        } else if (const auto values = merged(*match.record, row);
                   values == match.record->values && !match.record->deleted) {
            ++outcome.same;
        } else {
            preview.would_write(&*match.record, values);
            ++outcome.changed;
        }
    }
    return {};
}

void count_row(const ChunkTarget& target, ImportRow& row, model::RollupDeltas& deltas) {
    if (row.errors.empty() && !row.zero_period) {
        row.delta = deltas.size();
        count_new(*target.definitions, target.ledger, *target.rollup, row, deltas);
    }
}

void recall_chunk(store::ReadTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
                  BatchId batch, const MatchState& matches, const std::vector<ImportRow>& rows,
                  MatchState& chunk) {
    Matcher matcher(tx, definitions, ledger, batch, matches, chunk);
    for (const auto& row : rows) {
        if (row.errors.empty() && !row.zero_period) {
            matcher.find(row);
        }
    }
}

void start_batch(store::WriteTx& tx, store::Batch& batch) {
    batch.id = BatchId{tx.new_id()};
    batch.started_at = tx.now();
    tx.put_batch(batch);
    append_batch_event(tx, batch, store::AuditAction::BatchStarted, batch.actor);
}

void append_batch_event(store::WriteTx& tx, const store::Batch& batch, store::AuditAction action,
                        const std::string& actor) {
    store::AuditEvent event;
    event.actor = actor;
    event.action = action;
    event.ledger = batch.ledger;
    event.batch = batch.id;
    event.diff = fmt::format("{{\"file_digest\":\"{}\"}}", batch.file_digest);
    tx.append_event(std::move(event));
}

Result<Digest> file_digest(const std::filesystem::path& file) {
    constexpr std::size_t kBlockBytes = 1U << 16U;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail_at(ErrorCode::Io, SourcePlace{file.string(), "", 0, "", "", ""},
                       "文件打不开，检查路径和权限", "cannot open file");
    }
    Sha256 sha;
    std::vector<char> block(kBlockBytes);
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
           stream.gcount() > 0) {
        sha.add({block.data(), static_cast<std::size_t>(stream.gcount())});
    }
    return sha.finish();
}

}  // namespace taizhang::service
