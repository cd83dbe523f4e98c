// SPDX-License-Identifier: Apache-2.0
#include "service/pack/with_retired.hpp"

#include "service/pack/stored_documents.hpp"

namespace taizhang::service {

Result<DefinitionsPtr> definitions_with_retired(const Session& session) {
    std::shared_ptr<Definitions> all;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        all = std::make_shared<Definitions>(*TZ_TRY(load_definitions(tx)));
        const auto stored = tx.definitions();
        all->catalog.pack.ledgers = TZ_TRY(stored_ledgers(stored)).ledgers;
        for (const auto& definition : stored) {
            if (definition.kind == "ledger") {
                all->catalog.ledger_ids[definition.name] = LedgerId{definition.id};
            }
        }
        return {};
    }));
    return all;
}

}  // namespace taizhang::service
