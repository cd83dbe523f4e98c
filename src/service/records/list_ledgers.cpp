// SPDX-License-Identifier: Apache-2.0
#include "service/records/list_ledgers.hpp"

#include <algorithm>

#include "service/reporting/store_totals.hpp"

namespace taizhang::service {
namespace {

std::string status_text(store::BatchStatus status) {
    switch (status) {
        case store::BatchStatus::Open:
            return "未导完";
        case store::BatchStatus::Complete:
            return "已导入";
        default:
            return "已撤回";
    }
}

}  // namespace

Result<std::vector<LedgerRow>> list_ledgers(const Session& session) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadFigures));
    std::vector<LedgerRow> rows;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        StoreTotals totals(tx, *definitions, grant);
        const auto rows_grant =
            access::authorize(session.principal, access::Permission::ReadRecords);
        const auto writes = access::authorize(session.principal, access::Permission::WriteRecords);
        const auto min = definitions->catalog.pack.small_count_min;
        const Period always{Date::from_civil(1900, 1, 1), Date::from_civil(2199, 12, 31)};
        for (const auto& ledger : definitions->catalog.pack.ledgers) {
            if (!grant.everything() && !grant.reaches(ledger)) {
                continue;
            }
            const auto filing = model::filing_indicator(definitions->catalog.id_of(ledger));
            std::int64_t count = 0;
            for (const AreaId root : grant.roots()) {
                const AreaId area = root ? root : definitions->areas.root();
                const auto scope = grant.rows(ledger);
                const bool held = scope.everything ||
                                  std::any_of(scope.parts.begin(), scope.parts.end(),
                                              [&](const auto& part) { return part.holds(area); });
                count += held ? TZ_TRY(totals.totals(filing, area, always)).count : 0;
            }
            const bool counted =
                (rows_grant && rows_grant->reaches(ledger)) || count == 0 || count >= min;
            std::string chapter;
            for (const auto& [name, title] : definitions->catalog.pack.chapters) {
                chapter = name == ledger.chapter ? title.zh : chapter;
            }
            rows.push_back({ledger.name, ledger.title.zh, chapter,
                            counted ? std::optional(count) : std::nullopt,
                            writes && writes->reaches(ledger)});
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return rows;
}

Result<std::vector<BatchRow>> list_batches(const Session& session) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    std::vector<BatchRow> rows;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        for (const auto& batch : tx.batches()) {
            BatchRow row{batch.id.value,
                         "",
                         batch.is_bulk_edit() ? "批量修改" : batch.file,
                         status_text(batch.status),
                         format_instant(batch.started_at),
                         batch.added,
                         batch.changed,
                         batch.same,
                         batch.rejected};
            if (const auto* ledger = definitions->ledger(batch.ledger)) {
                row.ledger = ledger->title.zh;
                // Of what others brought in he may not see all, nor how much it was.
                if (!grant.rows(*ledger).everything &&
                    !(grant.reaches(*ledger) && batch.actor == grant.actor())) {
                    continue;
                }
            } else if (!grant.everything()) {
                continue;
            }
            rows.push_back(std::move(row));
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return rows;
}

}  // namespace taizhang::service
