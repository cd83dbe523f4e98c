// SPDX-License-Identifier: Apache-2.0
// A record whose files somebody asks for, as far as he sees it: its files are seen as it is.
#pragma once

#include "service/records/record_sight.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct SeenRecord {
    DefinitionsPtr definitions;
    const model::LedgerDefinition* ledger = nullptr;
    RecordSight sight;
    model::LedgerRecord record;

    // A file of a field that is not there for him is not there either.
    bool shows(const store::Attachment& attachment) const;
    bool is_personal(const store::Attachment& attachment) const;
};

// NotFound outside the scope. `permission`: by which it is seen.
Result<SeenRecord> seen_record(store::ReadTx& tx, const access::Principal& principal,
                               DefinitionsPtr definitions, const std::string& ledger, RecordId id,
                               store::Deleted deleted, access::Permission permission);

}  // namespace taizhang::service
