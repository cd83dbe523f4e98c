// SPDX-License-Identifier: Apache-2.0
// New definitions against those that the store has records by.
#pragma once

#include <vector>

#include "service/pack/install_pack.hpp"

namespace taizhang::service {

// Whether the ledger's table has a row, removed ones too. The definition of the table as it is
// outlives the transaction.
bool has_records(store::ReadTx& tx, const store::LedgerTable& table);

// Adds to the problems, at their lines, what would lose data or have stored rows read otherwise
// than they were written: a field that goes, changes its type or its place among the others, a
// choice that goes, another key, a prefix of a retired ledger … `before` is what stored_ledgers()
// gave for `stored`, and outlives the transaction.
void check_stored(store::ReadTx& tx, const std::vector<store::StoredDefinition>& stored,
                  const model::Pack& before, CheckedPack& checked);

}  // namespace taizhang::service
