// SPDX-License-Identifier: Apache-2.0
// Accounts as whoever manages them sees them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// As a person writes it: areas and units by code or name.
struct RoleRequest {
    std::string role;
    std::string area;  // empty: the whole office
    std::string unit;  // empty: any
};

struct RoleRow {
    std::string role;
    std::string title;
    std::string area;  // full name; empty: the whole office
    std::string unit;
};

struct AccountRow {
    store::Account account;  // without its secrets
    std::vector<RoleRow> roles;
};

struct NewAccount {
    std::string name;
    std::string title;
    std::vector<RoleRequest> roles;
    bool must_change_password = true;
};

// A password that is shown once.
struct IssuedPassword {
    AccountId account;
    std::string password;
};

Result<std::vector<AccountRow>> list_accounts(const Session& session);
// Conflict where the name is taken, or where two roles are to be kept apart.
Result<IssuedPassword> create_account(const Session& session, const NewAccount& account);
// Nobody changes his own roles, nor disables himself.
Result<void> set_roles(const Session& session, const std::string& name,
                       const std::vector<RoleRequest>& roles);
// Ends its sessions; its tokens are of no use while it lasts.
Result<void> set_disabled(const Session& session, const std::string& name, bool disabled);
// Ends its sessions and whatever second step it had; it must be changed at the next sign-in.
Result<IssuedPassword> reset_password(const Session& session, const std::string& name);

Result<std::vector<RoleRow>> list_roles(const Session& session);

}  // namespace taizhang::service
