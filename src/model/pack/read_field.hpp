// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/pack/tree_reader.hpp"

namespace taizhang::model {

// Everything of a field but its expressions, which need the whole ledger.
FieldDefinition read_field(const Node& node, TreeReader& reader);

// visible_if and check, once all fields of the ledger are known.
void read_field_rules(const Node& node, const LedgerDefinition& ledger, FieldDefinition& field,
                      TreeReader& reader);

}  // namespace taizhang::model
