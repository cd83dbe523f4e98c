// SPDX-License-Identifier: Apache-2.0
#include "service/records/latest_day.hpp"

#include <algorithm>

namespace taizhang::service {

Result<std::optional<Date>> latest_day(const Session& session, Date today) {
    std::optional<Date> latest;
    const auto grant = access::authorize(session.principal, access::Permission::ReadRecords);
    if (!grant) {
        return latest;
    }
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        for (const auto& ledger : definitions->catalog.pack.ledgers) {
            if (!grant->reaches(ledger)) {
                continue;
            }
            const auto scope = grant->rows(ledger);
            store::PageQuery query;
            query.records.table = definitions->table(ledger);
            query.records.scope = &scope;
            query.records.period = Period{Date::from_civil(1900, 1, 1), today};
            query.sort = {{store::RecordColumn{.field = ledger.happened_on}, true}};
            query.ids_descending = true;
            query.records_max = 1;
            tx.page_records(query, [&](const model::LedgerRecord& record) {
                const auto day = record.happened_on(ledger);
                latest = std::max(latest.value_or(day), day);
                return true;
            });
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return latest;
}

}  // namespace taizhang::service
