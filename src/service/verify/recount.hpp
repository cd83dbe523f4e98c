// SPDX-License-Identifier: Apache-2.0
// Whether the stored roll-ups are those that the records give. All are compared by a sketch; the
// months in which they differ are then counted again, exactly, to say where and by how much.
#pragma once

#include <set>
#include <vector>

#include "model/reporting/rollup_sketch.hpp"
#include "service/verify/checks.hpp"
#include "service/verify/traced_ledgers.hpp"

namespace taizhang::service {

class Recount {
  public:
    Recount(store::ReadTx& tx, const Definitions& definitions, const RetiredLedgers& retired,
            VerifyOutcome& outcome);

    void add(const model::RollupDelta& delta) { sketch_.add(delta); }

    // When every record has been added.
    void compare(Progress& progress);

  private:
    void compare_month(Bucket month, const std::set<model::RollupCell>& cells);

    store::ReadTx& tx_;
    const Definitions& definitions_;
    VerifyOutcome& outcome_;
    model::RollupSketch sketch_;
    std::set<IndicatorId> retired_;  // stay as they were
    std::set<IndicatorId> known_;
};

}  // namespace taizhang::service
