// SPDX-License-Identifier: Apache-2.0
// What one may be allowed to do. A role names some of these; a route and a service ask for one.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace taizhang::model {

enum class Permission {
    ReadRecords,
    FindPersonal,    // by name, telephone or ID number; what is found stays masked
    RevealPersonal,  // see one unmasked, having said why
    WriteRecords,
    ImportRecords,
    ExportRecords,
    ReadFigures,
    ShareViews,  // of a list, with a role or the whole office
    ManageAccounts,
    ReadAudit,
    DefineLedgers,  // ledgers, their fields and indicators, of the whole office
    Administer,
    Verify,
};

std::string_view permission_name(Permission permission);  // read_records
std::optional<Permission> permission_named(std::string_view name);
const std::vector<Permission>& all_permissions();

}  // namespace taizhang::model
