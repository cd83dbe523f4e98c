// SPDX-License-Identifier: Apache-2.0
#include "service/pack/foresee_records.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <set>
#include <tuple>

#include "base/limits.hpp"
#include "model/records/ledger_record.hpp"
#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"
#include "service/records/record_sight.hpp"

namespace taizhang::service {

using model::IndicatorDefinition;
using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

using FieldNames = std::set<std::string>;

FieldNames broken_fields(const LedgerDefinition& ledger, const std::vector<Value>& values) {
    FieldNames names;
    for (const auto& error : model::check_values(ledger, values)) {
        names.insert(error.place->column);
    }
    return names;
}

// One indicator of the ledger as it is and as it would be; either may be missing.
struct CountedFigure {
    FigureForeseen* foreseen = nullptr;
    const IndicatorDefinition* before = nullptr;
    const IndicatorDefinition* after = nullptr;
    std::int64_t records_before = 0;
    std::int64_t records_after = 0;
};

class LedgerForeseer {
  public:
    // `after` is `before` where the ledger goes.
    LedgerForeseer(const Session& session, const LedgerDefinition& before,
                   const LedgerDefinition& after, std::int64_t small_count_min)
        : before_(before), after_(after), small_count_min_(small_count_min) {
        auto sight = RecordSight::create(session.principal, before);
        if (sight) {
            sight_ = std::move(*sight);
        }
        for (const auto& field : after.fields) {
            places_.push_back(before.field_index(field.name));
            const auto place = places_.back();
            newly_unique_.push_back(field.unique && !(place && before.fields[*place].unique));
        }
        breaks_.resize(after.fields.size());
        seen_.resize(after.fields.size());
    }

    void add_figure(CountedFigure figure) { figures_.push_back(figure); }

    void take(const LedgerRecord& record) {
        LedgerRecord then = record;
        then.values = values_after(record);
        for (auto& figure : figures_) {
            figure.records_before +=
                figure.before != nullptr && rollup::counts_in(*figure.before, record) ? 1 : 0;
            figure.records_after +=
                figure.after != nullptr && rollup::counts_in(*figure.after, then) ? 1 : 0;
        }
        // What was erased is not missing by anybody's mistake.
        if (!record.purged && &before_ != &after_) {
            check(record, then.values);
        }
    }

    // What is not to be known is taken out.
    std::vector<RuleBreak> breaks() {
        std::vector<RuleBreak> told;
        for (std::size_t i = 0; i < breaks_.size(); ++i) {
            auto& one = breaks_[i];
            one.field = after_.fields[i].name;
            one.title = after_.fields[i].title.zh;
            if (!may_compare(rule_fields(i))) {
                // That there is none would tell something too.
                if (asks_otherwise(i)) {
                    told.push_back({one.field, one.title, std::nullopt, {}});
                }
            } else if (one.records.value_or(0) > 0) {
                if (hides(*one.records)) {
                    one.records.reset();
                }
                told.push_back(std::move(one));
            }
        }
        return told;
    }

    // How many there are is a count like any other.
    std::optional<std::int64_t> told(std::int64_t records) const {
        return hides(records) ? std::nullopt : std::optional(records);
    }

    void tell_figures() {
        for (const auto& figure : figures_) {
            const bool known = (figure.before == nullptr || may_count(*figure.before, before_)) &&
                               (figure.after == nullptr || may_count(*figure.after, after_)) &&
                               !hides(figure.records_before) && !hides(figure.records_after) &&
                               !hides(std::abs(figure.records_after - figure.records_before));
            if (known) {
                figure.foreseen->records_before = figure.records_before;
                figure.foreseen->records_after = figure.records_after;
            }
        }
    }

  private:
    std::vector<Value> values_after(const LedgerRecord& record) const {
        std::vector<Value> values(places_.size());
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (places_[i]) {
                values[i] = record.values[*places_[i]];
            }
        }
        return values;
    }

    void check(const LedgerRecord& record, std::vector<Value> values) {
        // Whoever changes the record gets these.
        model::apply_defaults(after_, values);
        auto broken = broken_fields(after_, values);
        for (const auto& name :
             broken.empty() ? FieldNames() : broken_fields(before_, record.values)) {
            broken.erase(name);
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (newly_unique_[i] && !model::is_missing(values[i])) {
                const auto text = model::stored_text(values[i], after_.fields[i]);
                if (!seen_[i].insert(std::hash<std::string>()(text)).second) {
                    broken.insert(after_.fields[i].name);
                }
            }
            if (broken.contains(after_.fields[i].name)) {
                note(breaks_[i], record);
            }
        }
    }

    void note(RuleBreak& rule, const LedgerRecord& record) const {
        rule.records = rule.records.value_or(0) + 1;
        if (sight_ && sight_->holds(record) &&
            rule.examples.size() < limits::kDefinitionExamplesMax) {
            rule.examples.push_back({record.id, record.number});
        }
    }

    // The fields that decide whether the field's rules are broken.
    std::vector<std::size_t> rule_fields(std::size_t index) const {
        const auto& field = after_.fields[index];
        std::vector<std::size_t> fields = {index};
        for (const auto* expression : {field.visible_if ? &*field.visible_if : nullptr,
                                       field.check ? &field.check->rule : nullptr}) {
            const auto named =
                expression == nullptr ? std::vector<std::size_t>() : expression->fields();
            fields.insert(fields.end(), named.begin(), named.end());
        }
        return fields;
    }

    // Whether the field has other rules than before.
    bool asks_otherwise(std::size_t index) const {
        const auto& after = after_.fields[index];
        const auto rules = [](const model::FieldDefinition& field) {
            return std::tuple(field.required, field.unique, field.retired, field.characters_max,
                              field.pattern, field.min, field.max,
                              field.visible_if ? field.visible_if->source() : "",
                              field.check ? field.check->rule.source() : "");
        };
        return !places_[index] || rules(before_.fields[*places_[index]]) != rules(after);
    }

    bool may_compare(const std::vector<std::size_t>& fields) const {
        return std::all_of(fields.begin(), fields.end(), [&](std::size_t index) {
            const auto& field = after_.fields[index];
            // As personal as it is or was.
            const bool personal = field.sensitive != model::Sensitivity::None ||
                                  (places_[index] && before_.fields[*places_[index]].sensitive !=
                                                         model::Sensitivity::None);
            return !personal ||
                   (sight_ && places_[index] &&
                    sight_->compares(before_.fields[*places_[index]])) ||
                   (sight_ && sight_->compares(field));
        });
    }

    bool may_count(const IndicatorDefinition& indicator, const LedgerDefinition& ledger) const {
        if (!indicator.where) {
            return true;
        }
        const auto fields = indicator.where->fields();
        return std::all_of(fields.begin(), fields.end(), [&](std::size_t index) {
            const auto& field = ledger.fields[index];
            return field.sensitive == model::Sensitivity::None ||
                   (sight_ && sight_->compares(field));
        });
    }

    // Of few rows, from whoever may not see all rows.
    bool hides(std::int64_t records) const {
        const bool all = sight_ && sight_->rows().everything;
        return !all && records > 0 && records < small_count_min_;
    }

    const LedgerDefinition& before_;
    const LedgerDefinition& after_;
    std::int64_t small_count_min_;
    std::optional<RecordSight> sight_;                // nothing: the caller reads no row of it
    std::vector<std::optional<std::size_t>> places_;  // by field to be: where it is now
    std::vector<bool> newly_unique_;
    std::vector<RuleBreak> breaks_;            // by field to be
    std::vector<std::set<std::size_t>> seen_;  // by field to be: hashes of values, if to be unique
    std::vector<CountedFigure> figures_;
};

bool counts(const IndicatorDefinition* indicator, const LedgerDefinition& ledger) {
    return indicator != nullptr && indicator->ledger == ledger.name && indicator->is_additive();
}

class RecordsForeseer {
  public:
    RecordsForeseer(store::ReadTx& tx, const Session& session, const Definitions& definitions,
                    const ChangePlan& plan, ChangeForeseen& foreseen)
        : tx_(tx), session_(session), definitions_(definitions), plan_(plan), foreseen_(foreseen) {}

    void run() {
        for (const auto& before : definitions_.catalog.pack.ledgers) {
            const auto* kept = plan_.checked.pack.ledger(before.name);
            const auto& after = kept == nullptr ? before : *kept;
            LedgerForeseer ledger(session_, before, is_changed(before.name) ? after : before,
                                  definitions_.catalog.pack.small_count_min);
            const bool figures = add_figures(ledger, before);
            if (!is_changed(before.name) && !figures) {
                continue;
            }
            RecordsForeseen one{before.name, before.title.zh, 0, true, {}};
            one.checked = ledger.told(scan(before, ledger, one));
            one.breaks = ledger.breaks();
            if (one.complete) {
                ledger.tell_figures();
            }
            if (is_changed(before.name)) {
                foreseen_.records.push_back(std::move(one));
            }
        }
    }

  private:
    bool is_changed(const std::string& ledger) const {
        return std::any_of(foreseen_.differences.begin(), foreseen_.differences.end(),
                           [&](const auto& one) {
                               return one.kind == "ledger" && one.name == ledger &&
                                      one.difference == Difference::Changed;
                           });
    }

    bool add_figures(LedgerForeseer& foreseer, const LedgerDefinition& ledger) {
        bool any = false;
        for (auto& figure : foreseen_.figures) {
            const auto* before = definitions_.catalog.pack.indicator(figure.indicator);
            const auto* after = plan_.checked.pack.indicator(figure.indicator);
            CountedFigure counted{&figure, counts(before, ledger) ? before : nullptr,
                                  counts(after, ledger) ? after : nullptr, 0, 0};
            // One that moves to another ledger is not compared: the two count different things.
            const bool whole = (before == nullptr || counted.before != nullptr) &&
                               (after == nullptr || counted.after != nullptr);
            if (whole && (counted.before != nullptr || counted.after != nullptr)) {
                foreseer.add_figure(counted);
                any = true;
            }
        }
        return any;
    }

    // How many it looked at.
    std::int64_t scan(const LedgerDefinition& ledger, LedgerForeseer& foreseer,
                      RecordsForeseen& one) {
        const auto most = static_cast<std::int64_t>(limits::kDefinitionRecordsCheckedMax);
        const std::int64_t before = checked_;
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &model::kEverything;
        tx_.scan_records(query, [&](const LedgerRecord& record) {
            one.complete = checked_ < most;
            if (one.complete) {
                ++checked_;
                foreseer.take(record);
            }
            return one.complete;
        });
        return checked_ - before;
    }

    store::ReadTx& tx_;
    const Session& session_;
    const Definitions& definitions_;
    const ChangePlan& plan_;
    ChangeForeseen& foreseen_;
    std::int64_t checked_ = 0;  // of all ledgers together
};

}  // namespace

void foresee_records(store::ReadTx& tx, const Session& session, const Definitions& definitions,
                     const ChangePlan& plan, ChangeForeseen& foreseen) {
    RecordsForeseer(tx, session, definitions, plan, foreseen).run();
}

}  // namespace taizhang::service
