// SPDX-License-Identifier: Apache-2.0
#include "service/verify/recount.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/limits.hpp"
#include "model/reporting/rollup_sums.hpp"
#include "rollup/contribution.hpp"

namespace taizhang::service {
namespace {

using model::RollupCell;
using model::RollupMonth;

RollupMonth nothing_of(const RollupMonth& row) {
    return {row.indicator, row.area, row.month, {}, {}};
}

// Walks the stored rows of a month and the recounted ones, an indicator at a time, in their common
// order.
class MonthComparer {
  public:
    MonthComparer(const Definitions& definitions, const model::RollupSums& recount,
                  VerifyOutcome& outcome)
        : definitions_(definitions), recount_(recount), outcome_(outcome) {}

    void start(IndicatorId indicator) {
        finish();
        indicator_ = indicator;
        counted_ = recount_.months(indicator);
    }

    void take(const RollupMonth& stored) {
        for (; next_ < counted_.size() && counted_[next_].area < stored.area; ++next_) {
            complain(nothing_of(counted_[next_]), counted_[next_]);
        }
        const bool both = next_ < counted_.size() && counted_[next_].area == stored.area;
        const RollupMonth right = both ? counted_[next_++] : nothing_of(stored);
        if (stored != right) {
            complain(stored, right);
        }
    }

    void finish() {
        for (; next_ < counted_.size(); ++next_) {
            complain(nothing_of(counted_[next_]), counted_[next_]);
        }
        counted_.clear();
        next_ = 0;
    }

  private:
    void complain(const RollupMonth& stored, const RollupMonth& right) {
        const auto& ids = definitions_.catalog.indicator_ids;
        const auto known = std::find_if(
            ids.begin(), ids.end(), [&](const auto& entry) { return entry.second == indicator_; });
        const std::string name =
            known == ids.end() ? fmt::format("{}", indicator_.value) : known->first;
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
    std::vector<RollupMonth> counted_;  // of the indicator
    std::size_t next_ = 0;
};

// The period of a stored month; nothing where that is none.
std::optional<Period> period_of(Bucket month) {
    const auto period = parse_period(fmt::format("{:04}-{:02}", month / 100, month % 100));
    return period ? std::optional(*period) : std::nullopt;
}

}  // namespace

Recount::Recount(store::ReadTx& tx, const Definitions& definitions, const RetiredLedgers& retired,
                 VerifyOutcome& outcome)
    : tx_(tx), definitions_(definitions), outcome_(outcome), sketch_(random_bits()) {
    for (const LedgerId id : retired.ids) {
        retired_.insert(model::filing_indicator(id));
    }
    for (const auto& [name, id] : definitions.catalog.indicator_ids) {
        known_.insert(id);
    }
}

void Recount::compare(Progress& progress) {
    tx_.scan_rollups([&](const RollupMonth& stored) {
        ++outcome_.rollups;
        const bool counted = stored.indicator.value < 0 ? !retired_.contains(stored.indicator)
                                                        : known_.contains(stored.indicator);
        if (counted) {
            sketch_.subtract(stored);
        }
    });
    std::map<Bucket, std::set<RollupCell>> months;
    for (const auto& cell : sketch_.differing()) {
        months[cell.month].insert(cell);
    }
    for (const auto& [month, cells] : months) {
        if (!progress.go_on() || outcome_.findings.size() >= limits::kVerifyFindingsMax) {
            break;
        }
        const std::size_t before = outcome_.findings.size();
        compare_month(month, cells);
        if (outcome_.findings.size() == before) {
            note_finding(outcome_, fmt::format("汇总 {} 与条目不符", month));
        }
    }
}

void Recount::compare_month(Bucket month, const std::set<RollupCell>& cells) {
    model::RollupSums sums;
    for (const auto& ledger : definitions_.catalog.pack.ledgers) {
        const rollup::LedgerRollup rollup(definitions_.catalog, ledger);
        const auto period = period_of(month);
        const bool named = std::any_of(rollup.ids().begin(), rollup.ids().end(), [&](auto id) {
            return cells.contains({id, month});
        });
        if (!named || !period) {
            continue;
        }
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &model::kEverything;
        query.period = *period;
        query.fields = rollup.fields();
        model::RollupDeltas deltas;
        tx_.scan_records(query, [&](const model::LedgerRecord& record) {
            deltas.clear();
            rollup.append(record, definitions_.areas, 1, deltas);
            deltas.visit([&](const auto& delta) { sums.add(delta); });
            return true;
        });
    }
    MonthComparer comparer(definitions_, sums, outcome_);
    auto cell = cells.begin();
    // Indicators of which nothing is stored come between those of which something is.
    const auto start_until = [&](IndicatorId indicator) {
        for (; cell != cells.end() && cell->indicator <= indicator; ++cell) {
            comparer.start(cell->indicator);
        }
    };
    tx_.scan_rollups([&](const RollupMonth& stored) {
        if (stored.month == month && cells.contains({stored.indicator, month})) {
            start_until(stored.indicator);
            comparer.take(stored);
        }
    });
    start_until(IndicatorId{INT64_MAX});
    comparer.finish();
}

}  // namespace taizhang::service
