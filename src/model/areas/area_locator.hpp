// SPDX-License-Identifier: Apache-2.0
// The indexes behind AreaTree::locate(): one for each span of days with the same boundaries, built
// when first asked for. Threads may share it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "model/areas/area.hpp"
#include "model/areas/area_index.hpp"

namespace taizhang::model {

// The boundary of a version, empty where it has none. Corrupt when it cannot be read.
Result<Boundary> stored_boundary(const AreaVersion& version);

class AreaLocator {
  public:
    explicit AreaLocator(std::vector<Date> changes) : changes_(std::move(changes)) {}

    // Always of the tree whose changes these are.
    Result<Located> find(const AreaTree& tree, GeoPoint point, Date date);

  private:
    struct Levels {
        AreaIndex cells;
        AreaIndex communities;
    };
    using LevelsPtr = std::shared_ptr<const Levels>;

    Result<LevelsPtr> levels_on(const AreaTree& tree, Date change);
    static Result<LevelsPtr> build(const AreaTree& tree, Date change);

    std::vector<Date> changes_;  // ascending
    std::mutex mutex_;
    std::map<Date, LevelsPtr> built_;
};

}  // namespace taizhang::model
