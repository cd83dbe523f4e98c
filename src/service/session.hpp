// SPDX-License-Identifier: Apache-2.0
// What every use case starts from: the store, who asks, and the definitions and areas in force.
#pragma once

#include <memory>

#include "access/grant.hpp"
#include "model/areas/area.hpp"
#include "model/areas/unit.hpp"
#include "model/pack/catalog.hpp"
#include "store/store.hpp"

namespace taizhang::service {

// Immutable once loaded; threads may share it.
struct Definitions {
    store::Office office;
    model::Catalog catalog;
    model::AreaTree areas;
    std::vector<model::Unit> units;

    // nullptr: retired, or never known.
    const model::LedgerDefinition* ledger(LedgerId id) const;
    store::LedgerTable table(const model::LedgerDefinition& ledger) const {
        return {catalog.id_of(ledger), &ledger};
    }
};

using StorePtr = std::unique_ptr<store::Store>;

struct Session {
    store::Store& store;
    access::Principal principal;
};

// NotFound when the store has no office yet, Corrupt when its definitions do not hold.
Result<std::shared_ptr<const Definitions>> load_definitions(store::ReadTx& tx);
Result<std::shared_ptr<const Definitions>> load_definitions(const Session& session);

// By code or name; empty: the whole office. Forbidden outside the grant's scope.
Result<AreaId> find_area(const Definitions& definitions, const access::Grant& grant,
                         const std::string& code_or_name);

}  // namespace taizhang::service
