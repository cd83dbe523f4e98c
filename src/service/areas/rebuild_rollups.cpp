// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "rollup/contribution.hpp"
#include "service/areas/import_areas.hpp"

namespace taizhang::service {
namespace {

void rebuild_ledger(store::WriteTx& tx, const Definitions& definitions,
                    const model::LedgerDefinition& ledger,
                    const std::vector<IndicatorId>& indicators) {
    const model::Scope everything{true, {}};
    const rollup::LedgerRollup rollup(definitions.catalog, ledger);
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &everything;
    std::vector<model::RollupDelta> deltas;
    std::vector<model::RollupDelta> wanted;
    tx.scan_records(query, [&](const model::LedgerRecord& record) {
        deltas.clear();
        wanted.clear();
        rollup.append(record, definitions.areas, 1, deltas);
        std::copy_if(
            deltas.begin(), deltas.end(), std::back_inserter(wanted), [&](const auto& delta) {
                return std::find(indicators.begin(), indicators.end(), delta.key.indicator) !=
                       indicators.end();
            });
        tx.add_deltas(wanted);
        return true;
    });
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
