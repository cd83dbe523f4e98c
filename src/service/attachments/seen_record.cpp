// SPDX-License-Identifier: Apache-2.0
#include "service/attachments/seen_record.hpp"

namespace taizhang::service {

bool SeenRecord::shows(const store::Attachment& attachment) const {
    if (attachment.field.empty()) {
        return true;
    }
    const auto field = ledger->field_index(attachment.field);
    return field && sight.shows(record, *field);
}

bool SeenRecord::is_personal(const store::Attachment& attachment) const {
    const auto field = ledger->field_index(attachment.field);
    return field && ledger->fields[*field].sensitive != model::Sensitivity::None;
}

Result<SeenRecord> seen_record(store::ReadTx& tx, const access::Principal& principal,
                               DefinitionsPtr definitions, const std::string& ledger_name,
                               RecordId id, store::Deleted deleted, access::Permission permission) {
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    auto sight = TZ_TRY(RecordSight::create(principal, *ledger, permission));
    store::RecordQuery query;
    query.table = definitions->table(*ledger);
    query.scope = &sight.rows();
    query.deleted = deleted;
    query.id = id;
    auto record = tx.find_record(query);
    if (!record) {
        return fail(ErrorCode::NotFound, "没有这条记录，或者它不在你的范围内",
                    "no such record in scope");
    }
    return SeenRecord{std::move(definitions), ledger, std::move(sight), std::move(*record)};
}

}  // namespace taizhang::service
