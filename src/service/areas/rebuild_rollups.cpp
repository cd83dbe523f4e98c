// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.hpp"
#include "rollup/contribution.hpp"
#include "service/areas/import_areas.hpp"

namespace taizhang::service {
namespace {

void rebuild_ledger(store::WriteTx& tx, const Definitions& definitions,
                    const model::LedgerDefinition& ledger,
                    const std::vector<IndicatorId>& indicators) {
    const rollup::LedgerRollup rollup(definitions.catalog, ledger);
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &model::kEverything;
    query.fields = rollup.fields();
    std::vector<model::RollupDelta> deltas;
    std::vector<bool> wanted;
    for (const IndicatorId id : rollup.ids()) {
        wanted.push_back(std::find(indicators.begin(), indicators.end(), id) != indicators.end());
    }
    model::RollupSums sums;
    tx.scan_records(query, [&](const model::LedgerRecord& record) {
        deltas.clear();
        rollup.append(record, definitions.areas, 1, deltas);
        for (auto& delta : deltas) {
            for (std::size_t i = 0; i < delta.totals.size(); ++i) {
                delta.totals[i] = wanted[i] ? delta.totals[i] : model::RollupTotals{};
            }
            sums.add(delta);
        }
        if (sums.bytes() > limits::kRebuildSumsBytesMax) {
            tx.add_rollups(sums);
            sums.clear();
        }
        return true;
    });
    tx.add_rollups(sums);
}

}  // namespace

Result<void> rebuild_rollups(store::WriteTx& tx, const Definitions& definitions,
                             const std::vector<std::string>& names) {
    const auto wanted = [&](const std::string& name) {
        return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& ledger : definitions.catalog.pack.ledgers) {
        std::vector<IndicatorId> indicators;
        if (names.empty()) {
            indicators.push_back(model::filing_indicator(definitions.catalog.id_of(ledger)));
        }
        for (const auto& indicator : definitions.catalog.pack.indicators) {
            if (indicator.ledger == ledger.name && indicator.is_additive() &&
                wanted(indicator.name)) {
                indicators.push_back(definitions.catalog.id_of(indicator));
            }
        }
        for (const IndicatorId indicator : indicators) {
            tx.clear_rollup(indicator);
        }
        if (!indicators.empty()) {
            rebuild_ledger(tx, definitions, ledger, indicators);
        }
    }
    return {};
}

Result<void> rebuild_rollups(const Session& session) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    return session.store.write([](store::WriteTx& tx) -> Result<void> {
        return rebuild_rollups(tx, *TZ_TRY(load_definitions(tx)), {});
    });
}

}  // namespace taizhang::service
