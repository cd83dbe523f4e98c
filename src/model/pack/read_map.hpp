// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/pack/tree_reader.hpp"

namespace taizhang::model {

ImportMap read_map(const Node& node, const Pack& pack, TreeReader& reader);

// A file of its own, checked against the definitions in force. `file` is as the user calls it.
ImportMap read_map_file(const std::string& file, const std::string& text, const Pack& pack,
                        PackProblems& problems);

}  // namespace taizhang::model
