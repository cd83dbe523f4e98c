// SPDX-License-Identifier: Apache-2.0
#include "service/records/export_records.hpp"

#include <boost/json.hpp>

#include "exchange/table_writer.hpp"
#include "model/records/parse_value.hpp"

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
    Exporter(store::ReadTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
             bool masked)
        : tx_(tx), definitions_(definitions), ledger_(ledger), masked_(masked) {
        for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
            if (!ledger.fields[i].retired) {
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
            cells_.push_back(cell(record, ledger_.fields[i], record.values[i]));
        }
        return cells_;
    }

  private:
    OutputCell cell(const LedgerRecord& record, const FieldDefinition& field, const Value& value) {
        if (model::is_missing(value)) {
            return {};
        }
        if (masked_ && field.sensitive != model::Sensitivity::None) {
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
        store::RecordQuery query;
        query.table = definitions_.table(*definitions_.catalog.pack.ledger(field.reference_to));
        query.scope = &model::kEverything;
        query.deleted = store::Deleted::Include;
        query.id = RecordId{id};
        const auto record = tx_.find_record(query);
        return record ? record->number : "";
    }

    store::ReadTx& tx_;
    const Definitions& definitions_;
    const LedgerDefinition& ledger_;
    bool masked_;
    std::vector<std::size_t> fields_;
    std::vector<OutputCell> cells_;
};

// Before the first row leaves: nobody sees a name without having said why.
Result<void> log_reveal(const Session& session, const access::Grant& grant, LedgerId ledger,
                        const std::string& reason) {
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        store::AuditEvent event;
        event.actor = grant.actor();
        event.action = store::AuditAction::PersonalRevealed;
        event.ledger = ledger;
        event.diff = boost::json::serialize(boost::json::object{{"reason", reason}});
        tx.append_event(std::move(event));
        return {};
    });
}

Result<store::RecordQuery> query_of(const Definitions& definitions, const LedgerDefinition& ledger,
                                    const access::Grant& grant, const ExportOptions& options) {
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &grant.scope();
    query.period = options.period;
    if (!options.area.empty()) {
        query.areas =
            definitions.areas.ever_within(TZ_TRY(find_area(definitions, grant, options.area)));
    }
    return query;
}

}  // namespace

Result<std::int64_t> export_records(const Session& session, const std::string& ledger_name,
                                    const std::filesystem::path& file,
                                    const ExportOptions& options) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    const auto query = TZ_TRY(query_of(*definitions, *ledger, grant, options));
    const bool reveals = !options.reveal_reason.empty() && ledger->has_personal_fields();
    if (reveals) {
        TZ_TRY(log_reveal(session, grant, query.table.id, options.reveal_reason));
    }
    std::int64_t records = 0;
    auto read = session.store.read([&](store::ReadTx& tx) -> Result<void> {
        Exporter exporter(tx, *definitions, *ledger, !reveals);
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
