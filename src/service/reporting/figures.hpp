// SPDX-License-Identifier: Apache-2.0
// The figures of a period and the records behind each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rollup/evaluate.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct FigureRow {
    const model::IndicatorDefinition* indicator = nullptr;  // lives as long as `definitions`
    rollup::IndicatorValue value;
    std::string printed;
    rollup::IndicatorValue previous;  // the period before
    rollup::IndicatorValue year_before;
};

struct Figures {
    std::shared_ptr<const Definitions> definitions;
    Period period;
    AreaId area;
    std::vector<FigureRow> rows;  // in the pack's order
};

struct FiguresQuery {
    Period period;
    std::string area;                     // empty: the whole office
    std::vector<std::string> indicators;  // empty: all
};

Result<Figures> read_figures(const Session& session, const FiguresQuery& query);

struct TracedRecord {
    std::string number;
    Date happened_on;
    std::string area;
    std::string part;            // of a ratio: numerator or denominator
    std::string amount_counted;  // 1 of a count, 500.00 of a sum
};

struct Trace {
    std::shared_ptr<const Definitions> definitions;
    FigureRow figure;
    Period period;
    AreaId area;
    std::vector<TracedRecord> records;
};

Result<Trace> trace_figure(const Session& session, const std::string& indicator,
                           const Period& period, const std::string& area);

// What one record adds, as text in the indicator's own scale.
std::string counted_text(const model::IndicatorDefinition& indicator,
                         const model::LedgerDefinition& ledger, const model::LedgerRecord& record);

}  // namespace taizhang::service
