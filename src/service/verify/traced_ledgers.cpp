// SPDX-License-Identifier: Apache-2.0
#include "service/verify/traced_ledgers.hpp"

#include <algorithm>

#include "service/pack/stored_documents.hpp"

namespace taizhang::service {

Result<RetiredLedgers> retired_ledgers(store::ReadTx& tx) {
    const auto stored = tx.definitions();
    const auto pack = TZ_TRY(stored_ledgers(stored));
    RetiredLedgers retired;
    for (const auto& ledger : pack.ledgers) {
        const auto definition = std::find_if(stored.begin(), stored.end(), [&](const auto& other) {
            return other.kind == "ledger" && other.name == ledger.name;
        });
        if (definition->retired) {
            retired.ids.push_back(LedgerId{definition->id});
            retired.definitions.push_back(ledger);
        }
    }
    return retired;
}

TracedLedgers traced_ledgers(const Definitions& definitions, const RetiredLedgers& retired) {
    TracedLedgers ledgers;
    for (const auto& ledger : definitions.catalog.pack.ledgers) {
        ledgers.push_back(definitions.table(ledger));
    }
    for (std::size_t i = 0; i < retired.ids.size(); ++i) {
        ledgers.push_back({retired.ids[i], &retired.definitions[i]});
    }
    return ledgers;
}

}  // namespace taizhang::service
