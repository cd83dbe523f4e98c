// SPDX-License-Identifier: Apache-2.0
// Departments, residents' committees and outside bodies: made, renamed and closed one by one.
#pragma once

#include <optional>
#include <string>

#include "service/session.hpp"

namespace taizhang::service {

struct UnitRequest {
    std::string code;  // of a new one; names the unit otherwise
    std::optional<std::string> name;
    std::optional<Date> from;  // the new name holds; absent: the last one was wrong
    // Absent: as it is. Nothing: not closed.
    std::optional<std::optional<Date>> closed_on;
    std::string seen;  // unit_version() of what is to be changed
};

struct UnitOutcome {
    model::Unit unit;
    bool outdated = false;  // it is not what was seen: nothing was done
};

// A digest of everything that can change in it.
std::string unit_version(const model::Unit& unit);

// Conflict where its code or name is another's. Needs Administer.
Result<UnitOutcome> create_unit(const Session& session, const UnitRequest& request);
Result<UnitOutcome> change_unit(const Session& session, const UnitRequest& request);

}  // namespace taizhang::service
