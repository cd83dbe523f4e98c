// SPDX-License-Identifier: Apache-2.0
// Who may do what, decided in one place. A service takes a Grant, and only `authorize` makes one.
#pragma once

#include <set>
#include <string>

#include "base/result.hpp"
#include "model/areas/area.hpp"

namespace taizhang::access {

enum class Permission {
    ReadRecords,
    FindPersonal,  // by name, telephone or ID number; what is found stays masked
    WriteRecords,
    ImportRecords,
    ReadFigures,
    Administer,
    Verify
};

std::string_view permission_name(Permission permission);  // read_records

struct Principal {
    std::string name;  // as the audit log names it: cli:root
    std::set<Permission> permissions;
    model::Scope scope;
};

// Whoever runs the program on the office's own machine may read the database file anyway.
Principal local_operator(const std::string& login_name);

class Grant {
  public:
    const std::string& actor() const { return actor_; }
    Permission permission() const { return permission_; }
    // Which areas the query may see; a required argument of every list.
    const model::Scope& scope() const { return scope_; }
    bool covers(AreaId area) const;

  private:
    friend Result<Grant> authorize(const Principal& principal, Permission permission);
    Grant(std::string actor, Permission permission, model::Scope scope)
        : actor_(std::move(actor)), permission_(permission), scope_(std::move(scope)) {}

    std::string actor_;
    Permission permission_;
    model::Scope scope_;
};

Result<Grant> authorize(const Principal& principal, Permission permission);

}  // namespace taizhang::access
