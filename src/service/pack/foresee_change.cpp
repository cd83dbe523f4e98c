// SPDX-License-Identifier: Apache-2.0
#include "service/pack/foresee_change.hpp"

#include <algorithm>
#include <set>

#include "report/template.hpp"
#include "service/pack/change_definitions.hpp"
#include "service/pack/differences.hpp"
#include "service/pack/foresee_records.hpp"

namespace taizhang::service {

using model::Measure;

namespace {

bool counts_otherwise(const DefinitionDifference& one) {
    static constexpr std::string_view kMeaning[] = {"of", "measure", "where", "span"};
    return one.difference != Difference::Changed ||
           std::any_of(one.keys.begin(), one.keys.end(), [](const auto& key) {
               return std::find(std::begin(kMeaning), std::end(kMeaning), key) !=
                      std::end(kMeaning);
           });
}

void name_figures(const ChangePlan& plan, ChangeForeseen& foreseen) {
    std::set<std::string> moved;
    for (const auto& one : foreseen.differences) {
        if (one.kind == "indicator" && counts_otherwise(one)) {
            const auto* after = plan.checked.pack.indicator(one.name);
            const bool rebuilt = after != nullptr && after->is_additive();
            foreseen.figures.push_back(
                {one.name, one.title, one.difference, rebuilt, std::nullopt, std::nullopt});
            moved.insert(one.name);
        }
    }
    // A ratio moves with its parts, and so do ratios of it.
    for (bool more = true; more;) {
        more = false;
        for (const auto& indicator : plan.checked.pack.indicators) {
            const bool hangs =
                indicator.measure == Measure::Ratio &&
                (moved.contains(indicator.numerator) || moved.contains(indicator.denominator));
            if (hangs && moved.insert(indicator.name).second) {
                more = true;
                foreseen.figures.push_back({indicator.name, indicator.title.zh, Difference::Changed,
                                            false, std::nullopt, std::nullopt});
            }
        }
    }
}

bool uses_any(const model::ReportSource& source, const model::Pack& pack,
              const std::set<std::string>& indicators) {
    model::PackProblems problems;
    const auto parsed = report::parse_template(source, pack, problems);
    for (const auto& block : parsed.blocks) {
        for (const auto& run : block.runs) {
            if (run.insert && indicators.contains(run.insert->name)) {
                return true;
            }
        }
    }
    return false;
}

void name_columns(const ChangePlan& plan, const Definitions& definitions,
                  const std::set<std::string>& ledgers, ChangeForeseen& foreseen) {
    for (const auto& [name, choices] : definitions.column_choices) {
        const auto* ledger = plan.checked.pack.ledger(name);
        for (const auto& [header, field] : choices) {
            const auto index = ledger == nullptr ? std::nullopt : ledger->field_index(field);
            if (ledgers.contains(name) && (!index || ledger->fields[*index].retired)) {
                foreseen.columns.push_back({name, header, field});
            }
        }
    }
}

void name_affected(const ChangePlan& plan, const Definitions& definitions,
                   ChangeForeseen& foreseen) {
    std::set<std::string> ledgers;
    std::set<std::string> indicators;
    for (const auto& one : foreseen.differences) {
        if (one.kind == "ledger") {
            ledgers.insert(one.name);
            foreseen.templates.push_back(one.name);
        } else if (one.kind == "indicator") {
            indicators.insert(one.name);
        }
    }
    for (const auto& figure : foreseen.figures) {
        indicators.insert(figure.indicator);
    }
    for (const auto& source : plan.checked.pack.reports) {
        if (uses_any(source, plan.checked.pack, indicators)) {
            foreseen.reports.push_back(source.name);
        }
    }
    for (const auto& map : plan.checked.pack.maps) {
        if (ledgers.contains(map.ledger)) {
            foreseen.maps.push_back(map.name);
        }
    }
    name_columns(plan, definitions, ledgers, foreseen);
}

}  // namespace

Result<ChangeForeseen> foresee_change(const Session& session, const DefinitionChange& change) {
    TZ_TRY(authorize_definitions(session));
    ChangeForeseen foreseen;
    TZ_TRY(read_defined(session,
                        [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
                            const auto plan = TZ_TRY(plan_change(tx, change));
                            foreseen.version = plan.version;
                            foreseen.errors = plan.checked.problems.errors;
                            if (foreseen.errors.empty()) {
                                foreseen.differences = TZ_TRY(differences_of(plan));
                                name_figures(plan, foreseen);
                                foresee_records(tx, session, *definitions, plan, foreseen);
                                name_affected(plan, *definitions, foreseen);
                            }
                            return {};
                        }));
    return foreseen;
}

}  // namespace taizhang::service
