// SPDX-License-Identifier: Apache-2.0
// From what a file says and what is stored to the versions that will be written. Pure: nothing is
// written here.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/areas/unit.hpp"
#include "service/areas/area_rows.hpp"
#include "service/areas/import_areas.hpp"

namespace taizhang::service {

// The next id of a series, "area" or "unit".
using NewId = std::function<std::int64_t(const std::string& series)>;

struct AreaPlan {
    std::vector<model::AreaVersion> versions;
    std::vector<model::Unit> units;
    AreasOutcome outcome;        // its counts
    bool moved = false;          // a known area came under another parent
    std::set<AreaId> reshaped;   // areas with a new boundary
    std::set<Date> reshaped_on;  // days from which the new boundaries hold
};

class AreaPlanner {
  public:
    AreaPlanner(const std::vector<model::AreaVersion>& areas, const std::vector<model::Unit>& units,
                AreaFile& file, NewId new_id);

    // Mistakes are in the file's errors.
    AreaPlan run();

  private:
    using Versions = std::map<Date, model::AreaVersion>;

    void plan(const AreaRow& row);
    void plan_unit(const AreaRow& row);
    void plan_new(const AreaRow& row);
    void plan_known(const AreaRow& row, Versions& known);
    bool find_parent(const AreaRow& row, model::AreaVersion& version);
    bool may_reshape(const AreaRow& row, const model::AreaVersion& before);
    void carry_boundary(const model::AreaVersion& before, const model::AreaVersion& version,
                        const AreaRow& row, Versions& known);
    void put(const model::AreaVersion& version, const std::string& boundary_before);
    std::optional<model::AreaLevel> level_of(const AreaRow& row) const;

    AreaFile& file_;
    NewId new_id_;
    std::map<std::string, Versions> areas_;  // by code
    std::map<std::string, model::Unit> units_;
    AreaPlan plan_;
};

}  // namespace taizhang::service
