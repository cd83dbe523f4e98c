// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/indicator_definition.hpp"

#include <fmt/format.h>

#include "model/pack/pack.hpp"

namespace taizhang::model {

std::string definition_sentence(const IndicatorDefinition& indicator, const Pack& pack) {
    if (indicator.measure == Measure::Ratio) {
        return fmt::format("{}÷{}", pack.indicator(indicator.numerator)->title.zh,
                           pack.indicator(indicator.denominator)->title.zh);
    }
    const auto* ledger = pack.ledger(indicator.ledger);
    std::string rows = fmt::format("台账“{}”的条目", ledger->title.zh);
    if (indicator.where) {
        rows += fmt::format("中{}的", indicator.where->in_words(*ledger));
    }
    const std::string field =
        indicator.field ? ledger->fields[*indicator.field].title.zh : std::string();
    std::string measure;
    switch (indicator.measure) {
        case Measure::Sum:
            measure = fmt::format("“{}”之和", field);
            break;
        case Measure::Distinct:
            measure = fmt::format("不同“{}”的个数", field);
            break;
        case Measure::Last:
            measure = fmt::format("最近一条的“{}”", field);
            break;
        default:
            measure = "条数";
            break;
    }
    const std::string span = indicator.span == Span::ToDate ? "截至期末，" : "";
    return fmt::format("{}{}，{}，按“{}”计期，不含作废", span, rows, measure,
                       ledger->fields[ledger->happened_on].title.zh);
}

}  // namespace taizhang::model
