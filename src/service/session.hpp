// SPDX-License-Identifier: Apache-2.0
// What every use case starts from: the store, who asks, and the definitions and areas in force.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "access/grant.hpp"
#include "model/areas/area.hpp"
#include "model/areas/unit.hpp"
#include "model/pack/catalog.hpp"
#include "service/definitions_cache.hpp"
#include "store/store.hpp"

namespace taizhang::service {

// Header of an office's own tables → field, of one ledger.
using ColumnChoices = std::map<std::string, std::string>;
Result<ColumnChoices> choices_from_json(const std::string& json);

// Threads may share it. It never changes, but that a ledger, an indicator or a report may be read
// only when it is first asked for; what is wrong with it is thrown then, as
// model::BrokenDefinition.
struct Definitions {
    store::Office office;
    model::Catalog catalog;
    model::AreaTree areas;
    std::vector<model::Unit> units;
    std::map<std::string, ColumnChoices> column_choices;  // by the ledger's name

    // nullptr: retired, or never known.
    const model::LedgerDefinition* ledger(LedgerId id) const;
    store::LedgerTable table(const model::LedgerDefinition& ledger) const {
        return {catalog.id_of(ledger), &ledger};
    }
};

class AttachmentFiles;

using StorePtr = std::unique_ptr<store::Store>;

struct Session {
    store::Store& store;
    access::Principal principal;
    // A server gives all its sessions the same.
    std::shared_ptr<DefinitionsCache> definitions = std::make_shared<DefinitionsCache>();
    // Where the files of records lie; nullptr: nobody has said. Outlives the session.
    const AttachmentFiles* files = nullptr;
};

using DefinitionsPtr = std::shared_ptr<const Definitions>;

// Everything read and checked anew. NotFound when the store has no office yet, Corrupt when its
// definitions do not hold.
Result<DefinitionsPtr> load_definitions(store::ReadTx& tx);

// As the session last saw them if nobody has changed them since; each read at its first use.
// NotFound as above.
Result<DefinitionsPtr> definitions_of(const Session& session, store::ReadTx& tx);
Result<DefinitionsPtr> load_definitions(const Session& session);

// One consistent view of the store and its definitions. Corrupt when one of those asked for no
// longer holds.
Result<void> read_defined(
    const Session& session,
    const std::function<Result<void>(store::ReadTx&, const DefinitionsPtr&)>& work);

// By code or name; empty: the whole office, or the one area that the grant is for. Forbidden
// outside of what it is for.
Result<AreaId> find_area(const Definitions& definitions, const access::Grant& grant,
                         const std::string& code_or_name);

}  // namespace taizhang::service
