// SPDX-License-Identifier: Apache-2.0
#include "service/verify/traced_ledgers.hpp"

#include <algorithm>

namespace taizhang::service {

Result<RetiredLedgers> retired_ledgers(store::ReadTx& tx) {
    using Kind = model::DefinitionDocument::Kind;
    const auto stored = tx.definitions();
    std::vector<model::DefinitionDocument> documents;
    // With the ledgers in use, for a retired one may refer to them.
    for (const auto& definition : stored) {
        const bool head = definition.kind == "pack" && !definition.retired;
        if (head || definition.kind == "ledger") {
            documents.push_back({head ? Kind::Pack : Kind::Ledger, definition.name, definition.file,
                                 TZ_TRY(model::node_from_json(definition.json))});
        }
    }
    model::PackProblems problems;
    auto pack = model::build_pack(documents, problems);
    if (!problems.empty()) {
        return fail(ErrorCode::Corrupt,
                    "库中停用的台账，定义不完整：" + describe(problems.errors.front()),
                    "stored definitions of retired ledgers do not hold");
    }
    RetiredLedgers retired;
    for (auto& ledger : pack.ledgers) {
        const auto definition = std::find_if(stored.begin(), stored.end(), [&](const auto& other) {
            return other.kind == "ledger" && other.name == ledger.name;
        });
        if (definition->retired) {
            retired.ids.push_back(LedgerId{definition->id});
            retired.definitions.push_back(std::move(ledger));
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
