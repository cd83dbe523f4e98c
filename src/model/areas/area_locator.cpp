// SPDX-License-Identifier: Apache-2.0
#include "model/areas/area_locator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <list>

namespace taizhang::model {
namespace {

// Enough for the years that one import is about; beyond it, the indexes are built anew.
constexpr std::size_t kIndexesKeptMax = 8;

}  // namespace

Result<Boundary> stored_boundary(const AreaVersion& version) {
    if (version.boundary.empty()) {
        return Boundary{};
    }
    auto boundary = parse_wkt(version.boundary);
    if (!boundary) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("库里“{}”（{}）的边界读不出来，请重新导入：{}", version.name,
                                version.code, boundary.error().message),
                    "stored boundary cannot be read");
    }
    return boundary;
}

Result<Located> AreaLocator::find(const AreaTree& tree, GeoPoint point, Date date) {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), date);
    if (after == changes_.begin()) {
        return Located{};
    }
    const LevelsPtr levels = TZ_TRY(levels_on(tree, *std::prev(after)));
    if (levels->cells.empty() && levels->communities.empty()) {
        return Located{};
    }
    const AreaId cell = levels->cells.find(point);
    return Located{cell ? cell : levels->communities.find(point), true};
}

Result<AreaLocator::LevelsPtr> AreaLocator::levels_on(const AreaTree& tree, Date change) {
    const std::lock_guard lock(mutex_);
    if (const auto found = built_.find(change); found != built_.end()) {
        return found->second;
    }
    auto levels = build(tree, change);
    if (levels) {
        if (built_.size() >= kIndexesKeptMax) {
            built_.clear();
        }
        built_.emplace(change, *levels);
    }
    return levels;
}

Result<AreaLocator::LevelsPtr> AreaLocator::build(const AreaTree& tree, Date change) {
    std::list<Boundary> boundaries;  // the index needs them only while it is built
    std::vector<BoundedArea> cells;
    std::vector<BoundedArea> communities;
    for (const AreaVersion* version : tree.in_force(change)) {
        if (version->boundary.empty() || version->level == AreaLevel::Subdistrict) {
            continue;
        }
        boundaries.push_back(TZ_TRY(stored_boundary(*version)));
        (version->level == AreaLevel::GridCell ? cells : communities)
            .push_back({version->id, &boundaries.back()});
    }
    auto cell_index = TZ_TRY(AreaIndex::create(std::move(cells)));
    auto community_index = TZ_TRY(AreaIndex::create(std::move(communities)));
    return std::make_shared<const Levels>(
        Levels{std::move(cell_index), std::move(community_index)});
}

}  // namespace taizhang::model
