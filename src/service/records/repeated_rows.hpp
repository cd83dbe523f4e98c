// SPDX-License-Identifier: Apache-2.0
// Rows of one file that mean the same record as a row before them, for a dry run: nothing of the
// file is in the store then.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include "service/records/import_rows.hpp"

namespace taizhang::service {

class RepeatedRows {
  public:
    explicit RepeatedRows(const model::LedgerDefinition& ledger) : ledger_(ledger) {}

    // In the file's order, once a row.
    void look(ImportRow& row);
    // The file has more rows than are compared: those behind may repeat others untold.
    bool overflowed() const { return overflowed_; }

  private:
    const model::LedgerDefinition& ledger_;
    bool overflowed_ = false;
    boost::unordered_flat_map<std::int64_t, std::int64_t> contents_;  // by number or key
};

// Of a number, in the same space as match_key().
std::int64_t number_key(const std::string& number);

}  // namespace taizhang::service
