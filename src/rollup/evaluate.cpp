// SPDX-License-Identifier: Apache-2.0
#include "rollup/evaluate.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::rollup {

using namespace model;

namespace {

int result_scale(const Catalog& catalog, const IndicatorDefinition& indicator) {
    if (indicator.measure != Measure::Sum && indicator.measure != Measure::Last) {
        return 0;
    }
    const auto* ledger = catalog.pack.ledger(indicator.ledger);
    return scale_of(ledger->fields[*indicator.field]);
}

// numerator / denominator × factor at kRatioScale, half away from zero.
ExactNumber divide(const ExactNumber& numerator, const ExactNumber& denominator, int factor) {
    __extension__ using Wide = __int128;
    Wide top = Wide{numerator.units} * factor * power_of_ten(kRatioScale) *
               power_of_ten(denominator.scale);
    Wide bottom = Wide{denominator.units} * power_of_ten(numerator.scale);
    if (bottom < 0) {
        top = -top;
        bottom = -bottom;
    }
    const Wide half = top < 0 ? -bottom / 2 : bottom / 2;
    return ExactNumber{static_cast<std::int64_t>((top + half) / bottom), kRatioScale};
}

Result<IndicatorValue> evaluate_ratio(const Catalog& catalog, const IndicatorDefinition& indicator,
                                      AreaId area, const Period& period, TotalsSource& source) {
    IndicatorValue parts[2];
    const std::string* names[2] = {&indicator.numerator, &indicator.denominator};
    for (std::size_t i = 0; i < 2; ++i) {
        parts[i] =
            TZ_TRY(evaluate(catalog, *catalog.pack.indicator(*names[i]), area, period, source));
    }
    IndicatorValue value;
    for (std::size_t i = 0; i < 2; ++i) {
        if (!parts[i].number) {
            value.missing = fmt::format("{}：{}", catalog.pack.indicator(*names[i])->title.zh,
                                        parts[i].missing);
            return value;
        }
    }
    value.numerator = parts[0].number;
    value.denominator = parts[1].number;
    value.records = parts[1].records;
    if (value.denominator->units == 0) {
        value.missing = "分母为 0";
        return value;
    }
    value.number =
        divide(*value.numerator, *value.denominator, indicator.is_percentage() ? 100 : 1);
    return value;
}

}  // namespace

Period span_of(const IndicatorDefinition& indicator, const Period& period) {
    if (indicator.span == Span::Period && indicator.measure != Measure::Last) {
        return period;
    }
    return Period{Date::from_civil(1900, 1, 1), period.to};
}

Result<IndicatorValue> evaluate(const Catalog& catalog, const IndicatorDefinition& indicator,
                                AreaId area, const Period& period, TotalsSource& source) {
    if (indicator.measure == Measure::Ratio) {
        return evaluate_ratio(catalog, indicator, area, period, source);
    }
    const Period span = span_of(indicator, period);
    const RollupTotals totals = indicator.is_additive()
                                    ? TZ_TRY(source.totals(catalog.id_of(indicator), area, span))
                                    : TZ_TRY(source.from_records(indicator, area, span));
    IndicatorValue value;
    value.records = totals.count;
    if (totals.count == 0) {
        const LedgerId ledger = catalog.ledger_ids.find(indicator.ledger)->second;
        const RollupTotals filed = TZ_TRY(source.totals(filing_indicator(ledger), area, span));
        const bool zero = filed.count > 0 || TZ_TRY(source.zero_reported(ledger, area, period));
        if (!zero || indicator.measure == Measure::Last) {
            value.missing = fmt::format("台账“{}”本期没有条目，也没有零报告",
                                        catalog.pack.ledger(indicator.ledger)->title.zh);
            return value;
        }
    }
    const std::int64_t units = indicator.measure == Measure::Count ? totals.count : totals.sum;
    value.number = ExactNumber{units, result_scale(catalog, indicator)};
    return value;
}

std::string value_text(const ExactNumber& number) {
    return format_scaled(number.units, number.scale);
}

std::string printed_text(const IndicatorDefinition& indicator, const IndicatorValue& value) {
    if (!value.number) {
        return "缺";
    }
    if (value.number->units == 0 && !indicator.zero_phrase.empty()) {
        return indicator.zero_phrase;
    }
    const std::string number = print_number(*value.number, indicator.format, indicator.unit).text;
    if (!indicator.phrase.empty()) {
        return replaced(indicator.phrase, "{}", number);
    }
    return number + indicator.unit;
}

}  // namespace taizhang::rollup
