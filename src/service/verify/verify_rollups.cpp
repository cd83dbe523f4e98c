// SPDX-License-Identifier: Apache-2.0
#include "service/verify/verify_rollups.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "service/verify/verify_chain.hpp"

namespace taizhang::service {
namespace {

using model::RollupMonth;

bool is_before(const RollupMonth& one, const RollupMonth& other) {
    return std::pair(one.area, one.month) < std::pair(other.area, other.month);
}

// Walks the stored rows and the recounted ones, an indicator at a time, in their common order.
class RollupVerifier {
  public:
    RollupVerifier(const Definitions& definitions, const model::RollupSums& recount,
                   VerifyOutcome& outcome)
        : definitions_(definitions), recount_(recount), outcome_(outcome) {}

    void take(const RollupMonth& stored) {
        ++outcome_.rollups;
        if (stored.indicator != indicator_) {
            finish_indicator();
            indicator_ = stored.indicator;
            visited_.push_back(indicator_);
            counted_ = recount_.months(indicator_);
        }
        for (; next_ < counted_.size() && is_before(counted_[next_], stored); ++next_) {
            complain(nothing_of(counted_[next_]), counted_[next_]);
        }
        const bool both = next_ < counted_.size() && !is_before(stored, counted_[next_]);
        const RollupMonth right = both ? counted_[next_++] : nothing_of(stored);
        if (stored != right) {
            complain(stored, right);
        }
    }

    void finish() {
        finish_indicator();
        for (const IndicatorId indicator : recount_.indicators()) {
            if (std::find(visited_.begin(), visited_.end(), indicator) == visited_.end()) {
                counted_ = recount_.months(indicator);
                finish_indicator();
            }
        }
    }

  private:
    static RollupMonth nothing_of(const RollupMonth& row) {
        return {row.indicator, row.area, row.month, {}, {}};
    }

    void finish_indicator() {
        for (; next_ < counted_.size(); ++next_) {
            complain(nothing_of(counted_[next_]), counted_[next_]);
        }
        counted_.clear();
        next_ = 0;
    }

    void complain(const RollupMonth& stored, const RollupMonth& right) {
        const IndicatorId id = right.indicator;
        const auto& ids = definitions_.catalog.indicator_ids;
        const auto known = std::find_if(ids.begin(), ids.end(),
                                        [&](const auto& entry) { return entry.second == id; });
        // Roll-ups of a retired indicator stay as they were.
        if (id.value > 0 && known == ids.end()) {
            return;
        }
        const std::string name = known == ids.end() ? fmt::format("{}", id.value) : known->first;
        const auto* area = definitions_.areas.latest(right.area);
        const bool days_alone = stored.totals == right.totals;
        note_finding(outcome_,
                     fmt::format("汇总 {} {} {}：存 {} 条合计 {}，重算 {} 条合计 {}{}", name,
                                 area == nullptr ? "?" : area->name, right.month,
                                 stored.totals.count, stored.totals.sum, right.totals.count,
                                 right.totals.sum, days_alone ? "，分到各日的不同" : ""));
    }

    const Definitions& definitions_;
    const model::RollupSums& recount_;
    VerifyOutcome& outcome_;
    IndicatorId indicator_;
    std::vector<IndicatorId> visited_;
    std::vector<RollupMonth> counted_;  // of the indicator
    std::size_t next_ = 0;
};

}  // namespace

void verify_rollups(store::ReadTx& tx, const Definitions& definitions,
                    const model::RollupSums& recount, VerifyOutcome& outcome) {
    RollupVerifier verifier(definitions, recount, outcome);
    tx.scan_rollups([&](const RollupMonth& stored) { verifier.take(stored); });
    verifier.finish();
}

}  // namespace taizhang::service
