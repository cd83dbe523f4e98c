// SPDX-License-Identifier: Apache-2.0
#include "access/grant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace taizhang::access {

using model::FieldDefinition;
using model::LedgerDefinition;
using model::Scope;
using model::ScopePart;
using model::Sensitivity;

namespace {

// Every row of `inner` is one of `outer`.
bool holds_part(const ScopePart& outer, const ScopePart& inner) {
    const bool unit = !outer.unit || outer.unit == inner.unit;
    const bool area = outer.every_area ||
                      (!inner.every_area && std::includes(outer.areas.begin(), outer.areas.end(),
                                                          inner.areas.begin(), inner.areas.end()));
    return unit && area;
}

// The fewer parts, the simpler the query: those of one unit are one.
void add_part(Scope& scope, ScopePart part) {
    scope.everything = scope.everything || (part.every_area && !part.unit);
    for (auto& known : scope.parts) {
        if (holds_part(known, part)) {
            return;
        }
        if (known.unit == part.unit) {
            known.every_area = known.every_area || part.every_area;
            std::vector<AreaId> both;
            std::set_union(known.areas.begin(), known.areas.end(), part.areas.begin(),
                           part.areas.end(), std::back_inserter(both));
            known.areas = std::move(both);
            return;
        }
    }
    scope.parts.push_back(std::move(part));
}

Scope finished(Scope scope) {
    if (scope.everything) {
        scope.parts.clear();
    }
    return scope;
}

}  // namespace

bool Grant::reaches(const Holding& holding, const LedgerDefinition& ledger) const {
    return holding.rows.holds(ledger) ||
           (permission_ == Permission::ReadFigures && holding.totals.holds(ledger)) ||
           // What is done to all ledgers alike knows no choice of them.
           permission_ == Permission::Administer || permission_ == Permission::Verify ||
           permission_ == Permission::DefineLedgers;
}

ScopePart Grant::part(const Holding& holding, const LedgerDefinition& ledger) const {
    ScopePart part = holding.place;
    const bool totals = permission_ == Permission::ReadFigures && holding.totals.holds(ledger);
    if (!ledger.unit || totals) {
        part.unit.reset();
    }
    return part;
}

Scope Grant::rows(const LedgerDefinition& ledger) const {
    Scope scope;
    for (const auto& holding : holdings_) {
        if (reaches(*holding, ledger)) {
            add_part(scope, part(*holding, ledger));
        }
    }
    return finished(std::move(scope));
}

Scope Grant::any_rows() const {
    Scope scope;
    for (const auto& holding : holdings_) {
        ScopePart part = holding->place;
        part.unit.reset();
        add_part(scope, std::move(part));
    }
    return finished(std::move(scope));
}

bool Grant::reaches(const LedgerDefinition& ledger) const {
    return std::any_of(holdings_.begin(), holdings_.end(),
                       [&](const auto& holding) { return reaches(*holding, ledger); });
}

bool Grant::everything() const {
    return std::any_of(holdings_.begin(), holdings_.end(), [&](const auto& holding) {
        const bool ledgers =
            holding->rows.all || (permission_ == Permission::ReadFigures && holding->totals.all);
        return ledgers && holding->place.every_area && !holding->place.unit;
    });
}

bool Grant::covers(AreaId area) const {
    return std::any_of(holdings_.begin(), holdings_.end(),
                       [&](const auto& holding) { return holding->place.holds(area); });
}

std::vector<AreaId> Grant::roots() const {
    std::vector<AreaId> roots;
    for (const auto& holding : holdings_) {
        const bool within = std::any_of(holdings_.begin(), holdings_.end(), [&](const auto& other) {
            return other != holding && other->place.holds(holding->root) &&
                   other->root != holding->root;
        });
        if (!within && std::find(roots.begin(), roots.end(), holding->root) == roots.end()) {
            roots.push_back(holding->root);
        }
    }
    return roots;
}

bool Grant::sees(const LedgerDefinition& ledger, const FieldDefinition& field, AreaId area,
                 std::optional<UnitId> unit) const {
    if (field.sensitive == Sensitivity::None) {
        return true;
    }
    return std::any_of(holdings_.begin(), holdings_.end(), [&](const auto& holding) {
        const auto place = part(*holding, ledger);
        return holding->rows.holds(ledger) && holding->sees.contains(field.sensitive) &&
               place.holds(area) && (!place.unit || place.unit == unit);
    });
}

bool Grant::sees_wherever(const Grant& wider, const LedgerDefinition& ledger,
                          const FieldDefinition& field) const {
    if (field.sensitive == Sensitivity::None) {
        return true;
    }
    return std::all_of(wider.holdings_.begin(), wider.holdings_.end(), [&](const auto& other) {
        return !wider.reaches(*other, ledger) ||
               std::any_of(holdings_.begin(), holdings_.end(), [&](const auto& holding) {
                   return holding->rows.holds(ledger) && holding->sees.contains(field.sensitive) &&
                          holds_part(part(*holding, ledger), wider.part(*other, ledger));
               });
    });
}

Result<Grant> authorize(const Principal& principal, Permission permission) {
    Holdings holdings;
    for (const auto& holding : principal.holdings) {
        if (holding->permissions.contains(permission)) {
            holdings.push_back(holding);
        }
    }
    if (holdings.empty()) {
        return fail(ErrorCode::Forbidden, "没有做这件事的权限，请找管理员",
                    fmt::format("{} lacks {}", principal.name, permission_name(permission)));
    }
    return Grant(principal.name, permission, std::move(holdings));
}

Result<Grant> authorize(const Principal& principal, Permission permission,
                        const LedgerDefinition& ledger) {
    auto grant = TZ_TRY(authorize(principal, permission));
    if (!grant.reaches(ledger)) {
        return fail(ErrorCode::Forbidden,
                    fmt::format("台账“{}”不在你的范围内，请找管理员", ledger.title.zh),
                    fmt::format("{} has {} but not for {}", principal.name,
                                permission_name(permission), ledger.name));
    }
    return grant;
}

}  // namespace taizhang::access
