// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_sight.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;

std::optional<UnitId> unit_of(const LedgerDefinition& ledger,
                              const std::vector<model::Value>& values) {
    if (!ledger.unit || model::is_missing(values[*ledger.unit])) {
        return std::nullopt;
    }
    return UnitId{std::get<std::int64_t>(values[*ledger.unit])};
}

Result<RecordSight> RecordSight::create(const access::Principal& principal,
                                        const LedgerDefinition& ledger,
                                        access::Permission permission) {
    auto grant = TZ_TRY(access::authorize(principal, permission, ledger));
    auto find = access::authorize(principal, access::Permission::FindPersonal);
    return RecordSight(ledger, std::move(grant),
                       find ? std::optional(std::move(*find)) : std::nullopt);
}

bool RecordSight::holds(const LedgerRecord& record) const {
    return rows_.holds(record.area, unit_of(*ledger_, record.values));
}

bool RecordSight::shows(const LedgerRecord& record, std::size_t field) const {
    return grant_.sees(*ledger_, ledger_->fields[field], record.area,
                       unit_of(*ledger_, record.values));
}

bool RecordSight::shows_everywhere(const model::FieldDefinition& field) const {
    return grant_.sees_wherever(grant_, *ledger_, field);
}

bool RecordSight::compares(const model::FieldDefinition& field) const {
    return field.sensitive == model::Sensitivity::None ||
           (find_ && find_->sees_wherever(grant_, *ledger_, field));
}

bool RecordSight::compares(const LedgerRecord& record, std::size_t field) const {
    const auto& definition = ledger_->fields[field];
    return definition.sensitive == model::Sensitivity::None ||
           (find_ &&
            find_->sees(*ledger_, definition, record.area, unit_of(*ledger_, record.values)));
}

}  // namespace taizhang::service
