// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/pack/foresee_change.hpp"

namespace taizhang::service {

// Of all documents that the plan makes new, changes, brings back or retires.
Result<std::vector<DefinitionDifference>> differences_of(const ChangePlan& plan);

}  // namespace taizhang::service
