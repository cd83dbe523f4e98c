// SPDX-License-Identifier: Apache-2.0
#include "model/pack/read_role.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::model {
namespace {

constexpr std::string_view kAll = "all";

std::vector<std::string> permission_names() {
    std::vector<std::string> names;
    for (const auto permission : all_permissions()) {
        names.emplace_back(permission_name(permission));
    }
    return names;
}

std::string nearest_or_all(const std::string& word, const std::vector<std::string>& known) {
    return nearest(word, known).value_or(join(known, "、"));
}

bool says_all(const Node& node, std::string_view key) {
    const Node* value = node.find(key);
    return value != nullptr && value->kind == Node::Kind::Scalar && value->scalar == kAll;
}

void read_permissions(const Node& node, RoleDefinition& role, TreeReader& reader) {
    const auto names = permission_names();
    for (const auto& name : reader.names(node, "permissions")) {
        if (const auto permission = permission_named(name)) {
            role.permissions.insert(*permission);
        } else {
            reader.complain(*node.find("permissions"), fmt::format("没有“{}”这种权限", name),
                            nearest_or_all(name, names), name);
        }
    }
}

LedgerChoice read_ledgers(const Node& node, std::string_view key, const Pack& pack,
                          TreeReader& reader) {
    LedgerChoice choice;
    if (node.find(key) == nullptr || says_all(node, key)) {
        choice.all = node.find(key) != nullptr;
        return choice;
    }
    for (const auto& name : reader.names(node, key)) {
        const bool chapter = std::any_of(pack.chapters.begin(), pack.chapters.end(),
                                         [&](const auto& one) { return one.first == name; });
        if (chapter) {
            choice.chapters.insert(name);
        } else if (pack.ledgers.contains(name)) {
            choice.ledgers.insert(name);
        } else {
            auto known = pack.ledgers.names();
            for (const auto& [called, title] : pack.chapters) {
                known.push_back(called);
            }
            reader.complain(*node.find(key), fmt::format("没有叫“{}”的台账或章", name),
                            nearest(name, known).value_or("all，或台账、章的英文名"), name);
        }
    }
    return choice;
}

void read_kinds(const Node& node, RoleDefinition& role, TreeReader& reader) {
    const auto& names = sensitivity_names();
    if (says_all(node, "sees")) {
        for (std::size_t kind = 1; kind < names.size(); ++kind) {
            role.sees.insert(static_cast<Sensitivity>(kind));
        }
        return;
    }
    for (const auto& name : reader.names(node, "sees")) {
        const auto found = std::find(names.begin() + 1, names.end(), name);
        if (found == names.end()) {
            reader.complain(*node.find("sees"), fmt::format("没有“{}”这类个人信息", name),
                            nearest_or_all(name, {names.begin() + 1, names.end()}), name);
        } else {
            role.sees.insert(static_cast<Sensitivity>(found - names.begin()));
        }
    }
}

// What makes no sense without the other.
void check_role(const Node& node, const RoleDefinition& role, TreeReader& reader) {
    const auto allows = [&](Permission permission) {
        return role.permissions.contains(permission);
    };
    for (const auto permission :
         {Permission::WriteRecords, Permission::ImportRecords, Permission::ExportRecords,
          Permission::FindPersonal, Permission::RevealPersonal}) {
        if (allows(permission) && !allows(Permission::ReadRecords)) {
            reader.complain(node, fmt::format("{} 要有 read_records", permission_name(permission)),
                            "permissions 里加上 read_records");
        }
    }
    const bool names_rows = node.find("ledgers") != nullptr;
    if (allows(Permission::ReadRecords) != names_rows) {
        reader.complain(node,
                        names_rows ? "写了 ledgers，却没有 read_records 权限"
                                   : "有 read_records 权限，却没写是哪些台账",
                        "ledgers: all，或列出台账和章");
    }
    if (node.find("totals") != nullptr && !allows(Permission::ReadFigures)) {
        reader.complain(node, "写了 totals，却没有 read_figures 权限",
                        "permissions 里加上 read_figures");
    }
}

}  // namespace

RoleDefinition read_role(const Node& node, const Pack& pack, TreeReader& reader) {
    RoleDefinition role;
    if (!reader.expect_map(
            node, {"role", "title", "permissions", "ledgers", "totals", "sees", "apart"})) {
        return role;
    }
    role.name = reader.name(node, "role");
    role.title = reader.title(node, "title", role.name);
    if (reader.required(node, "permissions") != nullptr) {
        read_permissions(node, role, reader);
    }
    role.rows = read_ledgers(node, "ledgers", pack, reader);
    role.totals = read_ledgers(node, "totals", pack, reader);
    if (node.find("sees") != nullptr) {
        read_kinds(node, role, reader);
    }
    role.apart = reader.text(node, "apart");
    check_role(node, role, reader);
    return role;
}

}  // namespace taizhang::model
