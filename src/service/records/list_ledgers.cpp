// SPDX-License-Identifier: Apache-2.0
#include "service/records/list_ledgers.hpp"

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
        const AreaId area = TZ_TRY(find_area(*definitions, grant, ""));
        const Period always{Date::from_civil(1900, 1, 1), Date::from_civil(2199, 12, 31)};
        for (const auto& ledger : definitions->catalog.pack.ledgers) {
            const auto filing = model::filing_indicator(definitions->catalog.id_of(ledger));
            std::string chapter;
            for (const auto& [name, title] : definitions->catalog.pack.chapters) {
                chapter = name == ledger.chapter ? title.zh : chapter;
            }
            rows.push_back(
                {ledger.name, ledger.title.zh, chapter, tx.rollup(filing, area, always).count});
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return rows;
}

Result<std::vector<BatchRow>> list_batches(const Session& session) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    std::vector<BatchRow> rows;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        for (const auto& batch : tx.batches()) {
            BatchRow row{batch.id.value,
                         "",
                         batch.file,
                         status_text(batch.status),
                         format_instant(batch.started_at),
                         batch.added,
                         batch.changed,
                         batch.same,
                         batch.rejected};
            if (const auto* ledger = definitions->ledger(batch.ledger)) {
                row.ledger = ledger->title.zh;
            }
            rows.push_back(std::move(row));
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return rows;
}

}  // namespace taizhang::service
