// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/records/column_choices.hpp"
#include "service/records/error_workbook.hpp"
#include "service/records/import_plan.hpp"
#include "service/records/import_rows.hpp"
#include "service/records/import_writer.hpp"
#include "service/records/repeated_rows.hpp"

namespace taizhang::service {
namespace {

using model::LedgerDefinition;

class Importer {
  public:
    Importer(const Session& session, std::shared_ptr<const Definitions> definitions,
             const ImportPlan& plan, access::Grant grant, const ImportOptions& options,
             std::filesystem::path file)
        : session_(session),
          definitions_(std::move(definitions)),
          ledger_(plan.ledger),
          plan_(plan),
          grant_(std::move(grant)),
          options_(options),
          file_(std::move(file)),
          repeated_(plan.ledger, options.dry_run ? Repeats::ByNumberOrKey : Repeats::ByNumber),
          preview_(*definitions_, plan.ledger) {}

    Result<ImportOutcome> run();

  private:
    Result<bool> begin_batch();
    Result<void> import_table(exchange::TableReader& table, const ImportColumns& columns);
    Result<void> flush(std::vector<ImportRow>& rows);
    Result<void> open_error_workbook(const ImportColumns& columns);
    Result<void> copy_row(const exchange::Row& row, const std::vector<Error>& errors);
    Result<void> copy_rows(const std::vector<ImportRow>& rows);
    Result<void> keep_choices(const ImportColumns& columns) const;
    Result<void> foresee();
    Result<void> finish();
    void reject(ImportRow& row);
    std::string file_name() const { return file_.filename().string(); }

    const Session& session_;
    std::shared_ptr<const Definitions> definitions_;
    const LedgerDefinition& ledger_;
    const ImportPlan& plan_;
    access::Grant grant_;
    const ImportOptions& options_;
    std::filesystem::path file_;
    std::string sheet_;
    store::Batch batch_;
    MatchState matches_;
    RepeatedRows repeated_;
    ImportPreview preview_;  // of a dry run
    std::optional<ErrorWorkbook> error_workbook_;
    std::vector<exchange::Row> originals_;  // of the chunk, where there is an error workbook
    ImportOutcome outcome_;
};

// Reads or makes the batch. False: this very file is in already.
Result<bool> Importer::begin_batch() {
    batch_.file_digest = to_hex(TZ_TRY(file_digest(file_)));
    if (!options_.sheet.empty()) {
        batch_.file_digest += "#" + options_.sheet;
    }
    batch_.file_digest += plan_.fingerprint();
    std::optional<store::Batch> known;
    const LedgerId id = definitions_->catalog.id_of(ledger_);
    auto looked = session_.store.read([&](store::ReadTx& tx) -> Result<void> {
        known = tx.batch_of_file(id, batch_.file_digest);
        return {};
    });
    if (!looked) {
        return tl::unexpected(looked.error());
    }
    if (known && known->status == store::BatchStatus::Complete && known->rejected == 0) {
        outcome_.imported_before = true;
        outcome_.same = known->added + known->changed + known->same;
        return false;
    }
    if (known && known->status == store::BatchStatus::Open && !options_.dry_run) {
        batch_ = *known;
        outcome_.resumed = true;
        return true;
    }
    batch_.ledger = id;
    batch_.file = file_name();
    batch_.actor = grant_.actor();
    return true;
}

void Importer::reject(ImportRow& row) {
    for (auto& error : row.errors) {
        error.place->file = file_name();
        error.place->sheet = sheet_;
        if (outcome_.errors.size() < limits::kImportErrorsShown) {
            outcome_.errors.push_back(std::move(error));
        }
    }
}

Result<void> Importer::open_error_workbook(const ImportColumns& columns) {
    if (options_.errors_file.empty()) {
        return {};
    }
    std::error_code missing;
    if (std::filesystem::equivalent(options_.errors_file, file_, missing)) {
        return fail(ErrorCode::InvalidInput, "错误表不能写到要导入的文件上，请换一个文件名",
                    "the error workbook is the imported file");
    }
    error_workbook_ = TZ_TRY(ErrorWorkbook::create(options_.errors_file, columns));
    return {};
}

Result<void> Importer::copy_row(const exchange::Row& row, const std::vector<Error>& errors) {
    return error_workbook_ ? error_workbook_->write_row(row, errors) : Result<void>();
}

Result<void> Importer::copy_rows(const std::vector<ImportRow>& rows) {
    for (std::size_t i = 0; i < originals_.size(); ++i) {
        TZ_TRY(copy_row(originals_[i], rows[i].errors));
    }
    originals_.clear();
    return {};
}

Result<void> Importer::flush(std::vector<ImportRow>& rows) {
    ChunkOutcome chunk;
    if (options_.dry_run) {
        auto checked = session_.store.read([&](store::ReadTx& tx) -> Result<void> {
            return check_chunk(tx, *definitions_, ledger_, matches_, rows, preview_, chunk);
        });
        if (!checked) {
            return checked;
        }
    } else {
        auto written = session_.store.write([&](store::WriteTx& tx) -> Result<void> {
            chunk = ChunkOutcome{};
            return write_chunk(tx, *definitions_, ledger_, grant_, matches_, rows, batch_, chunk);
        });
        if (!written) {
            return written;
        }
    }
    batch_ = chunk.batch_after(batch_, rows.size());
    matches_.add(chunk.matches);
    outcome_.zero_reports += chunk.zero_reports;
    for (auto& [index, error] : chunk.rejections) {
        rows[index].errors.push_back(std::move(error));
    }
    TZ_TRY(copy_rows(rows));
    for (auto& row : rows) {
        reject(row);
    }
    rows.clear();
    return {};
}

Result<void> Importer::import_table(exchange::TableReader& table, const ImportColumns& columns) {
    const RowReader reader(session_.store, *definitions_, plan_, columns);
    const std::int64_t skip = batch_.rows_done;
    std::int64_t position = 0;
    std::vector<ImportRow> rows;
    for (;;) {
        const exchange::Row* row = TZ_TRY(table.next());
        if (row != nullptr) {
            rows.push_back(reader.read(*row));
            repeated_.look(rows.back(), columns);
            if (++position <= skip) {
                TZ_TRY(copy_row(*row, rows.back().errors));
                matches_.note_done(ledger_, rows.back());
                rows.pop_back();
            } else if (error_workbook_) {
                originals_.push_back(*row);
            }
        }
        const bool full = rows.size() >= limits::kImportChunkRows;
        if (full || (row == nullptr && !rows.empty())) {
            if (auto flushed = flush(rows); !flushed) {
                return flushed;
            }
            if (options_.progress && !options_.progress({position, table.progress()})) {
                return fail(ErrorCode::Interrupted,
                            "已停下。写入的行都完整，再运行同一条命令就接着导入",
                            "stopped by the user");
            }
        }
        if (row == nullptr) {
            return {};
        }
    }
}

// What was bound by hand is remembered once the file turns out to have it.
Result<void> Importer::keep_choices(const ImportColumns& columns) const {
    const auto choices = TZ_TRY(read_column_choices(ledger_, options_.columns));
    for (const auto& [header, field] : choices) {
        const bool there = std::any_of(columns.headers.begin(), columns.headers.end(),
                                       [&](const auto& one) { return same_header(one, header); });
        if (!there) {
            return fail_at(ErrorCode::InvalidInput,
                           SourcePlace{file_name(), sheet_, columns.header_row, "", header,
                                       join(columns.headers, "、")},
                           fmt::format("表头里没有“{}”", header), "no such header");
        }
    }
    return options_.dry_run ? Result<void>()
                            : remember_columns(session_.store, ledger_, choices, grant_.actor());
}

Result<void> Importer::foresee() {
    const auto grant = access::authorize(session_.principal, access::Permission::ReadFigures);
    if (!grant) {
        return {};
    }
    return session_.store.read([&](store::ReadTx& tx) -> Result<void> {
        outcome_.previews = TZ_TRY(preview_.periods(tx, grant->scope()));
        return {};
    });
}

Result<void> Importer::finish() {
    if (options_.dry_run) {
        return foresee();
    }
    return session_.store.write([&](store::WriteTx& tx) -> Result<void> {
        store::Batch done = batch_;
        if (!done.id) {
            start_batch(tx, done);
        }
        done.status = store::BatchStatus::Complete;
        tx.put_batch(done);
        append_batch_event(tx, done, store::AuditAction::BatchFinished, grant_.actor());
        batch_.id = done.id;
        return {};
    });
}

Result<ImportOutcome> Importer::run() {
    if (!TZ_TRY(begin_batch())) {
        return outcome_;
    }
    const auto table = TZ_TRY(exchange::open_table(file_, {options_.sheet}));
    sheet_ = table->sheet();
    const ImportColumns columns = TZ_TRY(find_header(*table, plan_, file_name()));
    outcome_.unknown_columns = columns.unknown;
    TZ_TRY(keep_choices(columns));
    TZ_TRY(open_error_workbook(columns));
    TZ_TRY(import_table(*table, columns));
    TZ_TRY(finish());
    if (error_workbook_ && batch_.rejected > 0) {
        TZ_TRY(error_workbook_->finish());
    }
    outcome_.batch = batch_.id;
    outcome_.added = batch_.added;
    outcome_.changed = batch_.changed;
    outcome_.same = batch_.same;
    outcome_.rejected = batch_.rejected;
    return outcome_;
}

}  // namespace

Result<ImportOutcome> import_records(const Session& session, const std::string& ledger_name,
                                     const std::filesystem::path& file,
                                     const ImportOptions& options) {
    auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    auto definitions = TZ_TRY(load_definitions(session));
    model::PackProblems problems;
    const auto plan = TZ_TRY(make_plan(*definitions, ledger_name, options, problems));
    if (!problems.empty()) {
        ImportOutcome outcome;
        outcome.map_errors = std::move(problems.errors);
        return outcome;
    }
    const auto run = [&](const ImportOptions& with) {
        return Importer(session, definitions, plan, grant, with, file).run();
    };
    if (!options.all_or_nothing || options.dry_run) {
        return run(options);
    }
    ImportOptions rehearsal = options;
    rehearsal.dry_run = true;
    auto outcome = TZ_TRY(run(rehearsal));
    if (outcome.rejected == 0) {
        // A value that must be unique is refused only when it is written.
        outcome = TZ_TRY(run(options));
        if (outcome.rejected > 0) {
            TZ_TRY(undo_batch(session, outcome.batch));
        }
    }
    outcome.taken_back = outcome.rejected > 0;
    return outcome;
}

}  // namespace taizhang::service
