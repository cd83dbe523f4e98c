// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_writer.hpp"

#include <fmt/format.h>

#include <fstream>

#include "service/records/import_matcher.hpp"
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
    } else if (const auto stored = tx.batch(current.id);
               !stored || stored->rows_done != current.rows_done) {
        return fail(ErrorCode::Conflict,
                    "前面几批行没有写进去（磁盘满了或出过故障）。再导入一次，就从写入的地方接着来",
                    "an earlier chunk was lost with its commit");
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
