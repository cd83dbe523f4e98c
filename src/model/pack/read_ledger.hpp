// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "model/pack/tree_reader.hpp"

namespace taizhang::model {

LedgerDefinition read_ledger(const Node& node, const Pack& pack, TreeReader& reader);
IndicatorDefinition read_indicator(const Node& node, const Pack& pack, TreeReader& reader);

}  // namespace taizhang::model
