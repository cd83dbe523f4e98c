// SPDX-License-Identifier: Apache-2.0
#include "service/records/area_from_point.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace taizhang::service {

using model::is_missing;

namespace {

std::optional<std::size_t> filled_point(const model::LedgerDefinition& ledger,
                                        const std::vector<model::Value>& values) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (ledger.fields[i].type == model::FieldType::Point && !is_missing(values[i])) {
            return i;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Error> area_from_point(const Definitions& definitions,
                                     const model::LedgerDefinition& ledger,
                                     std::vector<model::Value>& values) {
    if (!ledger.area || !is_missing(values[*ledger.area]) ||
        is_missing(values[ledger.happened_on])) {
        return std::nullopt;
    }
    const auto at = filled_point(ledger, values);
    if (!at) {
        return std::nullopt;
    }
    const auto& text = std::get<std::string>(values[*at]);
    const Date day = std::get<Date>(values[ledger.happened_on]);
    const auto told = [&](Error error) {
        if (!error.place) {
            error.place.emplace();
        }
        error.place->column = ledger.fields[*at].name;
        return error;
    };
    const auto point = model::parse_point_text(text);
    if (!point) {
        return told(point.error());
    }
    const auto located = definitions.areas.locate(*point, day);
    if (!located) {
        return told(located.error());
    }
    if (located->area) {
        values[*ledger.area] = located->area.value;
        return std::nullopt;
    }
    if (!located->bounded) {
        return std::nullopt;
    }
    const auto& title = ledger.fields[*ledger.area].title.zh;
    return told(Error{
        ErrorCode::InvalidInput,
        fmt::format("这个点不在{}的任何社区、网格的边界内，定不出{}", format_date_zh(day), title),
        "point outside of all areas",
        SourcePlace{"", "", 0, "", text, "边界内的经纬度，或填写" + title}});
}

}  // namespace taizhang::service
