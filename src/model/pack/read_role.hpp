// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/pack/tree_reader.hpp"

namespace taizhang::model {

// Of `pack` the chapters and ledgers are needed.
RoleDefinition read_role(const Node& node, const Pack& pack, TreeReader& reader);

}  // namespace taizhang::model
