// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_writer.hpp"

#include <fmt/format.h>

#include "service/records/area_from_point.hpp"
#include "service/records/record_sight.hpp"
#include "service/records/record_values.hpp"

namespace taizhang::service {

using model::is_missing;

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

RecordWriter::RecordWriter(store::WriteTx& tx, const Definitions& definitions,
                           const LedgerDefinition& ledger, const access::Grant& grant,
                           BatchId batch, std::shared_ptr<const rollup::LedgerRollup> rollup)
    : tx_(tx),
      definitions_(definitions),
      ledger_(ledger),
      grant_(grant),
      rows_(grant.rows(ledger)),
      batch_(batch),
      rollup_(std::move(rollup)) {}

Result<void> RecordWriter::check_scope(const LedgerRecord& record) const {
    if (rows_.holds(record.area, unit_of(ledger_, record.values))) {
        return {};
    }
    return fail(ErrorCode::Forbidden, "这条记录不在你的范围内", "record is outside the scope");
}

std::string RecordWriter::next_number(Date happened_on) {
    const std::string series = fmt::format("{}-{}", ledger_.number_prefix, happened_on.year());
    return fmt::format("{}-{:04}", series, tx_.next_number("number/" + series));
}

void RecordWriter::take_content(LedgerRecord& record, const model::RecordContent& content) const {
    record.values = content.values;
    record.area = area_of(definitions_, ledger_, record.values);
    record.match_key = record.purged ? 0 : content.match_key;
}

Result<void> RecordWriter::apply(const LedgerRecord* before, const LedgerRecord& after,
                                 store::AuditAction action, std::string_view bytes) {
    if (auto allowed = check_scope(after); !allowed) {
        return allowed;
    }
    store::RecordChange change;
    change.table = definitions_.table(ledger_);
    change.before = before;
    change.after = &after;
    change.event.actor = grant_.actor();
    change.event.action = action;
    change.event.ledger = change.table.id;
    change.event.record = after.id;
    change.event.revision = after.revision;
    change.event.batch = batch_;
    change.event.row_digest = model::record_digest(after, bytes);
    if (before != nullptr) {
        if (auto allowed = check_scope(*before); !allowed) {
            return allowed;
        }
        change.event.diff = model::reverse_diff(ledger_, before->values, after.values, false);
        if (action != store::AuditAction::RecordPurged) {
            change.event.personal_diff =
                model::reverse_diff(ledger_, before->values, after.values, true);
        }
        rollup_->append(*before, definitions_.areas, -1, change.deltas);
    }
    change.event.diff = with_reason(std::move(change.event.diff), reason_);
    rollup_->append(after, definitions_.areas, 1, change.deltas);
    return tx_.apply(std::move(change));
}

Result<LedgerRecord> RecordWriter::create(const model::RecordContent& content, std::string number) {
    LedgerRecord record;
    record.id = RecordId{tx_.new_id()};
    record.recorded_at = tx_.now();
    take_content(record, content);
    record.number = number.empty() ? next_number(record.happened_on(ledger_)) : std::move(number);
    if (ledger_.has_personal_fields()) {
        record.salt = tx_.new_salt();
    }
    if (auto applied = apply(nullptr, record, store::AuditAction::RecordCreated, content.bytes);
        !applied) {
        return tl::unexpected(applied.error());
    }
    return record;
}

Result<LedgerRecord> RecordWriter::replace(const LedgerRecord& before, std::vector<Value> values,
                                           store::AuditAction action) {
    const auto content = model::content_of(ledger_, std::move(values));
    LedgerRecord after = before;
    ++after.revision;
    after.deleted = false;
    take_content(after, content);
    if (auto applied = apply(&before, after, action, content.bytes); !applied) {
        return tl::unexpected(applied.error());
    }
    return after;
}

Result<LedgerRecord> RecordWriter::change(const LedgerRecord& before, std::vector<Value> values) {
    return replace(before, std::move(values), store::AuditAction::RecordChanged);
}

Result<void> RecordWriter::remove(const LedgerRecord& before) {
    LedgerRecord after = before;
    ++after.revision;
    after.deleted = true;
    return apply(&before, after, store::AuditAction::RecordDeleted,
                 model::field_bytes(ledger_, after.values));
}

Result<LedgerRecord> RecordWriter::restore(const LedgerRecord& before, std::vector<Value> values) {
    return replace(before, std::move(values), store::AuditAction::RecordRestored);
}

Result<void> RecordWriter::purge(const LedgerRecord& before) {
    LedgerRecord after = before;
    ++after.revision;
    after.purged = true;
    after.salt.clear();
    after.match_key = 0;
    for (std::size_t i = 0; i < ledger_.fields.size(); ++i) {
        if (ledger_.fields[i].sensitive != model::Sensitivity::None) {
            after.values[i] = Value{};
        }
    }
    if (auto applied = apply(&before, after, store::AuditAction::RecordPurged,
                             model::field_bytes(ledger_, after.values));
        !applied) {
        return applied;
    }
    tx_.erase_personal_history(after.id);
    return {};
}

AreaId area_of(const Definitions& definitions, const LedgerDefinition& ledger,
               const std::vector<Value>& values) {
    return ledger.area ? AreaId{std::get<std::int64_t>(values[*ledger.area])}
                       : definitions.areas.root();
}

namespace {

// What happened before a unit was closed is still its affair.
std::optional<Error> closed_unit(const Definitions& definitions, const LedgerDefinition& ledger,
                                 const std::vector<Value>& values) {
    const auto id = unit_of(ledger, values);
    const auto* unit = id ? model::unit_of_id(definitions.units, *id) : nullptr;
    const auto* day = std::get_if<Date>(&values[ledger.happened_on]);
    if (unit == nullptr || day == nullptr || !unit->is_closed_on(*day)) {
        return std::nullopt;
    }
    return Error{ErrorCode::InvalidInput,
                 fmt::format("{}自 {} 起已撤销", unit->name, format_date(*unit->closed_on)),
                 "unit is closed",
                 SourcePlace{"", "", 0, ledger.fields[*ledger.unit].name, unit->name,
                             "接手的科室、居委会或单位"}};
}

}  // namespace

std::vector<Error> check_row(const Definitions& definitions, const LedgerDefinition& ledger,
                             std::vector<Value>& values) {
    model::apply_defaults(ledger, values);
    const auto nowhere = area_from_point(definitions, ledger, values);
    if (ledger.area && is_missing(values[*ledger.area]) && !ledger.fields[*ledger.area].required) {
        values[*ledger.area] = definitions.areas.root().value;
    }
    auto errors = model::check_values(ledger, values);
    if (nowhere && is_missing(values[*ledger.area])) {
        // Says more than that the required area is empty.
        std::erase_if(errors, [&](const Error& error) {
            return error.place->column == ledger.fields[*ledger.area].name;
        });
        errors.push_back(*nowhere);
    }
    if (auto closed = closed_unit(definitions, ledger, values)) {
        errors.push_back(std::move(*closed));
    }
    return errors;
}

}  // namespace taizhang::service
