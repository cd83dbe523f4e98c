// SPDX-License-Identifier: Apache-2.0
#include "service/records/foreseen_values.hpp"

#include <algorithm>
#include <limits>

#include "base/limits.hpp"
#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"

namespace taizhang::service {
namespace {

constexpr std::int64_t kFirstNewId = std::numeric_limits<std::int64_t>::max() / 2;

}  // namespace

using model::LedgerRecord;

ForeseenValues::ForeseenValues(const Definitions& definitions,
                               const model::LedgerDefinition& ledger)
    : ledger_(ledger), next_new_id_(kFirstNewId) {
    for (const auto& indicator : definitions.catalog.pack.indicators) {
        if (indicator.ledger == ledger.name && !indicator.is_additive()) {
            values_.push_back({&indicator, {}, {}});
        }
    }
}

void ForeseenValues::add(const LedgerRecord* before, const LedgerRecord& after) {
    if (values_.empty() || overflowed_) {
        return;
    }
    LedgerRecord record = after;
    if (before == nullptr) {
        record.id = RecordId{next_new_id_++};
    } else {
        replaced_.insert(before->id.value);
    }
    for (auto& values : values_) {
        add_to(values, record);
    }
    if (held_ + replaced_.size() > limits::kPreviewValuesMax) {
        overflowed_ = true;
        values_.clear();
        replaced_.clear();
    }
}

void ForeseenValues::add_to(Values& values, const LedgerRecord& record) {
    const auto& indicator = *values.indicator;
    const auto& value = record.values[*indicator.field];
    if (model::is_missing(value) || !rollup::counts_in(indicator, record)) {
        return;
    }
    const Date day = record.happened_on(ledger_);
    if (indicator.measure == model::Measure::Distinct) {
        auto& counts = values.counts[day];
        const auto text = model::stored_text(value, ledger_.fields[*indicator.field]);
        held_ += ++counts[text] == 1 ? 1 : 0;
        return;
    }
    const std::pair own(record.id, rollup::units_of(value));
    const auto [latest, added] = values.latest_units.emplace(day, own);
    held_ += added ? 1 : 0;
    latest->second = std::max(latest->second, own);
}

void ForeseenValues::tally(const model::IndicatorDefinition& indicator, const Period& span,
                           RecordTally& tally) const {
    for (const auto& values : values_) {
        if (values.indicator != &indicator) {
            continue;
        }
        for (const auto& [day, counts] : values.counts) {
            for (const auto& [text, count] : counts) {
                if (span.contains(day)) {
                    tally.add_distinct(text, count);
                }
            }
        }
        for (const auto& [day, latest] : values.latest_units) {
            if (span.contains(day)) {
                tally.add_last({day, latest.first}, latest.second);
            }
        }
    }
}

}  // namespace taizhang::service
