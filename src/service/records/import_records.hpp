// SPDX-License-Identifier: Apache-2.0
// A workbook into a ledger.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "service/records/import_columns.hpp"
#include "service/records/import_preview.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct ImportProgress {
    std::int64_t rows = 0;
    double share = 0;  // of the file, 0..1
    BatchId batch{};   // 0 as long as nothing is written
};

struct ImportOptions {
    std::string sheet;  // empty: the first visible sheet
    // How to read somebody else's table: a map of the pack by name, or one of its own.
    std::string map;
    std::optional<model::PackFile> map_file;
    std::vector<std::string> columns;  // "备考=备注": kept for this ledger, see column_choices.hpp
    model::DateOrder date_order = model::DateOrder::Untold;
    bool dry_run = false;         // read and check everything, write nothing
    bool all_or_nothing = false;  // one rejected row, and nothing of the file stays
    // Where to put the whole table with the column 错误原因, should a row be rejected; empty:
    // nowhere.
    std::filesystem::path errors_file;
    // Called after each chunk; false stops. What is committed stays, and the same command goes on.
    std::function<bool(const ImportProgress&)> progress;
};

struct ImportOutcome {
    BatchId batch;  // 0 after a dry run, or when the file was imported before
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t same = 0;
    std::int64_t rejected = 0;  // rows; a row may have several errors
    std::int64_t zero_reports = 0;
    bool imported_before = false;
    bool resumed = false;
    bool not_compared = false;  // of a dry run: too many rows to know all that repeat another
    bool taken_back = false;    // all_or_nothing, and a row was rejected
    std::vector<Error> errors;  // at most limits::kImportErrorsShown
    std::vector<UnknownColumn> unknown_columns;
    std::vector<Error> map_errors;  // nothing was read
    FiguresPreview preview;         // of a dry run: the figures that would move
};

// Rows with mistakes are left out and named; all others go in, a chunk to a commit. The same row
// twice is one record: by 编号, by the ledger's key, or by the whole row.
Result<ImportOutcome> import_records(const Session& session, const std::string& ledger,
                                     const std::filesystem::path& file,
                                     const ImportOptions& options);

struct UndoOutcome {
    std::int64_t removed = 0;
    std::int64_t reverted = 0;
};

// Takes back all that a batch did, in one transaction. Conflict, naming records, where one of them
// was changed since.
Result<UndoOutcome> undo_batch(const Session& session, BatchId batch);

}  // namespace taizhang::service
