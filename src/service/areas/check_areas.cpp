// SPDX-License-Identifier: Apache-2.0
#include "service/areas/check_areas.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "model/areas/area_locator.hpp"
#include "model/areas/boundary_check.hpp"

namespace taizhang::service {

using model::AreaLevel;
using model::AreaVersion;
using model::Boundary;

namespace {

// All areas of one day.
class DayCheck {
  public:
    DayCheck(const model::AreaTree& tree, Date day, const AreaPlan& plan, const AreaFile& file,
             AreasOutcome& outcome)
        : day_(day), plan_(plan), file_(file), outcome_(outcome) {
        for (const AreaVersion* version : tree.in_force(day)) {
            areas_[version->id] = {version, {}, {}};
        }
        for (auto& [id, area] : areas_) {
            if (const auto parent = areas_.find(area.version->parent); parent != areas_.end()) {
                parent->second.children.push_back(id);
            }
        }
    }

    Result<void> read() {
        for (auto& [id, area] : areas_) {
            area.boundary = TZ_TRY(model::stored_boundary(*area.version));
        }
        return {};
    }

    Result<void> find_overlaps(std::set<std::pair<AreaId, AreaId>>& told) {
        for (const auto level :
             {AreaLevel::Subdistrict, AreaLevel::Community, AreaLevel::GridCell}) {
            std::vector<model::BoundedArea> same_level;
            for (const auto& [id, area] : areas_) {
                if (area.version->level == level && !area.boundary.empty()) {
                    same_level.push_back({id, &area.boundary});
                }
            }
            TZ_TRY(model::AreaIndex::create(same_level));  // refuses what is too far apart
            const auto overlaps = TZ_TRY(model::find_overlaps(
                same_level, [&](AreaId id) { return plan_.reshaped.contains(id); }));
            for (const auto& overlap : overlaps) {
                if (told.emplace(overlap.first, overlap.second).second) {
                    tell_overlap(overlap);
                }
            }
        }
        return {};
    }

    Result<void> find_gaps() {
        for (const auto& [id, area] : areas_) {
            const bool top = area.version->level == AreaLevel::Subdistrict;
            if (area.children.empty() || !concerns(id, top) || (area.boundary.empty() && !top)) {
                continue;
            }
            std::vector<const Boundary*> parts;
            const auto missing = add_parts(id, parts);
            if (parts.empty()) {
                continue;
            }
            if (missing > 0) {
                warn(fmt::format("“{}”还有 {} 个下级没有边界，没有查缝隙", area.version->name,
                                 missing));
                continue;
            }
            const auto report = TZ_TRY(
                model::compare_cover(area.boundary.empty() ? nullptr : &area.boundary, parts));
            for (const auto& gap : report.gaps) {
                warn(fmt::format("“{}”内有约 {:.0f} 平方米不在任何下级的边界里，在 {} 附近",
                                 area.version->name, gap.square_metres,
                                 model::point_text(gap.place)));
            }
            for (const auto& part : report.outside) {
                warn(fmt::format("“{}”的下级有约 {:.0f} 平方米超出它的边界，在 {} 附近",
                                 area.version->name, part.square_metres,
                                 model::point_text(part.place)));
            }
        }
        return {};
    }

  private:
    struct Area {
        const AreaVersion* version = nullptr;
        Boundary boundary;
        std::vector<AreaId> children;
    };

    // Whether the plan changed its boundary or one below it.
    bool concerns(AreaId id, bool everything) const {
        const auto& children = areas_.at(id).children;
        return everything || plan_.reshaped.contains(id) ||
               std::any_of(children.begin(), children.end(),
                           [&](AreaId child) { return plan_.reshaped.contains(child); });
    }

    // The boundaries that make up an area: those of its children or, where one has none, of the
    // children's children. Returns how many have none either.
    std::size_t add_parts(AreaId id, std::vector<const Boundary*>& parts) const {
        std::size_t missing = 0;
        for (const AreaId child : areas_.at(id).children) {
            const Area& area = areas_.at(child);
            if (!area.boundary.empty()) {
                parts.push_back(&area.boundary);
            } else {
                missing += area.children.empty() ? 1 : add_parts(child, parts);
            }
        }
        return missing;
    }

    std::string named(AreaId id) const {
        const AreaVersion& version = *areas_.at(id).version;
        return fmt::format("{}“{}”（{}）", model::level_title(version.level), version.name,
                           version.code);
    }

    void tell_overlap(const model::Overlap& overlap) {
        if (outcome_.errors.size() >= limits::kAreaErrorsMax) {
            return;
        }
        const std::string from =
            day_ > *plan_.reshaped_on.begin() ? "，自 " + format_date(day_) + " 起" : "";
        outcome_.errors.push_back(
            Error{ErrorCode::InvalidInput,
                  fmt::format("{}与{}重叠约 {:.0f} 平方米{}", named(overlap.first),
                              named(overlap.second), overlap.square_metres, from),
                  "areas overlap",
                  SourcePlace{file_.file, "", 0, "", model::point_text(overlap.place),
                              "同级区域只有公共的边线；改好其中一个"}});
    }

    void warn(std::string text) {
        if (outcome_.warnings.size() < limits::kAreaErrorsMax) {
            outcome_.warnings.push_back(std::move(text));
        }
    }

    Date day_;
    const AreaPlan& plan_;
    const AreaFile& file_;
    AreasOutcome& outcome_;
    std::map<AreaId, Area> areas_;
};

}  // namespace

Result<void> check_boundaries(const model::AreaTree& tree, const AreaPlan& plan,
                              const AreaFile& file, AreasOutcome& outcome) {
    if (plan.reshaped.empty()) {
        return {};
    }
    std::set<std::pair<AreaId, AreaId>> told;
    const auto changes = tree.boundary_changes();
    for (auto day = std::lower_bound(changes.begin(), changes.end(), *plan.reshaped_on.begin());
         day != changes.end(); ++day) {
        DayCheck check(tree, *day, plan, file, outcome);
        TZ_TRY(check.read());
        TZ_TRY(check.find_overlaps(told));
        // Gaps are told once, as of the last day that the file is about.
        if (outcome.errors.empty() && *day == *plan.reshaped_on.rbegin()) {
            TZ_TRY(check.find_gaps());
        }
    }
    return {};
}

}  // namespace taizhang::service
