// SPDX-License-Identifier: Apache-2.0
#include "service/records/export_records.hpp"

#include <boost/json.hpp>

#include "exchange/table_writer.hpp"
#include "model/records/parse_value.hpp"
#include "service/records/record_sight.hpp"

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

}  // namespace

Result<std::int64_t> export_records(const Session& session, const std::string& ledger_name,
                                    const std::filesystem::path& file,
                                    const ExportOptions& options) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ExportRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    const auto sight =
        TZ_TRY(RecordSight::create(session.principal, *ledger, access::Permission::ExportRecords));
    const auto query = TZ_TRY(query_of(*definitions, *ledger, sight, options));
    std::optional<RecordSight> reveal;
    if (!options.reveal_reason.empty() && ledger->has_personal_fields()) {
        reveal = TZ_TRY(
            RecordSight::create(session.principal, *ledger, access::Permission::RevealPersonal));
    }
    TZ_TRY(log_export(session, sight.grant(), query.table.id, options, reveal.has_value()));
    std::int64_t records = 0;
    auto read = session.store.read([&](store::ReadTx& tx) -> Result<void> {
        Exporter exporter(tx, session, *definitions, *ledger, sight, reveal ? &*reveal : nullptr);
        const bool by_name = file.extension() == ".jsonl";
        const auto table =
            TZ_TRY(exchange::create_table(file, exporter.columns(by_name), {ledger->title.zh}));
        Result<void> written;
        tx.scan_records(query, [&](const LedgerRecord& record) {
            written = table->write_row(exporter.row(record));
            records += written ? 1 : 0;
            return written.has_value();
        });
        return written ? table->finish() : written;
    });
    if (!read) {
        return tl::unexpected(read.error());
    }
    return records;
}

}  // namespace taizhang::service
