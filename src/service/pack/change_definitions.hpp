// SPDX-License-Identifier: Apache-2.0
// A change of definitions, made by the office itself while it works: all of it in one transaction,
// by the same code that installs a pack.
#pragma once

#include <optional>

#include "service/pack/plan_change.hpp"

namespace taizhang::service {

struct ChangeOutcome {
    std::int64_t version = 0;  // of the definitions, now
    bool outdated = false;     // it was not the version that was seen: nothing was done
    InstallOutcome done;
    std::vector<Error> errors;  // any error: nothing was done
};

// `seen`: the version that it was made from; without one it is made of whatever is in force.
// Needs DefineLedgers for the whole office. Roll-ups that it asks for are counted within it, while
// other writers wait.
Result<ChangeOutcome> change_definitions(const Session& session, const DefinitionChange& change,
                                         std::optional<std::int64_t> seen);

// What the change that led to this version did, as the audit log tells it.
Result<ChangeOutcome> change_of_version(const Session& session, std::int64_t version);

// Forbidden for whoever has it for a part of the office alone.
Result<access::Grant> authorize_definitions(const Session& session);

}  // namespace taizhang::service
