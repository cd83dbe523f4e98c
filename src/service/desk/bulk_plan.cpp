// SPDX-License-Identifier: Apache-2.0
#include "service/desk/bulk_plan.hpp"

#include <fmt/format.h>

#include "service/records/record_entry.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

Error outside(std::string message) {
    return Error{ErrorCode::Forbidden, std::move(message), "outside the scope", SourcePlace{}};
}

// What no number of records can have alike.
void check_change(const LedgerDefinition& ledger, const BulkChange& change,
                  const std::vector<FieldValue>& changes, std::vector<Error>& errors) {
    if (change.action == BulkAction::Change && change.fields.empty()) {
        errors.push_back(field_error("", "没有写要改哪一项", "no fields"));
    }
    if (change.action != BulkAction::Change && !change.fields.empty()) {
        errors.push_back(field_error(change.fields.front().field, "作废和恢复不能同时改内容",
                                     "fields beside another action"));
    }
    for (const auto& [field, value] : changes) {
        const auto& definition = ledger.fields[field];
        if (definition.unique && !model::is_missing(value)) {
            errors.push_back(field_error(
                definition.name,
                fmt::format("“{}”不许重复，不能批量填同一个值，请逐条改", definition.title.zh),
                "unique field"));
        }
    }
}

}  // namespace

BulkPlan BulkPlan::create(const ValueReader& reader, const LedgerDefinition& ledger,
                          const RecordSight& sight, const access::Grant& write,
                          const BulkChange& change, std::vector<Error>& errors) {
    auto changes = read_inputs(reader, ledger, change.fields, errors);
    check_change(ledger, change, changes, errors);
    return BulkPlan(reader.definitions, ledger, sight, write.rows(ledger), change.action,
                    std::move(changes));
}

bool BulkPlan::may_write(AreaId area, const std::vector<Value>& values) const {
    return rows_.holds(area, unit_of(ledger_, values));
}

std::optional<Error> BulkPlan::refusal_before(const LedgerRecord& record) const {
    if (!may_write(record.area, record.values)) {
        return outside("这一条不归你改");
    }
    for (const auto& change : changes_) {
        const auto& field = ledger_.fields[change.field];
        if (!sight_.shows(record, change.field)) {
            return field_error(field.name, "这一项你看不到，不能改", "hidden field");
        }
        if (record.purged && field.sensitive != model::Sensitivity::None) {
            return field_error(field.name, "个人信息到期已清除，不能再填", "purged record");
        }
    }
    return std::nullopt;
}

PlannedChange BulkPlan::plan(const LedgerRecord& record) const {
    PlannedChange planned;
    const auto refuse = [&](Error why) {
        planned.kind = PlannedChange::Kind::Refused;
        planned.why = std::move(why);
        return planned;
    };
    if (auto refusal = refusal_before(record)) {
        return refuse(std::move(*refusal));
    }
    planned.values = record.values;
    if (action_ != BulkAction::Change) {
        return planned;
    }
    for (const auto& change : changes_) {
        planned.values[change.field] = change.value;
    }
    const auto errors = check_row(definitions_, ledger_, planned.values);
    if (!errors.empty()) {
        return refuse(errors.front());
    }
    if (!may_write(area_of(definitions_, ledger_, planned.values), planned.values)) {
        return refuse(outside("改了以后就不归你管了"));
    }
    if (planned.values == record.values && !changes_blindly(sight_, record, changes_)) {
        planned.kind = PlannedChange::Kind::Same;
    }
    return planned;
}

std::string bulk_digest(const BulkChange& change, const std::vector<RecordSeen>& records) {
    CanonicalBytes bytes;
    bytes.add(change.ledger).add(static_cast<std::int64_t>(change.action));
    bytes.add(static_cast<std::int64_t>(change.fields.size()));
    for (const auto& input : change.fields) {
        bytes.add(input.field).add(std::int64_t{input.text ? 1 : 0}).add(input.text.value_or(""));
    }
    for (const auto& record : records) {
        bytes.add(record.id.value).add(record.revision);
    }
    return to_hex(bytes.digest());
}

}  // namespace taizhang::service
