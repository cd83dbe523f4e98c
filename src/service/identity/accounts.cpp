// SPDX-License-Identifier: Apache-2.0
#include "service/identity/accounts.hpp"
#include "service/identity/find_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/password.hpp"

namespace taizhang::service {

using store::AuditAction;
using store::RoleAssignment;

namespace {

namespace json = boost::json;

Result<access::Grant> managing(const Session& session) {
    return access::authorize(session.principal, access::Permission::ManageAccounts);
}

tl::unexpected<Error> refuse(ErrorCode code, std::string place, std::string value,
                             std::string message, std::string expected) {
    return fail_at(code,
                   SourcePlace{"", "", 0, std::move(place), std::move(value), std::move(expected)},
                   std::move(message), "account cannot be so");
}

// Letters, digits, '.', '-' and '_', beginning with a letter: it stands in the audit log.
bool is_account_name(std::string_view name) {
    return !name.empty() && name.size() <= limits::kAccountNameCharactersMax && name[0] >= 'a' &&
           name[0] <= 'z' && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                      c == '_';
           });
}

Result<RoleAssignment> assignment_of(const Definitions& definitions, const RoleRequest& request) {
    const auto& pack = definitions.catalog.pack;
    if (pack.role(request.role) == nullptr) {
        const auto names = pack.roles.names();
        return refuse(ErrorCode::InvalidInput, "/roles", request.role,
                      fmt::format("没有“{}”这个角色", request.role),
                      names.empty() ? "先用 taizhang pack update 装入角色" : join(names, "、"));
    }
    RoleAssignment assignment{request.role, {}, {}};
    if (!request.area.empty()) {
        assignment.area = TZ_TRY(definitions.areas.find(request.area));
        if (assignment.area == definitions.areas.root()) {
            assignment.area = {};
        }
    }
    if (!request.unit.empty()) {
        assignment.unit = TZ_TRY(model::find_unit(definitions.units, request.unit));
    }
    return assignment;
}

Result<void> check_apart(const Definitions& definitions, const std::vector<RoleAssignment>& held) {
    std::map<std::string, std::string> taken;
    for (const auto& assignment : held) {
        const auto* role = definitions.catalog.pack.role(assignment.role);
        if (role->apart.empty()) {
            continue;
        }
        const auto [other, added] = taken.emplace(role->apart, role->name);
        if (!added && other->second != role->name) {
            return refuse(ErrorCode::Conflict, "/roles", role->name,
                          fmt::format("“{}”和“{}”要由不同的人担任", role->title.zh,
                                      definitions.catalog.pack.role(other->second)->title.zh),
                          "两个账号，各一个角色");
        }
    }
    return {};
}

Result<std::vector<RoleAssignment>> assignments_of(const Definitions& definitions,
                                                   const std::vector<RoleRequest>& requests) {
    if (requests.size() > limits::kAssignmentsPerAccountMax) {
        return refuse(ErrorCode::LimitExceeded, "/roles", "",
                      fmt::format("一个账号最多 {} 个角色", limits::kAssignmentsPerAccountMax), "");
    }
    std::vector<RoleAssignment> assignments;
    for (const auto& request : requests) {
        assignments.push_back(TZ_TRY(assignment_of(definitions, request)));
    }
    TZ_TRY(check_apart(definitions, assignments));
    return assignments;
}

json::array roles_note(const std::vector<RoleAssignment>& assignments) {
    json::array roles;
    for (const auto& one : assignments) {
        roles.push_back(json::object{{"role", one.role},
                                     {"area", std::to_string(one.area.value)},
                                     {"unit", std::to_string(one.unit.value)}});
    }
    return roles;
}

Result<void> check_other(const access::Grant& grant, const std::string& name) {
    if (grant.actor() != name) {
        return {};
    }
    return fail(ErrorCode::Conflict, "不能改自己的角色，也不能停用自己，请另一位管理员来做",
                "an account manager may not change himself");
}

RoleRow row_of(const Definitions& definitions, const RoleAssignment& assignment) {
    RoleRow row{assignment.role, assignment.role, "", ""};
    if (const auto* role = definitions.catalog.pack.role(assignment.role)) {
        row.title = role->title.zh;
    }
    if (assignment.area) {
        row.area = definitions.areas.full_name(assignment.area, Date::from_civil(9999, 12, 31));
    }
    for (const auto& unit : definitions.units) {
        row.unit = unit.id == assignment.unit ? unit.name : row.unit;
    }
    return row;
}

// Everything that was open is closed.
void end_sessions(store::WriteTx& tx, const store::Account& account) {
    tx.identity_writer().drop_sessions_of(account.id, SessionId{});
    tx.identity_writer().drop_throttle("account/" + account.name);
}

}  // namespace

Result<std::vector<AccountRow>> list_accounts(const Session& session) {
    TZ_TRY(managing(session));
    std::vector<AccountRow> rows;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        for (auto& account : tx.identity().accounts()) {
            AccountRow row{std::move(account), {}};
            row.account.password.clear();
            row.account.second_step.clear();
            for (const auto& assignment : tx.identity().assignments(row.account.id)) {
                row.roles.push_back(row_of(*definitions, assignment));
            }
            rows.push_back(std::move(row));
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return rows;
}

Result<IssuedPassword> create_account(const Session& session, const NewAccount& wanted) {
    const auto grant = TZ_TRY(managing(session));
    if (!is_account_name(wanted.name)) {
        return refuse(ErrorCode::InvalidInput, "/name", wanted.name, "账号名不合适",
                      "小写字母开头，只含小写字母、数字和 . - _，不超过 48 个");
    }
    if (wanted.title.empty() ||
        character_count(wanted.title) > limits::kAccountTitleCharactersMax) {
        return refuse(ErrorCode::InvalidInput, "/title", wanted.title, "要写姓名",
                      fmt::format("不超过 {} 字", limits::kAccountTitleCharactersMax));
    }
    IssuedPassword issued{{}, random_password()};
    const std::string hash = hash_password(issued.password);
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto definitions = TZ_TRY(load_definitions(tx));
        const auto assignments = TZ_TRY(assignments_of(*definitions, wanted.roles));
        if (tx.identity().account_named(wanted.name)) {
            return refuse(ErrorCode::Conflict, "/name", wanted.name, "这个账号名已经有了",
                          "换一个账号名");
        }
        if (tx.identity().accounts().size() >= limits::kAccountsMax) {
            return fail(ErrorCode::LimitExceeded, "账号太多", "too many accounts");
        }
        store::Account account;
        account.id = AccountId{tx.new_id()};
        account.name = wanted.name;
        account.title = wanted.title;
        account.password = hash;
        account.must_change_password = wanted.must_change_password;
        account.created_at = tx.now();
        account.password_set_at = tx.now();
        tx.identity_writer().put_account(account);
        tx.identity_writer().put_assignments(account.id, assignments);
        append_identity_event(tx, grant.actor(), AuditAction::AccountCreated,
                              {{"account", account.name}, {"roles", roles_note(assignments)}});
        issued.account = account.id;
        return {};
    }));
    return issued;
}

Result<void> set_roles(const Session& session, const std::string& name,
                       const std::vector<RoleRequest>& roles) {
    const auto grant = TZ_TRY(managing(session));
    TZ_TRY(check_other(grant, name));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto account = TZ_TRY(find_account(tx, name));
        const auto definitions = TZ_TRY(load_definitions(tx));
        const auto assignments = TZ_TRY(assignments_of(*definitions, roles));
        append_identity_event(tx, grant.actor(), AuditAction::AccountChanged,
                              {{"account", name},
                               {"before", roles_note(tx.identity().assignments(account.id))},
                               {"roles", roles_note(assignments)}});
        tx.identity_writer().put_assignments(account.id, assignments);
        return {};
    });
}

Result<void> set_disabled(const Session& session, const std::string& name, bool disabled) {
    const auto grant = TZ_TRY(managing(session));
    TZ_TRY(check_other(grant, name));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        auto account = TZ_TRY(find_account(tx, name));
        account.disabled = disabled;
        tx.identity_writer().put_account(account);
        end_sessions(tx, account);
        append_identity_event(tx, grant.actor(), AuditAction::AccountChanged,
                              {{"account", name}, {"disabled", disabled}});
        return {};
    });
}

Result<IssuedPassword> reset_password(const Session& session, const std::string& name) {
    const auto grant = TZ_TRY(managing(session));
    IssuedPassword issued{{}, random_password()};
    const std::string hash = hash_password(issued.password);
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        auto account = TZ_TRY(find_account(tx, name));
        account.password = hash;
        account.must_change_password = true;
        account.password_set_at = tx.now();
        account.second_step.clear();
        account.second_step_confirmed = false;
        tx.identity_writer().put_account(account);
        tx.identity_writer().put_recovery_codes(account.id, {});
        tx.identity_writer().drop_tokens_of(account.id);
        end_sessions(tx, account);
        append_identity_event(tx, grant.actor(), AuditAction::AccountChanged,
                              {{"account", name}, {"password", "reset"}});
        issued.account = account.id;
        return {};
    }));
    return issued;
}

Result<std::vector<RoleRow>> list_roles(const Session& session) {
    TZ_TRY(managing(session));
    const auto definitions = TZ_TRY(load_definitions(session));
    std::vector<RoleRow> rows;
    for (const auto& role : definitions->catalog.pack.roles) {
        rows.push_back({role.name, role.title.zh, "", ""});
    }
    return rows;
}

}  // namespace taizhang::service
