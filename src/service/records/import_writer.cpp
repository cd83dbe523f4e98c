// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_writer.hpp"

#include <fmt/format.h>

#include <fstream>

#include "service/records/purge_records.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::is_missing;

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

// A cell that the file leaves empty does not erase what is there.
std::vector<Value> merged(const LedgerRecord& stored, const std::vector<Value>& row) {
    std::vector<Value> values = stored.values;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!is_missing(row[i])) {
            values[i] = row[i];
        }
    }
    return values;
}

struct Match {
    std::optional<LedgerRecord> record;  // the record that the row is
    bool twice = false;                  // an earlier row of the file had the same key
};

class Matcher {
  public:
    // `batch` is that of the file; without one nothing is written between two rows.
    Matcher(store::ReadTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
            BatchId batch, const MatchState& before, MatchState& chunk)
        : tx_(tx),
          table_(definitions.table(ledger)),
          ledger_(ledger),
          batch_(batch),
          before_(before),
          chunk_(chunk) {}

    Match find(const ImportRow& row) {
        if (!row.number.empty()) {
            store::RecordQuery query = base();
            query.number = row.number;
            query.deleted = store::Deleted::Include;
            return {tx_.find_record(query), false};
        }
        return ledger_.key.empty() ? find_equal(row) : find_keyed(row);
    }

  private:
    struct Candidates {
        std::vector<LedgerRecord> live;
        // What an undone import left in the recycle bin comes back under its own number.
        std::vector<LedgerRecord> deleted;
    };

    // The n-th equal row of the file is the n-th equal record; those that the file itself made are
    // not counted, so that only rows which met an older record need to be remembered.
    Match find_equal(const ImportRow& row) {
        Candidates found = candidates(row, RecordId{batch_.value});
        auto nth = static_cast<std::size_t>(matched(row));
        for (auto* records : {&found.live, &found.deleted}) {
            if (nth < records->size()) {
                ++chunk_.seen[row.match_key];
                return {std::move((*records)[nth]), false};
            }
            nth -= records->size();
        }
        remember_unwritten(row);
        return {};
    }

    Match find_keyed(const ImportRow& row) {
        Candidates found = candidates(row, RecordId{});
        auto& records = found.live.empty() ? found.deleted : found.live;
        const bool again = matched(row) > 0;
        if (records.empty()) {
            remember_unwritten(row);
            return {std::nullopt, again};
        }
        // Ids sort by time.
        const bool of_this_file = batch_ && records.front().id.value > batch_.value;
        if (!of_this_file) {
            ++chunk_.seen[row.match_key];
        }
        return {std::move(records.front()), again || of_this_file};
    }

    // A row that is written is found in the store again, and there may be a million.
    void remember_unwritten(const ImportRow& row) {
        if (!batch_) {
            ++chunk_.seen[row.match_key];
        }
    }

    std::int64_t matched(const ImportRow& row) const {
        return before_.count(row.match_key) + chunk_.count(row.match_key);
    }

    Candidates candidates(const ImportRow& row, RecordId before) {
        store::RecordQuery query = base();
        query.match_key = row.match_key;
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
    reject(index, row,
           Error{ErrorCode::Conflict, "文件里前面已有一行是同一条（关键列相同），内容却不同",
                 "key twice in the file", SourcePlace{"", "", 0, "", "", "同一条只写一行"}},
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
    ChunkWriter(store::WriteTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
                const access::Grant& grant, BatchId batch, const MatchState& matches,
                ChunkOutcome& outcome)
        : tx_(tx),
          definitions_(definitions),
          ledger_(ledger),
          grant_(grant),
          batch_(batch),
          outcome_(outcome),
          matcher_(tx, definitions, ledger, batch, matches, outcome.matches),
          writer_(tx, definitions, ledger, grant, batch) {}

    void write(std::size_t index, const ImportRow& row) {
        if (!row.errors.empty()) {
            ++outcome_.rejected;
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
    bool create_numbered(const ImportRow& row) {
        if (row.number.empty() || !last_was_new_) {
            return false;
        }
        last_was_new_ = writer_.create(row, row.number).has_value();
        outcome_.added += last_was_new_ ? 1 : 0;
        return last_was_new_;
    }

    void write_matched(std::size_t index, const ImportRow& row) {
        const Match match = matcher_.find(row);
        last_was_new_ = !match.record;
        Result<LedgerRecord> written;
        if (!match.record) {
            written = writer_.create(row, row.number);
            outcome_.added += written ? 1 : 0;
        } else if (auto values = merged(*match.record, row.values);
                   values == match.record->values && !match.record->deleted) {
            ++outcome_.same;
            return;
        } else if (match.twice) {
            reject_twice(index, row, outcome_);
            return;
        } else {
            written = match.record->deleted ? writer_.restore(*match.record, std::move(values))
                                            : writer_.change(*match.record, std::move(values));
            outcome_.changed += written ? 1 : 0;
        }
        if (!written) {
            reject(index, row, written.error(), outcome_);
        }
    }

    store::WriteTx& tx_;
    const Definitions& definitions_;
    const LedgerDefinition& ledger_;
    const access::Grant& grant_;
    BatchId batch_;
    ChunkOutcome& outcome_;
    Matcher matcher_;
    RecordWriter writer_;
    bool last_was_new_ = true;
};

}  // namespace

Result<void> write_chunk(store::WriteTx& tx, const Definitions& definitions,
                         const LedgerDefinition& ledger, const access::Grant& grant,
                         const MatchState& matches, const std::vector<ImportRow>& rows,
                         const store::Batch& batch, ChunkOutcome& outcome) {
    store::Batch current = batch;
    if (!current.id) {
        start_batch(tx, current);
    }
    outcome.batch = current.id;
    outcome.started_at = current.started_at;
    ChunkWriter writer(tx, definitions, ledger, grant, current.id, matches, outcome);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        writer.write(i, rows[i]);
    }
    tx.put_batch(outcome.batch_after(current, rows.size()));
    return {};
}

Result<void> check_chunk(store::ReadTx& tx, const Definitions& definitions,
                         const LedgerDefinition& ledger, const MatchState& matches,
                         const std::vector<ImportRow>& rows, ChunkOutcome& outcome) {
    Matcher matcher(tx, definitions, ledger, BatchId{}, matches, outcome.matches);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ImportRow& row = rows[i];
        if (!row.errors.empty()) {
            ++outcome.rejected;
        } else if (row.zero_period) {
            ++outcome.zero_reports;
        } else if (const Match match = matcher.find(row); !match.record) {
            // A dry run has not written the earlier row that this one repeats.
            if (match.twice) {
                reject_twice(i, row, outcome);
            } else {
                ++outcome.added;
            }
        } else if (merged(*match.record, row.values) == match.record->values &&
                   !match.record->deleted) {
            ++outcome.same;
        } else if (match.twice) {
            reject_twice(i, row, outcome);
        } else {
            ++outcome.changed;
        }
    }
    return {};
}

void recall_chunk(store::ReadTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
                  BatchId batch, const MatchState& matches, const std::vector<ImportRow>& rows,
                  MatchState& chunk) {
    Matcher matcher(tx, definitions, ledger, batch, matches, chunk);
    for (const auto& row : rows) {
        if (row.errors.empty() && !row.zero_period && row.number.empty()) {
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
