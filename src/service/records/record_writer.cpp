// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_writer.hpp"

#include <fmt/format.h>

#include "service/attachments/attachment_note.hpp"
#include "service/records/area_from_point.hpp"
#include "service/records/record_sight.hpp"
#include "service/records/record_values.hpp"

namespace taizhang::service {

using model::is_missing;

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

// Given back whatever happens, for a store may ask for the closure once more.
class LentValues {
  public:
    LentValues(std::vector<Value>& owner, std::vector<Value>& borrower)
        : owner_(owner), borrower_(borrower) {
        owner_.swap(borrower_);
    }
    ~LentValues() { owner_.swap(borrower_); }
    LentValues(const LentValues&) = delete;
    LentValues& operator=(const LentValues&) = delete;

  private:
    std::vector<Value>& owner_;
    std::vector<Value>& borrower_;
};

}  // namespace

RecordWriter::RecordWriter(store::WriteTx& tx, const Definitions& definitions,
                           const LedgerDefinition& ledger, const access::Grant& grant,
                           BatchId batch, std::shared_ptr<const rollup::LedgerRollup> rollup)
    : tx_(tx),
      definitions_(definitions),
      ledger_(ledger),
      grant_(grant),
      rows_(grant.rows(ledger)),
      personal_(ledger.has_personal_fields()),
      batch_(batch),
      rollup_(std::move(rollup)) {}

Result<void> RecordWriter::check_scope(const LedgerRecord& record) const {
    if (rows_.holds(record.area, unit_of(ledger_, record.values))) {
        return {};
    }
    return fail(ErrorCode::Forbidden, "这条记录不在你的范围内", "record is outside the scope");
}

std::string RecordWriter::next_number(Date happened_on) {
    auto& series = series_[happened_on.year()];
    if (series.prefix.empty()) {
        series.prefix = fmt::format("{}-{}-", ledger_.number_prefix, happened_on.year());
        series.counter = fmt::format("number/{}-{}", ledger_.number_prefix, happened_on.year());
    }
    return fmt::format("{}{:04}", series.prefix, tx_.next_number(series.counter));
}

void RecordWriter::place(LedgerRecord& record, std::int64_t match_key) const {
    record.area = area_of(definitions_, ledger_, record.values);
    record.match_key = record.purged ? 0
                       : personal_   ? tx_.stored_match_key(ledger_, match_key)
                                     : match_key;
}

Result<void> RecordWriter::apply(const LedgerRecord* before, const LedgerRecord& after,
                                 store::AuditAction action, std::string_view bytes) {
    deltas_.clear();
    if (before != nullptr) {
        rollup_->append(*before, definitions_.areas, -1, deltas_);
    }
    rollup_->append(after, definitions_.areas, 1, deltas_);
    return apply_counted(before, after, action, bytes);
}

Result<void> RecordWriter::apply_counted(const LedgerRecord* before, const LedgerRecord& after,
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
    change.field_bytes = bytes;
    if (before != nullptr) {
        if (auto allowed = check_scope(*before); !allowed) {
            return allowed;
        }
        change.event.diff = model::reverse_diff(ledger_, before->values, after.values, false);
        if (action != store::AuditAction::RecordPurged) {
            change.event.personal_diff =
                model::reverse_diff(ledger_, before->values, after.values, true);
        }
    }
    change.event.diff = with_reason(std::move(change.event.diff), reason_);
    if (attachments_ != nullptr) {
        change.event.diff = with_attachments(std::move(change.event.diff), action, *attachments_);
    }
    change.deltas = &deltas_;
    return tx_.apply(std::move(change));
}

void RecordWriter::begin(LedgerRecord& record, std::int64_t match_key, std::string number) {
    record.id = RecordId{tx_.new_id()};
    record.recorded_at = tx_.now();
    place(record, match_key);
    record.number = number.empty() ? next_number(record.happened_on(ledger_)) : std::move(number);
    if (personal_) {
        record.salt = tx_.new_salt();
    }
}

Result<LedgerRecord> RecordWriter::create(const model::RecordContent& content, std::string number) {
    LedgerRecord record;
    record.values = content.values;
    begin(record, content.match_key, std::move(number));
    TZ_TRY(apply(nullptr, record, store::AuditAction::RecordCreated, content.bytes));
    return record;
}

Result<void> RecordWriter::create_counted(model::RecordContent& content, std::string number,
                                          const model::RollupDelta& delta) {
    LedgerRecord record;
    const LentValues lent(content.values, record.values);
    begin(record, content.match_key, std::move(number));
    deltas_.clear();
    deltas_.add(delta);
    return apply_counted(nullptr, record, store::AuditAction::RecordCreated, content.bytes);
}

void count_new(const Definitions& definitions, const LedgerDefinition& ledger,
               const rollup::LedgerRollup& rollup, model::RecordContent& content,
               model::RollupDeltas& deltas) {
    LedgerRecord record;
    const LentValues lent(content.values, record.values);
    record.area = area_of(definitions, ledger, record.values);
    rollup.append(record, definitions.areas, 1, deltas);
}

Result<LedgerRecord> RecordWriter::replace(const LedgerRecord& before, std::vector<Value> values,
                                           store::AuditAction action) {
    auto content = model::content_of(ledger_, std::move(values));
    LedgerRecord after = before;
    ++after.revision;
    after.deleted = false;
    after.values = std::move(content.values);
    place(after, content.match_key);
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

Result<LedgerRecord> RecordWriter::change_attachments(
    const LedgerRecord& before, std::vector<Value> values, store::AuditAction action,
    const std::vector<store::Attachment>& attachments) {
    attachments_ = &attachments;
    auto after = replace(before, std::move(values), action);
    attachments_ = nullptr;
    return after;
}

Result<void> RecordWriter::purge(const LedgerRecord& before) {
    LedgerRecord after = before;
    ++after.revision;
    after.purged = true;
    after.salt.clear();
    after.match_key = 0;
    for (std::size_t i = 0; i < ledger_.fields.size(); ++i) {
        if (model::is_personal(ledger_.fields[i])) {
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
