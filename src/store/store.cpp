// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include <stdexcept>

namespace taizhang::store {

Digest audit_digest(const AuditEvent& event) {
    CanonicalBytes bytes;
    bytes.add(event.seq).add(event.at.milliseconds).add(event.actor);
    bytes.add(static_cast<std::int64_t>(event.action)).add(event.ledger.value);
    bytes.add(event.record.value).add(event.revision).add(event.batch.value).add(event.diff);
    bytes.add(event.personal_digest).add(event.row_digest);
    return bytes.digest();
}

Digest seal_digest(const AuditSeal& seal) {
    CanonicalBytes bytes;
    bytes.add(seal.id).add(seal.first_seq).add(seal.last_seq).add(seal.root).add(seal.prior);
    bytes.add(seal.sealed_at.milliseconds);
    return bytes.digest();
}

Digest summary_digest(const StoreSummary& summary) {
    CanonicalBytes bytes;
    bytes.add(summary.office_code).add(summary.office_name).add(summary.records);
    bytes.add(summary.events).add(summary.seals).add(summary.last_sealed).add(summary.last_seal);
    return bytes.digest();
}

Result<std::vector<model::RollupMonth>> ReadTx::rollup_months(const std::vector<IndicatorId>&,
                                                              AreaId, const BucketRange&) {
    return fail(ErrorCode::Unsupported, "这种数据库不能一次读出许多汇总",
                "adapter has no rollup_months");
}

Result<std::string> Store::add_key(sealing::Suite, Instant) {
    return fail(ErrorCode::Unsupported, "这种数据库不能换密钥", "store has no keys");
}

std::optional<model::LedgerRecord> ReadTx::find_record(const RecordQuery& query) {
    std::optional<model::LedgerRecord> found;
    scan_records(query, [&](const model::LedgerRecord& record) {
        found = record;
        return false;
    });
    return found;
}

bool compares_equality(const Condition& condition, const model::FieldDefinition& field) {
    const bool personal = model::is_personal(field);
    switch (condition.compare) {
        case Compare::Missing:
        case Compare::Present:
            return false;
        case Compare::Equal:
        case Compare::NotEqual:
        case Compare::OneOf:
            if (!personal || model::is_found_by_value(field)) {
                return true;
            }
            break;
        default:
            if (!personal) {
                return false;
            }
            break;
    }
    throw std::logic_error("no store can compare a sealed field so: " + field.name);
}

model::Value value_in(const model::LedgerRecord& record, const RecordColumn& column) {
    switch (column.kind) {
        case RecordColumn::Kind::Field:
            return record.values[column.field];
        case RecordColumn::Kind::Number:
            return record.number;
        case RecordColumn::Kind::RecordedAt:
            return record.recorded_at;
        case RecordColumn::Kind::Revision:
            return record.revision;
    }
    return {};
}

}  // namespace taizhang::store
