// SPDX-License-Identifier: Apache-2.0
// Who asks, and what he holds.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/areas/scope.hpp"
#include "model/identity/permission.hpp"
#include "model/identity/role_definition.hpp"

namespace taizhang::access {

using model::Permission;
using model::permission_name;

// One role in one place, as it is today.
struct Holding {
    std::string role;
    std::string title;  // as the office calls it
    std::set<Permission> permissions;
    model::LedgerChoice rows;
    model::LedgerChoice totals;
    std::set<model::Sensitivity> sees;
    model::ScopePart place;
    AreaId root;  // the area that `place` was made from
};

using Holdings = std::vector<std::shared_ptr<const Holding>>;

struct Principal {
    std::string name;  // as the audit log names it: cli:root, wang.fang
    Holdings holdings;
};

// Whoever runs the program on the office's own machine may read the database file anyway.
Principal local_operator(const std::string& login_name);

}  // namespace taizhang::access
