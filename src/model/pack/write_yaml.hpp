// SPDX-License-Identifier: Apache-2.0
// A definition as a person would have written it. The store keeps trees, not texts.
#pragma once

#include <string>

#include "model/pack/node.hpp"

namespace taizhang::model {

// read_yaml() gives the same tree again, but for its lines. Comments are gone.
std::string to_yaml(const Node& node);

}  // namespace taizhang::model
