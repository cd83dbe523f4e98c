// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/pack/tree_reader.hpp"

namespace taizhang::model {

// Name, title, version and chapters.
void read_head(const Node& node, Pack& pack, TreeReader& reader);
ReportSource read_report(const DefinitionDocument& document, TreeReader& reader);

}  // namespace taizhang::model
