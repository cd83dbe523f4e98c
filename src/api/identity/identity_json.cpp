// SPDX-License-Identifier: Apache-2.0
#include "api/identity/identity_json.hpp"

#include <charconv>

#include "base/iso_instant.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

json::value optional_instant(Instant moment) {
    return moment.milliseconds == 0 ? json::value() : json::value(format_iso_instant(moment));
}

std::string text_at(const Call& call, std::string_view name) {
    const auto* body = call.body.if_object();
    const auto* value = body == nullptr ? nullptr : body->if_contains(name);
    return value == nullptr ? "" : std::string(value->as_string());
}

Result<std::int64_t> id_at(const Call& call, std::string_view name) {
    const std::string& text = call.at(name);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id <= 0) {
        return fail(ErrorCode::NotFound, "没有这个编号", "not an id");
    }
    return id;
}

json::object account_json(const service::AccountRow& row) {
    json::array roles;
    for (const auto& role : row.roles) {
        roles.push_back(json::object{
            {"role", role.role}, {"title", role.title}, {"area", role.area}, {"unit", role.unit}});
    }
    const auto& account = row.account;
    return {{"id", std::to_string(account.id.value)},
            {"name", account.name},
            {"title", account.title},
            {"disabled", account.disabled},
            {"must_change_password", account.must_change_password},
            {"second_step", account.second_step_confirmed},
            {"created_at", format_iso_instant(account.created_at)},
            {"signed_in_at", optional_instant(account.signed_in_at)},
            {"roles", std::move(roles)}};
}

json::array holdings_json(const access::Principal& principal) {
    json::array holdings;
    for (const auto& holding : principal.holdings) {
        json::array permissions;
        for (const auto permission : holding->permissions) {
            permissions.emplace_back(access::permission_name(permission));
        }
        holdings.push_back(json::object{
            {"role", holding->role},
            {"title", holding->title},
            {"area",
             holding->root ? json::value(std::to_string(holding->root.value)) : json::value()},
            {"unit", holding->place.unit ? json::value(std::to_string(holding->place.unit->value))
                                         : json::value()},
            {"permissions", std::move(permissions)}});
    }
    return holdings;
}

std::vector<service::RoleRequest> read_roles(const json::object& body) {
    std::vector<service::RoleRequest> roles;
    for (const auto& one : body.at("roles").as_array()) {
        const auto& role = one.as_object();
        const auto text = [&](std::string_view name) {
            const auto* value = role.if_contains(name);
            return value == nullptr ? std::string() : std::string(value->as_string());
        };
        roles.push_back({text("role"), text("area"), text("unit")});
    }
    return roles;
}

Schema roles_schema() {
    return array_schema(object_schema({{"role", text_schema("角色")},
                                       {"title", text_schema("中文名")},
                                       {"area", text_schema("区域；空为整个街道")},
                                       {"unit", text_schema("科室；空为不限")}}),
                        limits::kAssignmentsPerAccountMax);
}

Schema role_requests() {
    return array_schema(
        object_schema({{"role", text_schema("角色，如 grid_worker")},
                       {"area", text_schema("区域的代码或名称；不写为整个街道"), false},
                       {"unit", text_schema("科室的代码或名称；不写为不限"), false}}),
        limits::kAssignmentsPerAccountMax);
}

Schema password_schema(std::string_view description) {
    return text_schema(description, limits::kPasswordCharactersMax);
}

Schema permissions_schema() {
    std::vector<std::string_view> names;
    for (const auto permission : model::all_permissions()) {
        names.push_back(access::permission_name(permission));
    }
    return array_schema(choice_schema("", names), names.size());
}

Schema account_schema() {
    return object_schema({{"id", id_schema("")},
                          {"name", text_schema("账号名")},
                          {"title", text_schema("姓名")},
                          {"disabled", boolean_schema("已停用")},
                          {"must_change_password", boolean_schema("下次登录要改密码")},
                          {"second_step", boolean_schema("开了两步验证")},
                          {"created_at", instant_schema("")},
                          {"signed_in_at", or_null(instant_schema("上次登录"))},
                          {"roles", roles_schema()}});
}

}  // namespace taizhang::api
