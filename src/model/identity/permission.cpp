// SPDX-License-Identifier: Apache-2.0
#include "model/identity/permission.hpp"

#include <array>
#include <utility>

namespace taizhang::model {
namespace {

constexpr auto kPermissions = std::to_array<std::pair<Permission, std::string_view>>({
    {Permission::ReadRecords, "read_records"},
    {Permission::FindPersonal, "find_personal"},
    {Permission::RevealPersonal, "reveal_personal"},
    {Permission::WriteRecords, "write_records"},
    {Permission::ImportRecords, "import_records"},
    {Permission::ExportRecords, "export_records"},
    {Permission::ReadFigures, "read_figures"},
    {Permission::ShareViews, "share_views"},
    {Permission::ManageAccounts, "manage_accounts"},
    {Permission::ReadAudit, "read_audit"},
    {Permission::DefineLedgers, "define_ledgers"},
    {Permission::Administer, "administer"},
    {Permission::Verify, "verify"},
});

}  // namespace

std::string_view permission_name(Permission permission) {
    for (const auto& [known, name] : kPermissions) {
        if (known == permission) {
            return name;
        }
    }
    return "";
}

std::optional<Permission> permission_named(std::string_view name) {
    for (const auto& [permission, known] : kPermissions) {
        if (known == name) {
            return permission;
        }
    }
    return std::nullopt;
}

const std::vector<Permission>& all_permissions() {
    static const std::vector<Permission> kAll = [] {
        std::vector<Permission> all;
        for (const auto& [permission, name] : kPermissions) {
            all.push_back(permission);
        }
        return all;
    }();
    return kAll;
}

}  // namespace taizhang::model
