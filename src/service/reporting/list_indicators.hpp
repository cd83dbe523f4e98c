// SPDX-License-Identifier: Apache-2.0
// The indicators whose figures somebody may be told at all.
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct IndicatorList {
    DefinitionsPtr definitions;
    std::vector<const model::IndicatorDefinition*> indicators;  // in the pack's order
};

Result<IndicatorList> list_indicators(const Session& session);
// One of them. NotFound, or Forbidden where it is out of reach.
Result<IndicatorList> get_indicator(const Session& session, const std::string& name);

}  // namespace taizhang::service
