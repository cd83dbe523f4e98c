// SPDX-License-Identifier: Apache-2.0
#include "service/areas/plan_areas.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::service {

using model::AreaLevel;
using model::AreaVersion;

namespace {

void fill(const AreaRow& row, AreaVersion& version) {
    if (!row.text(kName).empty()) {
        version.name = row.text(kName);
    }
    if (row.cells[kPerson]) {
        version.person_in_charge = *row.cells[kPerson];
    }
    if (row.boundary) {
        version.boundary = model::to_wkt(*row.boundary);
    }
}

}  // namespace

AreaPlanner::AreaPlanner(const std::vector<AreaVersion>& areas,
                         const std::vector<model::Unit>& units, AreaFile& file, NewId new_id)
    : file_(file), new_id_(std::move(new_id)) {
    for (const auto& version : areas) {
        areas_[version.code][version.valid_from] = version;
    }
    for (const auto& unit : units) {
        units_[unit.code] = unit;
    }
}

std::optional<AreaLevel> AreaPlanner::level_of(const AreaRow& row) const {
    const auto known = areas_.find(row.code());
    return row.level || known == areas_.end() ? row.level : known->second.begin()->second.level;
}

// Upper levels first, so that a file may list them in any order.
AreaPlan AreaPlanner::run() {
    for (const auto level : {AreaLevel::Subdistrict, AreaLevel::Community, AreaLevel::GridCell}) {
        for (const auto& row : file_.rows) {
            if (!row.is_unit && level_of(row) == level) {
                plan(row);
            }
        }
    }
    for (const auto& row : file_.rows) {
        if (row.is_unit) {
            plan_unit(row);
        } else if (!level_of(row)) {
            file_.complain(row.number, kLevel, "", "库里没有这个代码，又没有写级别",
                           "街道、社区或网格");
        }
    }
    return std::move(plan_);
}

void AreaPlanner::plan(const AreaRow& row) {
    const auto known = areas_.find(row.code());
    if (known == areas_.end()) {
        plan_new(row);
    } else {
        plan_known(row, known->second);
    }
}

void AreaPlanner::plan_new(const AreaRow& row) {
    AreaVersion version;
    version.code = row.code();
    version.level = *row.level;
    version.valid_from = row.from.value_or(Date::from_civil(1900, 1, 1));
    if (row.text(kName).empty()) {
        file_.complain(row.number, kName, "", "没有填", "新区域要有名称");
        return;
    }
    fill(row, version);
    if (find_parent(row, version)) {
        version.id = AreaId{new_id_("area")};
        ++plan_.outcome.areas;
        put(version, "");
        areas_[version.code][version.valid_from] = version;
    }
}

// With a date: what changed from that day on. Without one: a correction of what was said last.
void AreaPlanner::plan_known(const AreaRow& row, Versions& known) {
    auto behind = row.from ? known.upper_bound(*row.from) : known.end();
    const AreaVersion before =
        behind == known.begin() ? known.begin()->second : std::prev(behind)->second;
    if (row.level && *row.level != before.level) {
        file_.complain(row.number, kLevel, row.text(kLevel), "这个代码已是别的级别",
                       std::string(model::level_title(before.level)));
        return;
    }
    AreaVersion version = before;
    version.valid_from = row.from.value_or(before.valid_from);
    fill(row, version);
    if (!find_parent(row, version) || !may_reshape(row, before)) {
        return;
    }
    AreaVersion same = before;
    same.valid_from = version.valid_from;
    if (same == version) {
        ++plan_.outcome.same;
        return;
    }
    ++plan_.outcome.versions;
    plan_.moved = plan_.moved || version.parent != before.parent;
    put(version, before.boundary);
    known[version.valid_from] = version;
    carry_boundary(before, version, row, known);
}

// A boundary that already counts may only change from a day on, or old periods would change too.
bool AreaPlanner::may_reshape(const AreaRow& row, const AreaVersion& before) {
    const bool changes =
        row.boundary && !before.boundary.empty() && model::to_wkt(*row.boundary) != before.boundary;
    if (changes && !row.from) {
        file_.complain(row.number, kFrom, "", "边界变了，没有写生效日期",
                       "新边界从哪天起，如 2020-07-01");
        return false;
    }
    return true;
}

// Later versions that said nothing of the boundary keep having what was before them; a first
// boundary without a date holds for all the time that had none.
void AreaPlanner::carry_boundary(const AreaVersion& before, const AreaVersion& version,
                                 const AreaRow& row, Versions& known) {
    if (version.boundary == before.boundary) {
        return;
    }
    for (auto later = known.upper_bound(version.valid_from);
         later != known.end() && later->second.boundary == before.boundary; ++later) {
        later->second.boundary = version.boundary;
        put(later->second, before.boundary);
    }
    for (auto earlier = known.begin(); !row.from && earlier->first < version.valid_from;
         ++earlier) {
        if (earlier->second.boundary.empty()) {
            earlier->second.boundary = version.boundary;
            put(earlier->second, "");
        }
    }
}

void AreaPlanner::put(const AreaVersion& version, const std::string& boundary_before) {
    plan_.versions.push_back(version);
    if (version.boundary != boundary_before) {
        plan_.reshaped.insert(version.id);
        plan_.reshaped_on.insert(version.valid_from);
    }
}

bool AreaPlanner::find_parent(const AreaRow& row, AreaVersion& version) {
    if (version.level == AreaLevel::Subdistrict) {
        const bool other = std::any_of(areas_.begin(), areas_.end(), [&](const auto& entry) {
            return entry.second.begin()->second.level == AreaLevel::Subdistrict &&
                   entry.first != version.code;
        });
        if (other) {
            file_.complain(row.number, kLevel, row.text(kLevel), "街道只能有一个",
                           "每个库一个街道");
        }
        return !other;
    }
    if (!row.cells[kParent] && version.parent) {
        return true;
    }
    const auto parent = areas_.find(row.text(kParent));
    const auto above = static_cast<AreaLevel>(static_cast<int>(version.level) - 1);
    if (parent == areas_.end() || parent->second.begin()->second.level != above) {
        file_.complain(row.number, kParent, row.text(kParent),
                       fmt::format("{}的上级不对", model::level_title(version.level)),
                       fmt::format("一个{}的代码", model::level_title(above)));
        return false;
    }
    version.parent = parent->second.begin()->second.id;
    return true;
}

void AreaPlanner::plan_unit(const AreaRow& row) {
    const auto known = units_.find(row.code());
    model::Unit unit = known == units_.end() ? model::Unit{{}, row.code(), ""} : known->second;
    if (known != units_.end() && unit.name == row.text(kName)) {
        ++plan_.outcome.same;
        return;
    }
    // With a date: so called from that day on. Without one: a correction of the name.
    model::rename_unit(unit, row.text(kName), row.from);
    unit.id = known == units_.end() ? UnitId{new_id_("unit")} : unit.id;
    ++plan_.outcome.units;
    plan_.units.push_back(unit);
    units_[unit.code] = unit;
}

}  // namespace taizhang::service
