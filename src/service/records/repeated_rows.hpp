// SPDX-License-Identifier: Apache-2.0
// Rows of one file that mean the same record as a row before them.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include "service/records/import_rows.hpp"

namespace taizhang::service {

// Without number two rows are the same record by the ledger's key. A writer sees that itself; only
// who writes nothing has to be told.
enum class Repeats { ByNumber, ByNumberOrKey };

// In the file's order, once a row. A row that repeats another cell by cell is marked; one that has
// another's number and says something else is a mistake, at its own number.
class RepeatedRows {
  public:
    RepeatedRows(const model::LedgerDefinition& ledger, Repeats kind)
        : ledger_(ledger), by_key_(kind == Repeats::ByNumberOrKey && !ledger.key.empty()) {}

    void look(ImportRow& row, const ImportColumns& columns);

  private:
    struct First {
        std::size_t line = 0;
        std::int64_t content = 0;
    };
    const model::LedgerDefinition& ledger_;
    bool by_key_;
    boost::unordered_flat_map<std::int64_t, First> first_;
};

}  // namespace taizhang::service
