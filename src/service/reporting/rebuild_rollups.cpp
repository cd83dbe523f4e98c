// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/rebuild_rollups.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "rollup/ledger_counter.hpp"
#include "service/reporting/count_records.hpp"

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
    std::vector<bool> wanted;
    for (const IndicatorId id : rollup.ids()) {
        wanted.push_back(std::find(indicators.begin(), indicators.end(), id) != indicators.end());
    }
    rollup::LedgerCounter counter(rollup, definitions.areas, wanted);
    tx.scan_records(query, [&](const model::LedgerRecord& record) {
        counter.add(record);
        if (counter.sums().bytes() > limits::kRebuildSumsBytesMax) {
            tx.add_rollups(counter.sums());
            counter.clear();
        }
        return true;
    });
    tx.add_rollups(counter.sums());
}

std::vector<IndicatorId> additive_indicators(const Definitions& definitions,
                                             const model::LedgerDefinition& ledger,
                                             const std::vector<std::string>& names) {
    const auto wanted = [&](const std::string& name) {
        return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
    };
    std::vector<IndicatorId> indicators;
    if (names.empty()) {
        indicators.push_back(model::filing_indicator(definitions.catalog.id_of(ledger)));
    }
    for (const auto& indicator : definitions.catalog.pack.indicators) {
        if (indicator.ledger == ledger.name && indicator.is_additive() && wanted(indicator.name)) {
            indicators.push_back(definitions.catalog.id_of(indicator));
        }
    }
    return indicators;
}

void clear_rollups(store::WriteTx& tx, const std::vector<IndicatorId>& indicators) {
    for (const IndicatorId indicator : indicators) {
        tx.clear_rollup(indicator);
    }
}

}  // namespace

Result<void> rebuild_rollups(store::WriteTx& tx, const Definitions& definitions,
                             const std::vector<std::string>& names) {
    for (const auto& ledger : definitions.catalog.pack.ledgers) {
        const auto indicators = additive_indicators(definitions, ledger, names);
        clear_rollups(tx, indicators);
        if (!indicators.empty()) {
            rebuild_ledger(tx, definitions, ledger, indicators);
        }
    }
    return {};
}

Result<void> rebuild_ledgers(store::WriteTx& tx, const Definitions& definitions,
                             const std::vector<std::string>& ledgers) {
    for (const auto& name : ledgers) {
        const auto& ledger = *definitions.catalog.pack.ledger(name);
        const auto indicators = additive_indicators(definitions, ledger, {});
        clear_rollups(tx, indicators);
        rebuild_ledger(tx, definitions, ledger, indicators);
    }
    return {};
}

Result<RebuildOutcome> rebuild_rollups(const Session& session, const WorkReport& report) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    std::int64_t records = 0;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        records = records_by_rollups(tx, *TZ_TRY(load_definitions(tx)));
        return {};
    }));
    Progress progress(report, records, records);
    TZ_TRY(session.store.sync());
    const auto counted = TZ_TRY(count_records(session, progress));
    if (progress.stopped()) {
        return RebuildOutcome::CutShort;
    }
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto definitions = TZ_TRY(load_definitions(tx));
        // From here on nobody else writes records.
        for (const auto& ledger : definitions->catalog.pack.ledgers) {
            clear_rollups(tx, additive_indicators(*definitions, ledger, {}));
        }
        // Every change of a record, a definition or an area is an event.
        if (!counted || counted->last_event != tx.search().last_event()) {
            return rebuild_rollups(tx, *definitions, {});
        }
        for (const auto& sums : counted->sums) {
            tx.add_rollups(sums);
        }
        return {};
    }));
    return RebuildOutcome::Done;
}

}  // namespace taizhang::service
