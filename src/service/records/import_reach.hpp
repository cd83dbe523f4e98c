// SPDX-License-Identifier: Apache-2.0
// What an import may touch: rows of the importer's own places, and no record elsewhere, whatever
// number or key a row gives. A row that is not his is refused before it is compared with anything,
// so that nobody learns from "the same" what stands where he may not look.
#pragma once

#include "service/records/import_rows.hpp"

namespace taizhang::service {

class ImportReach {
  public:
    ImportReach(const Definitions& definitions, const model::LedgerDefinition& ledger,
                const access::Grant& grant)
        : definitions_(definitions), ledger_(ledger), rows_(grant.rows(ledger)) {}

    // Nothing: he may.
    std::optional<Error> refusal(const ImportRow& row) const;
    bool holds(const model::LedgerRecord& record) const;

    static Error of_another();

  private:
    const Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    model::Scope rows_;
};

}  // namespace taizhang::service
