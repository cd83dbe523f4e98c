// SPDX-License-Identifier: Apache-2.0
#include "service/records/export_records.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/limits.hpp"
#include "exchange/table_writer.hpp"
#include "model/records/parse_value.hpp"
#include "service/records/record_filter.hpp"

namespace taizhang::service {

using exchange::OutputCell;
using model::FieldDefinition;
using model::FieldType;
using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

class Exporter {
  public:
    // `reveal`: the sight of one who said why he needs what is masked.
    Exporter(store::ReadTx& tx, const Session& session, const Definitions& definitions,
             const LedgerDefinition& ledger, const RecordSight& sight, const RecordSight* reveal)
        : tx_(tx),
          session_(session),
          definitions_(definitions),
          ledger_(ledger),
          sight_(sight),
          reveal_(reveal) {
        for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
            // A table holds no files, and an import would not take their ids.
            if (!ledger.fields[i].retired &&
                ledger.fields[i].type != model::FieldType::Attachment) {
                fields_.push_back(i);
            }
        }
    }

    std::vector<exchange::OutputColumn> columns(bool by_name) const {
        std::vector<exchange::OutputColumn> columns = {{by_name ? "number" : "编号", 16}};
        for (const std::size_t i : fields_) {
            const auto& field = ledger_.fields[i];
            columns.push_back({by_name ? field.name : field.title.zh, 0});
        }
        return columns;
    }

    const std::vector<OutputCell>& row(const LedgerRecord& record) {
        cells_.clear();
        cells_.push_back(OutputCell::of_text(record.number));
        for (const std::size_t i : fields_) {
            cells_.push_back(sight_.shows(record, i)
                                 ? cell(record, ledger_.fields[i], record.values[i])
                                 : OutputCell{});
        }
        return cells_;
    }

  private:
    OutputCell cell(const LedgerRecord& record, const FieldDefinition& field, const Value& value) {
        if (model::is_missing(value)) {
            return {};
        }
        const bool revealed =
            reveal_ != nullptr && reveal_->holds(record) &&
            reveal_->shows(record, static_cast<std::size_t>(&field - ledger_.fields.data()));
        if (field.sensitive != model::Sensitivity::None && !revealed) {
            return OutputCell::of_text(model::masked_text(value, field));
        }
        switch (field.type) {
            case FieldType::Integer:
            case FieldType::Decimal:
                return OutputCell::of_number(model::stored_text(value, field));
            case FieldType::Money:
                return OutputCell::of_money(std::get<Money>(value).fen);
            case FieldType::Date:
                return OutputCell::of_date(format_date(std::get<Date>(value)));
            case FieldType::Area:
                return OutputCell::of_text(definitions_.areas.full_name(
                    AreaId{std::get<std::int64_t>(value)}, record.happened_on(ledger_)));
            case FieldType::Unit:
                return OutputCell::of_text(unit_name(UnitId{std::get<std::int64_t>(value)}));
            case FieldType::Reference:
                return OutputCell::of_text(number_of(field, std::get<std::int64_t>(value)));
            default:
                return OutputCell::of_text(model::shown_text(value, field));
        }
    }

    std::string unit_name(UnitId id) const {
        for (const auto& unit : definitions_.units) {
            if (unit.id == id) {
                return unit.name;
            }
        }
        return "";
    }

    std::string number_of(const FieldDefinition& field, std::int64_t id) {
        const auto& ledger = *definitions_.catalog.pack.ledger(field.reference_to);
        const auto grant =
            access::authorize(session_.principal, access::Permission::ReadRecords, ledger);
        if (!grant) {
            return "";
        }
        const auto rows = grant->rows(ledger);
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &rows;
        query.deleted = store::Deleted::Include;
        query.id = RecordId{id};
        const auto record = tx_.find_record(query);
        return record ? record->number : "";
    }

    store::ReadTx& tx_;
    const Session& session_;
    const Definitions& definitions_;
    const LedgerDefinition& ledger_;
    const RecordSight& sight_;
    const RecordSight* reveal_;
    std::vector<std::size_t> fields_;
    std::vector<OutputCell> cells_;
};

// Before the first row leaves: nobody sees a name without having said why.
Result<void> log_export(const Session& session, const access::Grant& grant, LedgerId ledger,
                        const ExportOptions& options, bool reveals) {
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        store::AuditEvent event;
        event.actor = grant.actor();
        event.action =
            reveals ? store::AuditAction::PersonalRevealed : store::AuditAction::RecordsExported;
        event.ledger = ledger;
        boost::json::object note;
        if (reveals) {
            note["reason"] = options.reveal_reason;
        }
        if (options.period) {
            note["period"] = period_code(*options.period);
        }
        if (!options.area.empty()) {
            note["area"] = options.area;
        }
        if (!options.filters.empty()) {  // what they compare with may be personal
            note["filters"] = options.filters.size();
        }
        event.diff = boost::json::serialize(note);
        tx.append_event(std::move(event));
        return {};
    });
}

Result<store::RecordQuery> query_of(const Definitions& definitions, const LedgerDefinition& ledger,
                                    const RecordSight& sight, const ExportOptions& options) {
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &sight.rows();
    query.period = options.period;
    if (!options.area.empty()) {
        query.areas = definitions.areas.ever_within(
            TZ_TRY(find_area(definitions, sight.grant(), options.area)));
    }
    return query;
}

// By id, as scan_records() gives them.
void scan_filtered(store::ReadTx& tx, store::PageQuery query, const store::RecordVisitor& visit) {
    query.records_max = limits::kPageRecordsMax;
    for (bool more = true; more;) {
        std::size_t seen = 0;
        store::PageMark last;
        tx.page_records(query, [&](const LedgerRecord& record) {
            ++seen;
            last.id = record.id;
            more = visit(record);
            return more;
        });
        more = more && seen == query.records_max;
        query.after = std::move(last);
    }
}

// Near enough to tell how far the export is; 0 where that would be long to learn.
std::int64_t records_expected(store::ReadTx& tx, const Definitions& definitions,
                              const store::RecordQuery& query, const ExportOptions& options) {
    if (!query.scope->everything || query.areas || !options.filters.empty()) {
        return 0;
    }
    const Period always{Date::from_civil(1900, 1, 1), Date::from_civil(2199, 12, 31)};
    return tx
        .rollup(model::filing_indicator(query.table.id), definitions.areas.root(),
                options.period.value_or(always))
        .count;
}

// Tells how far it is, once in so many rows.
class ExportProgress {
  public:
    ExportProgress(const WorkReport& report, std::int64_t expected)
        : report_(report), expected_(expected) {}

    bool one_more() {
        ++records_;
        stopped_ = stopped_ || (report_ && records_ % kRowsBetweenReports == 0 &&
                                !report_({records_, share()}));
        return !stopped_;
    }
    std::int64_t records() const { return records_; }
    bool stopped() const { return stopped_; }

  private:
    static constexpr std::int64_t kRowsBetweenReports = 500;

    double share() const {
        return expected_ == 0
                   ? 0
                   : std::min(1.0, static_cast<double>(records_) / static_cast<double>(expected_));
    }

    const WorkReport& report_;
    std::int64_t expected_;
    std::int64_t records_ = 0;
    bool stopped_ = false;
};

struct ExportSource {
    const Session& session;
    const Definitions& definitions;
    const LedgerDefinition& ledger;
    const RecordSight& sight;
    const RecordSight* reveal;
};

Result<std::int64_t> write_table(store::ReadTx& tx, const ExportSource& source,
                                 const std::filesystem::path& file, const ExportOptions& options) {
    store::PageQuery query;
    query.records = TZ_TRY(query_of(source.definitions, source.ledger, source.sight, options));
    const FilterReader reader{
        {tx, source.definitions, source.session.principal}, source.ledger, source.sight};
    for (const auto& filter : options.filters) {
        query.conditions.push_back(TZ_TRY(reader.condition(filter)));
    }
    Exporter exporter(tx, source.session, source.definitions, source.ledger, source.sight,
                      source.reveal);
    const auto table = TZ_TRY(exchange::create_table(
        file, exporter.columns(file.extension() == ".jsonl"), {source.ledger.title.zh}));
    ExportProgress progress(options.progress,
                            records_expected(tx, source.definitions, query.records, options));
    Result<void> written;
    const auto visit = [&](const LedgerRecord& record) {
        written = table->write_row(exporter.row(record));
        return written && progress.one_more();
    };
    if (query.conditions.empty()) {
        tx.scan_records(query.records, visit);
    } else {
        scan_filtered(tx, query, visit);
    }
    TZ_TRY(written);
    if (progress.stopped()) {
        return fail(ErrorCode::Interrupted, "已停下，没有留下文件", "stopped by the user");
    }
    TZ_TRY(table->finish());
    return progress.records();
}

}  // namespace

Result<std::int64_t> export_records(const Session& session, const std::string& ledger_name,
                                    const std::filesystem::path& file,
                                    const ExportOptions& options) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ExportRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    const auto sight =
        TZ_TRY(RecordSight::create(session.principal, *ledger, access::Permission::ExportRecords));
    // What is wrong with the question is told before it stands in the log.
    TZ_TRY(query_of(*definitions, *ledger, sight, options));
    std::optional<RecordSight> reveal;
    if (!options.reveal_reason.empty() && ledger->has_personal_fields()) {
        reveal = TZ_TRY(
            RecordSight::create(session.principal, *ledger, access::Permission::RevealPersonal));
    }
    TZ_TRY(log_export(session, sight.grant(), definitions->catalog.id_of(*ledger), options,
                      reveal.has_value()));
    std::int64_t records = 0;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        const ExportSource source{session, *definitions, *ledger, sight,
                                  reveal ? &*reveal : nullptr};
        records = TZ_TRY(write_table(tx, source, file, options));
        return {};
    }));
    return records;
}

}  // namespace taizhang::service
