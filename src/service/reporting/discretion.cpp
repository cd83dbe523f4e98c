// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/discretion.hpp"

#include <algorithm>

namespace taizhang::service {

using model::IndicatorDefinition;
using model::Measure;

namespace {

std::optional<access::Grant> grant_of(const Session& session, access::Permission permission) {
    auto grant = access::authorize(session.principal, permission);
    return grant ? std::optional(std::move(*grant)) : std::nullopt;
}

std::vector<std::size_t> used_fields(const IndicatorDefinition& indicator) {
    auto fields = indicator.where ? indicator.where->fields() : std::vector<std::size_t>();
    if (indicator.field) {
        fields.push_back(*indicator.field);
    }
    return fields;
}

bool is_few(std::int64_t count, std::int64_t min) {
    return count > 0 && count < min;
}

}  // namespace

Discretion::Discretion(const Session& session, const access::Grant& figures,
                       const Definitions& definitions, rollup::TotalsSource& totals)
    : figures_(figures),
      definitions_(definitions),
      totals_(totals),
      rows_(grant_of(session, access::Permission::ReadRecords)),
      find_(grant_of(session, access::Permission::FindPersonal)),
      everything_(rows_ && find_ && rows_->everything() && find_->everything()) {}

bool Discretion::reaches(const IndicatorDefinition& indicator, AreaId area) const {
    if (figures_.everything()) {
        return true;
    }
    const auto& pack = definitions_.catalog.pack;
    if (indicator.measure == Measure::Ratio) {
        return reaches(*pack.indicator(indicator.numerator), area) &&
               reaches(*pack.indicator(indicator.denominator), area);
    }
    const auto rows = figures_.rows(*pack.ledger(indicator.ledger));
    return rows.everything || std::any_of(rows.parts.begin(), rows.parts.end(),
                                          [&](const auto& part) { return part.holds(area); });
}

// A figure over a field that stays masked for him would tell what stands there.
bool Discretion::knows_rows(const IndicatorDefinition& indicator, AreaId area) const {
    const auto& ledger = *definitions_.catalog.pack.ledger(indicator.ledger);
    if (!rows_) {
        return false;
    }
    const auto seen = rows_->rows(ledger);
    const auto counted = figures_.rows(ledger);
    // Of one unit's figures one unit's rows.
    const bool all = seen.holds_all_of(area) || (!counted.holds_all_of(area) && seen == counted);
    const auto fields = used_fields(indicator);
    return all && std::all_of(fields.begin(), fields.end(), [&](std::size_t field) {
               const auto& definition = ledger.fields[field];
               return definition.sensitive == model::Sensitivity::None ||
                      (find_ && find_->sees_wherever(*rows_, ledger, definition));
           });
}

bool Discretion::shows_rows(const IndicatorDefinition& indicator, AreaId area) const {
    if (everything_) {
        return true;
    }
    const auto& pack = definitions_.catalog.pack;
    if (indicator.measure == Measure::Ratio) {
        return shows_rows(*pack.indicator(indicator.numerator), area) &&
               shows_rows(*pack.indicator(indicator.denominator), area);
    }
    return knows_rows(indicator, area);
}

Result<bool> Discretion::is_small(const IndicatorDefinition& indicator, AreaId area,
                                  const Period& period) {
    const std::int64_t min = definitions_.catalog.pack.small_count_min;
    const auto value =
        TZ_TRY(rollup::evaluate(definitions_.catalog, indicator, area, period, totals_));
    const bool few_persons =
        indicator.measure == Measure::Distinct && value.number && is_few(value.number->units, min);
    // The latest value is one record's own.
    const bool single = indicator.measure == Measure::Last && value.number.has_value();
    return is_few(value.records, min) || few_persons || single;
}

// What lies directly in the whole is a part of it like the areas in it.
Result<bool> Discretion::any_part_is_small(const IndicatorDefinition& indicator, AreaId whole,
                                           const Period& period) {
    const Key key{indicator.ledger + "/" + indicator.name, whole.value, period.from.days,
                  period.to.days};
    if (const auto known = small_parts_.find(key); known != small_parts_.end()) {
        return known->second;
    }
    const auto count = [&](AreaId area) -> Result<std::int64_t> {
        return TZ_TRY(rollup::evaluate(definitions_.catalog, indicator, area, period, totals_))
            .records;
    };
    std::int64_t rest = TZ_TRY(count(whole));
    bool small = false;
    for (const AreaId part : definitions_.areas.children(whole, period.to)) {
        rest -= TZ_TRY(count(part));
        small = small || TZ_TRY(is_small(indicator, part, period));
    }
    small = small || is_few(rest, definitions_.catalog.pack.small_count_min);
    small_parts_[key] = small;
    return small;
}

Result<bool> Discretion::hides(const IndicatorDefinition& indicator, AreaId area,
                               const Period& period) {
    if (indicator.measure == Measure::Ratio) {
        const auto& pack = definitions_.catalog.pack;
        return TZ_TRY(hides(*pack.indicator(indicator.numerator), area, period)) ||
               TZ_TRY(hides(*pack.indicator(indicator.denominator), area, period));
    }
    if (knows_rows(indicator, area)) {
        return false;
    }
    if (TZ_TRY(is_small(indicator, area, period))) {
        return true;
    }
    // Where one part is hidden and the others are not, the whole less the others tells it; and so
    // on upwards.
    const auto& chain = definitions_.areas.chain(area, period.to);
    for (std::size_t above = 1; above < chain.size(); ++above) {
        if (TZ_TRY(any_part_is_small(indicator, chain[above], period))) {
            return true;
        }
    }
    return false;
}

Result<void> Discretion::apply(const IndicatorDefinition& indicator, AreaId area,
                               const Period& period, rollup::IndicatorValue& value) {
    if (everything_ || definitions_.catalog.pack.small_count_min == 0 ||
        !TZ_TRY(hides(indicator, area, period))) {
        return {};
    }
    value = {};
    value.missing = kTooFew;
    return {};
}

}  // namespace taizhang::service
