// SPDX-License-Identifier: Apache-2.0
// Where things happen: subdistrict, communities, grid cells. Boundaries, parents and staff are
// dated; a past date sees the areas as they were then. A grid cell belongs to exactly one community
// (as DB6101/T 3185-2024 has it).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"
#include "base/read_once.hpp"
#include "base/result.hpp"
#include "model/areas/boundary.hpp"

namespace taizhang::model {

enum class AreaLevel { Subdistrict = 1, Community = 2, GridCell = 3 };

std::string_view level_title(AreaLevel level);  // 街道, 社区, 网格
std::optional<AreaLevel> parse_level(std::string_view text);

// What held for one area from one day on, until its next version begins.
struct AreaVersion {
    AreaId id;
    std::string code;
    AreaLevel level = AreaLevel::GridCell;
    Date valid_from;
    std::optional<Date> abolished_on;  // first day on which the area is no more
    std::string name;
    AreaId parent;  // 0 for the subdistrict
    std::string person_in_charge;
    std::string boundary;  // to_wkt() of a model::Boundary, or empty

    bool operator==(const AreaVersion&) const = default;
};

// Where a point is. Without `area`: outside of all boundaries or, where not even `bounded`, on a
// day on which no cell and no community has a boundary.
struct Located {
    AreaId area;
    bool bounded = false;
};

class AreaLocator;

// Immutable; threads may share it.
class AreaTree {
  public:
    // Versions in any order. The first area of level subdistrict is the root.
    explicit AreaTree(std::vector<AreaVersion> versions);

    AreaId root() const { return root_; }
    bool empty() const { return areas_.empty(); }

    // The version that holds on the day; before the first version, the first.
    const AreaVersion* at(AreaId area, Date date) const;
    const AreaVersion* latest(AreaId area) const;
    // All of them, by day; none for an area that is not known.
    const std::vector<AreaVersion>& versions(AreaId area) const;

    // The area itself, then its parents up to the root, as they were on the day.
    const std::vector<AreaId>& chain(AreaId area, Date date) const;
    // Days between two changes of any area are one span: chain() is the same for all of them.
    std::size_t span_of(Date date) const;
    bool is_within(AreaId area, AreaId ancestor, Date date) const;

    std::vector<AreaId> children(AreaId area, Date date) const;
    // Every area that was ever within it, itself included.
    std::vector<AreaId> ever_within(AreaId area) const;
    std::vector<AreaId> all() const;

    // The first question that is not answered by a code gathers the names.
    // By code, name (石桥社区), or full name (石桥社区第三网格). An error names the candidates when
    // more than one area answers to the name, and the nearest names when none does.
    Result<AreaId> find(std::string_view code_or_name) const;

    // 石桥社区第三网格; the subdistrict's name is left out.
    std::string full_name(AreaId area, Date date) const;

    // Versions that have begun, of areas that are not abolished. Other than at(), an area that has
    // not begun yet is not there: its ground may still be another's.
    std::vector<const AreaVersion*> in_force(Date date) const;
    // Days on which any boundary begins, changes or ends, ascending.
    std::vector<Date> boundary_changes() const;

    // The grid cell or, where no cell has it, the community whose boundary of the day covers the
    // point. The first question about a day's boundaries builds their index. Corrupt when a stored
    // boundary cannot be read.
    Result<Located> locate(GeoPoint point, Date date) const;

  private:
    struct Entry {
        std::vector<AreaVersion> versions;        // by valid_from
        std::vector<std::vector<AreaId>> chains;  // parallel to change dates
    };

    using Names = std::unordered_multimap<std::string, AreaId>;
    const Entry* entry(AreaId area) const;
    const Names& names() const;
    void build_chains();

    AreaId root_;
    std::map<AreaId, Entry> areas_;
    std::vector<Date> changes_;  // days on which any version begins, ascending
    std::shared_ptr<ReadOnce<Names>> names_ = std::make_shared<ReadOnce<Names>>();
    std::unordered_map<std::string, AreaId> codes_;
    std::shared_ptr<AreaLocator> locator_;
};

}  // namespace taizhang::model
