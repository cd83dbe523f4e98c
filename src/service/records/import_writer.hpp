// SPDX-License-Identifier: Apache-2.0
// One chunk of an import: which rows are new, which change a record, which are there already.
#pragma once

#include <filesystem>
#include <vector>

#include "service/records/import_matcher.hpp"
#include "service/records/import_preview.hpp"
#include "service/records/import_rows.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct ChunkOutcome {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t same = 0;
    std::int64_t rejected = 0;
    std::int64_t zero_reports = 0;
    // What only the store could tell (a key twice in the file, a unique value taken), by row.
    std::vector<std::pair<std::size_t, Error>> rejections;
    BatchId batch;
    Instant started_at;
    MatchState matches;  // of the chunk's own rows

    store::Batch batch_after(store::Batch batch, std::size_t rows) const;
};

// What every chunk of a file is written with.
struct ChunkTarget {
    std::shared_ptr<const Definitions> definitions;
    const model::LedgerDefinition& ledger;
    const access::Grant& grant;
    std::shared_ptr<const rollup::LedgerRollup> rollup;  // of the ledger
};

struct ChunkRows {
    std::vector<ImportRow> rows;
    model::RollupDeltas deltas;  // by ImportRow::delta
};

// What the row would add as a new record: of one that is to be written, before it is.
void count_row(const ChunkTarget& target, ImportRow& row, model::RollupDeltas& deltas);

// Both leave the rows as they are and may run again.
Result<void> write_chunk(store::WriteTx& tx, const ChunkTarget& target, const MatchState& matches,
                         ChunkRows& rows, const store::Batch& batch, ChunkOutcome& outcome);
// `preview` learns what a write would do.
Result<void> check_chunk(store::ReadTx& tx, const ChunkTarget& target, const MatchState& matches,
                         const std::vector<ImportRow>& rows, ImportPreview& preview,
                         ChunkOutcome& outcome);

// Rows that an interrupted import has behind it: remembers which records they were.
void recall_chunk(store::ReadTx& tx, const Definitions& definitions,
                  const model::LedgerDefinition& ledger, BatchId batch, const MatchState& matches,
                  const std::vector<ImportRow>& rows, MatchState& chunk);

// Gives the batch its id and writes it with its first audit event.
void start_batch(store::WriteTx& tx, store::Batch& batch);
void append_batch_event(store::WriteTx& tx, const store::Batch& batch, store::AuditAction action,
                        const std::string& actor);

Result<Digest> file_digest(const std::filesystem::path& file);

}  // namespace taizhang::service
