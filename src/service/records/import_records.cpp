// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/content_kind.hpp"
#include "service/records/column_choices.hpp"
#include "service/records/error_workbook.hpp"
#include "service/records/file_stamp.hpp"
#include "service/records/import_plan.hpp"
#include "service/records/import_rows.hpp"
#include "service/records/import_writer.hpp"
#include "service/records/repeated_rows.hpp"

namespace taizhang::service {
namespace {

using model::LedgerDefinition;

// Rows on their way into the store.
struct Chunk : ChunkRows {
    std::vector<exchange::Row> originals;  // where there is an error workbook
    ImportProgress progress;
    ChunkOutcome outcome;
};

std::size_t bytes_of(const exchange::Row& row) {
    std::size_t bytes = row.cells.size() * sizeof(exchange::Cell);
    for (const auto& cell : row.cells) {
        bytes += cell.text.size();
    }
    return bytes;
}

// Reads and checks a chunk while the one before it is written.
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
          target_{definitions_, ledger_, grant_,
                  std::make_shared<rollup::LedgerRollup>(definitions_->catalog, ledger_)},
          file_(std::move(file)),
          repeated_(plan.ledger),
          preview_(*definitions_, plan.ledger) {}
    ~Importer() {
        if (answer_.valid()) {
            answer_.wait();  // the writer still looks at what is ours
        }
    }
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    Result<ImportOutcome> run();

  private:
    Result<bool> begin_batch();
    Result<void> import_table(exchange::TableReader& table);
    Result<void> recall(Chunk& chunk);
    Result<void> send(std::shared_ptr<Chunk> chunk);
    bool refers_to_itself() const;
    Result<void> settle();
    Result<void> take_outcome(Chunk& chunk);
    Result<void> open_error_workbook();
    Result<void> copy_rows(const Chunk& chunk);
    Result<void> keep_choices() const;
    Result<void> foresee();
    Result<void> check_unchanged() const;
    Result<void> finish();
    void reject(ImportRow& row);
    std::string file_name() const { return file_.filename().string(); }

    const Session& session_;
    std::shared_ptr<const Definitions> definitions_;
    const LedgerDefinition& ledger_;
    const ImportPlan& plan_;
    access::Grant grant_;
    const ImportOptions& options_;
    ChunkTarget target_;
    std::filesystem::path file_;
    FileStamp stamp_;
    std::string sheet_;
    ImportColumns columns_;
    store::Batch batch_;
    MatchState matches_;
    RepeatedRows repeated_;  // of a dry run, like the preview
    ImportPreview preview_;
    std::optional<ErrorWorkbook> error_workbook_;
    std::shared_ptr<Chunk> sent_;  // being written; none: nothing under way
    std::future<Result<void>> answer_;
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

Result<void> Importer::open_error_workbook() {
    if (options_.errors_file.empty()) {
        return {};
    }
    std::error_code missing;
    if (std::filesystem::equivalent(options_.errors_file, file_, missing)) {
        return fail(ErrorCode::InvalidInput, "错误表不能写到要导入的文件上，请换一个文件名",
                    "the error workbook is the imported file");
    }
    error_workbook_ = TZ_TRY(ErrorWorkbook::create(options_.errors_file, columns_));
    return {};
}

Result<void> Importer::copy_rows(const Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.originals.size(); ++i) {
        TZ_TRY(error_workbook_->write_row(chunk.originals[i], chunk.rows[i].errors));
    }
    return {};
}

// Rows that an interrupted import of the file has behind it.
Result<void> Importer::recall(Chunk& chunk) {
    MatchState matches;
    auto looked = session_.store.read([&](store::ReadTx& tx) -> Result<void> {
        recall_chunk(tx, *definitions_, ledger_, batch_.id, matches_, chunk.rows, matches);
        return {};
    });
    if (!looked) {
        return looked;
    }
    matches_.add(matches);
    return copy_rows(chunk);
}

Result<void> Importer::send(std::shared_ptr<Chunk> chunk) {
    TZ_TRY(settle());
    sent_ = std::move(chunk);
    if (options_.dry_run) {
        auto checked = session_.store.read([&](store::ReadTx& tx) -> Result<void> {
            return check_chunk(tx, target_, matches_, sent_->rows, preview_, sent_->outcome);
        });
        std::promise<Result<void>> answer;
        answer.set_value(std::move(checked));
        answer_ = answer.get_future();
        return {};
    }
    answer_ = session_.store.write_behind([this](store::WriteTx& tx) -> Result<void> {
        sent_->outcome = ChunkOutcome{};
        return write_chunk(tx, target_, matches_, *sent_, batch_, sent_->outcome);
    });
    return refers_to_itself() ? session_.store.sync() : Result<void>();
}

// A row may then name a record of an earlier chunk, which others see only once it is committed.
bool Importer::refers_to_itself() const {
    return std::any_of(ledger_.fields.begin(), ledger_.fields.end(), [&](const auto& field) {
        return field.type == model::FieldType::Reference && field.reference_to == ledger_.name;
    });
}

// Waits for the chunk that is under way, if any.
Result<void> Importer::settle() {
    if (!sent_) {
        return {};
    }
    TZ_TRY(answer_.get());
    const auto chunk = std::move(sent_);
    TZ_TRY(take_outcome(*chunk));
    chunk->progress.batch = batch_.id;
    if (options_.progress && !options_.progress(chunk->progress)) {
        return fail(ErrorCode::Interrupted, "已停下。写入的行都完整，再运行同一条命令就接着导入",
                    "stopped by the user");
    }
    return {};
}

Result<void> Importer::take_outcome(Chunk& chunk) {
    batch_ = chunk.outcome.batch_after(batch_, chunk.rows.size());
    matches_.add(chunk.outcome.matches);
    outcome_.zero_reports += chunk.outcome.zero_reports;
    for (auto& [index, error] : chunk.outcome.rejections) {
        // Only here is it known which column of the file that is.
        if (error.place->column == kNumberTitle && columns_.number) {
            error.place->column = columns_.place(*columns_.number);
        }
        chunk.rows[index].errors.push_back(std::move(error));
    }
    TZ_TRY(copy_rows(chunk));
    for (auto& row : chunk.rows) {
        reject(row);
    }
    return {};
}

Result<void> Importer::import_table(exchange::TableReader& table) {
    const RowReader reader(session_.store, *definitions_, plan_, columns_);
    const std::int64_t skip = batch_.rows_done;
    std::int64_t position = 0;
    for (bool more = true; more;) {
        const bool done_before = position < skip;
        auto chunk = std::make_shared<Chunk>();
        std::size_t bytes = 0;
        while (chunk->rows.size() < limits::kImportChunkRows && bytes < limits::kImportChunkBytes &&
               (!done_before || position < skip)) {
            const exchange::Row* row = TZ_TRY(table.next());
            if (row == nullptr) {
                more = false;
                break;
            }
            ++position;
            bytes += bytes_of(*row);
            chunk->rows.push_back(reader.read(*row));
            if (options_.dry_run) {
                repeated_.look(chunk->rows.back());
            } else {
                count_row(target_, chunk->rows.back(), chunk->deltas);
            }
            if (error_workbook_) {
                chunk->originals.push_back(*row);
            }
        }
        chunk->progress = {position, table.progress()};
        if (!chunk->rows.empty()) {
            TZ_TRY(done_before ? recall(*chunk) : send(std::move(chunk)));
        }
    }
    return settle();
}

// What was bound by hand is remembered once the file turns out to have it.
Result<void> Importer::keep_choices() const {
    const auto choices = TZ_TRY(read_column_choices(ledger_, options_.columns));
    for (const auto& [header, field] : choices) {
        const bool there = std::any_of(columns_.headers.begin(), columns_.headers.end(),
                                       [&](const auto& one) { return same_header(one, header); });
        if (!there) {
            return fail_at(ErrorCode::InvalidInput,
                           SourcePlace{file_name(), sheet_, columns_.header_row, "", header,
                                       join(columns_.headers, "、")},
                           fmt::format("表头里没有“{}”", header), "no such header");
        }
    }
    return options_.dry_run ? Result<void>()
                            : remember_columns(session_.store, ledger_, choices, grant_.actor());
}

Result<void> Importer::foresee() {
    outcome_.not_compared = repeated_.overflowed();
    const auto grant = access::authorize(session_.principal, access::Permission::ReadFigures);
    if (!grant || !grant->everything()) {
        return {};  // it speaks of the whole office
    }
    return session_.store.read([&](store::ReadTx& tx) -> Result<void> {
        outcome_.preview = TZ_TRY(preview_.figures(tx, *grant));
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

// What was read may be half of the one and half of the other. The batch stays open, as after a
// stop.
Result<void> Importer::check_unchanged() const {
    if (FileStamp::of(file_) == stamp_) {
        return {};
    }
    return fail_at(ErrorCode::Conflict, SourcePlace{file_name(), "", 0, "", "", ""},
                   "导入时文件被改动了。写入的行都完整，请关掉正在编辑它的程序，再导入一次",
                   "the file changed while it was read");
}

Result<ImportOutcome> Importer::run() {
    stamp_ = FileStamp::of(file_);
    if (!TZ_TRY(begin_batch())) {
        return outcome_;
    }
    const auto table = TZ_TRY(exchange::open_table(file_, {options_.sheet}));
    sheet_ = table->sheet();
    columns_ = TZ_TRY(find_header(*table, plan_, file_name()));
    outcome_.unknown_columns = columns_.unknown;
    TZ_TRY(keep_choices());
    TZ_TRY(open_error_workbook());
    auto imported = import_table(*table).and_then([&] { return check_unchanged(); });
    TZ_TRY(imported ? finish() : session_.store.sync().and_then([&] { return imported; }));
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
    TZ_TRY(exchange::content_kind(file));  // a pipe or a device would never end
    auto definitions = TZ_TRY(load_definitions(session));
    model::PackProblems problems;
    const auto plan = TZ_TRY(make_plan(*definitions, ledger_name, options, problems));
    TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords, plan.ledger));
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
    outcome.preview = {};  // of the rehearsal: they are the figures already, or will not be
    return outcome;
}

}  // namespace taizhang::service
