// SPDX-License-Identifier: Apache-2.0
#include "access/grant.hpp"

#include <algorithm>

namespace taizhang::access {

std::string_view permission_name(Permission permission) {
    switch (permission) {
        case Permission::ReadRecords:
            return "read_records";
        case Permission::FindPersonal:
            return "find_personal";
        case Permission::WriteRecords:
            return "write_records";
        case Permission::ImportRecords:
            return "import_records";
        case Permission::ReadFigures:
            return "read_figures";
        case Permission::Administer:
            return "administer";
        default:
            return "verify";
    }
}

Principal local_operator(const std::string& login_name) {
    return Principal{"cli:" + login_name,
                     {Permission::ReadRecords, Permission::FindPersonal, Permission::WriteRecords,
                      Permission::ImportRecords, Permission::ReadFigures, Permission::Administer,
                      Permission::Verify},
                     model::Scope{true, {}}};
}

bool Grant::covers(AreaId area) const {
    return scope_.everything ||
           std::find(scope_.areas.begin(), scope_.areas.end(), area) != scope_.areas.end();
}

Result<Grant> authorize(const Principal& principal, Permission permission) {
    if (!principal.permissions.contains(permission)) {
        return fail(ErrorCode::Forbidden, "没有做这件事的权限，请找管理员",
                    principal.name + " lacks the permission");
    }
    return Grant(principal.name, permission, principal.scope);
}

}  // namespace taizhang::access
