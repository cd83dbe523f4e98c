// SPDX-License-Identifier: Apache-2.0
// Boundaries against one another, before they are written.
#pragma once

#include "service/areas/plan_areas.hpp"

namespace taizhang::service {

// Areas of one level that overlap become errors of the outcome; gaps between areas, and what lies
// outside of the area above, become warnings. `tree` is how all areas will be.
Result<void> check_boundaries(const model::AreaTree& tree, const AreaPlan& plan,
                              const AreaFile& file, AreasOutcome& outcome);

}  // namespace taizhang::service
