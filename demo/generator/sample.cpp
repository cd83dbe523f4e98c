// SPDX-License-Identifier: Apache-2.0
#include "generator/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "generator/made_up.hpp"
#include "model/records/ledger_record.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::demo {

using model::FieldDefinition;
using model::FieldRole;
using model::FieldType;
using model::is_missing;
using model::LedgerDefinition;
using model::Node;
using model::Value;

namespace {

std::string text_of(const Node& map, std::string_view key, const std::string& fallback) {
    const Node* node = map.find(key);
    return node == nullptr ? fallback : node->scalar;
}

tl::unexpected<Error> refuse(const Node& at, const std::string& message) {
    return fail_at(ErrorCode::InvalidInput, SourcePlace{"sample.yaml", "", at.line, "", "", ""},
                   message, "bad sample");
}

// `total` split over `count` rows in multiples of `step`, unevenly, none below one step.
std::vector<std::int64_t> split_total(std::int64_t total, std::size_t count, std::int64_t step,
                                      Random& random) {
    std::vector<std::int64_t> weights(count);
    for (auto& weight : weights) {
        weight = random.between(40, 160);
    }
    const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    std::vector<std::int64_t> parts(count);
    std::int64_t left = total;
    for (std::size_t i = 0; i < count; ++i) {
        parts[i] = std::max(step, total * weights[i] / sum / step * step);
        left -= parts[i];
    }
    for (std::size_t i = 0; left != 0; i = (i + 1) % count) {
        const std::int64_t change = left > 0 ? std::min(step, left) : -step;
        if (parts[i] + change > 0) {
            parts[i] += change;
            left -= change;
        }
    }
    return parts;
}

class Maker {
  public:
    explicit Maker(Sample& sample) : sample_(sample) {}

    Result<void> add(const Node& part, const model::Pack& pack) {
        const Node* name = part.find("ledger");
        ledger_ = name == nullptr ? nullptr : pack.ledger(name->scalar);
        const Node* groups = part.find("rows");
        if (ledger_ == nullptr || groups == nullptr) {
            return refuse(part, "没有这本台账，或没有 rows");
        }
        part_ = &part;
        sample_.ledgers.push_back({ledger_, {}});
        for (const auto& group : groups->items) {
            TZ_TRY(add_group(group));
        }
        auto& rows = sample_.ledgers.back().rows;
        std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
            return a.values[ledger_->happened_on] < b.values[ledger_->happened_on];
        });
        return {};
    }

  private:
    Result<void> add_group(const Node& group) {
        const Period period = TZ_TRY(parse_period(text_of(group, "period", "2020H1")));
        const auto days = static_cast<std::size_t>(period.to.days - period.from.days) + 1;
        const bool daily = group.find("daily") != nullptr;
        const std::size_t count = daily ? days : std::stoull(text_of(group, "count", "1"));
        const std::size_t first = sample_.ledgers.back().rows.size();
        for (std::size_t i = 0; i < count; ++i) {
            SampleRow row;
            // Two rows that an import must take for one record would be one too few.
            do {
                const auto day = static_cast<std::int32_t>(daily ? i : random_.below(days));
                row.values = TZ_TRY(make_row(group, period.from.plus_days(day)));
            } while (!ledger_->key.empty() && !keys_.insert(key_of(row.values)).second);
            sample_.ledgers.back().rows.push_back(std::move(row));
        }
        TZ_TRY(spread_totals(group, first));
        return check_rows(group, first);
    }

    std::pair<std::string, std::int64_t> key_of(const std::vector<Value>& values) const {
        return {ledger_->name, model::match_key(*ledger_, values)};
    }

    Result<std::vector<Value>> make_row(const Node& group, Date date) {
        std::vector<Value> values(ledger_->fields.size());
        values[ledger_->happened_on] = date;
        const Node* set = group.find("set");
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto& field = ledger_->fields[i];
            const Node* fixed = set == nullptr ? nullptr : set->find(field.name);
            if (fixed != nullptr) {
                values[i] = TZ_TRY(model::parse_typed(fixed->scalar, field));
            }
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto& field = ledger_->fields[i];
            const bool visible = !field.visible_if || field.visible_if->holds(values);
            if (is_missing(values[i]) && visible) {
                values[i] = make_value(group, field, date);
            }
        }
        return values;
    }

    bool wanted(const FieldDefinition& field) {
        const Node* texts = part_->find("texts");
        const Node* fill = part_->find("fill");
        const bool listed = fill != nullptr && std::any_of(fill->items.begin(), fill->items.end(),
                                                           [&](const auto& item) {
                                                               return item.scalar == field.name;
                                                           });
        return field.required || listed || field.role == FieldRole::Area ||
               (texts != nullptr && texts->find(field.name) != nullptr);
    }

    Value make_value(const Node& group, const FieldDefinition& field, Date date) {
        if (!wanted(field) || field.role == FieldRole::HappenedOn) {
            return {};
        }
        if (field.type == FieldType::Area) {
            return make_area(text_of(group, "areas", text_of(*part_, "areas", "cells")));
        }
        if (field.type == FieldType::Unit) {
            return pick_area("单位");
        }
        const Node* texts = part_->find("texts");
        const Node* choices = texts == nullptr ? nullptr : texts->find(field.name);
        if (choices != nullptr) {
            const auto& text = choices->items[texts_used_++ % choices->items.size()].scalar;
            return model::parse_typed(text, field).value_or(Value{});
        }
        return made_up(field, date, random_, ++serial_);
    }

    Value make_area(const std::string& where) {
        if (where == "office") {
            return pick_area("街道");
        }
        return pick_area(where == "communities" ? "社区" : "网格");
    }

    // Uneven on purpose: a real street has busy cells and quiet ones.
    Value pick_area(std::string_view level) {
        std::vector<std::int64_t> indexes;
        for (std::size_t i = 0; i < sample_.areas.size(); ++i) {
            if (sample_.areas[i].level == level) {
                indexes.push_back(static_cast<std::int64_t>(i));
            }
        }
        const std::size_t pick =
            std::min(random_.below(indexes.size()), random_.below(indexes.size() + 4));
        return Value{indexes[pick]};
    }

    Result<void> spread_totals(const Node& group, std::size_t first) {
        const Node* totals = group.find("total");
        auto& rows = sample_.ledgers.back().rows;
        for (std::size_t t = 0; totals != nullptr && t < totals->entries.size(); ++t) {
            const auto& [name, node] = totals->entries[t];
            const auto index = ledger_->field_index(name);
            if (!index) {
                return refuse(node, "没有字段 " + name);
            }
            const auto& field = ledger_->fields[*index];
            const int scale = model::scale_of(field);
            const auto total = parse_scaled(node.scalar, scale);
            if (!total) {
                return refuse(node, "不是数字");
            }
            const std::int64_t step =
                field.type == FieldType::Money ? std::stoll(text_of(group, "step", "10")) * 100 : 1;
            const auto parts = split_total(*total, rows.size() - first, step, random_);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                auto& value = rows[first + i].values[*index];
                value = field.type == FieldType::Money     ? Value{Money{parts[i]}}
                        : field.type == FieldType::Decimal ? Value{Decimal{parts[i]}}
                                                           : Value{parts[i]};
            }
        }
        return {};
    }

    Result<void> check_rows(const Node& group, std::size_t first) const {
        const auto& rows = sample_.ledgers.back().rows;
        for (std::size_t i = first; i < rows.size(); ++i) {
            const auto errors = model::check_values(*ledger_, rows[i].values);
            if (!errors.empty()) {
                return refuse(group, ledger_->name + "：" + describe(errors.front()));
            }
        }
        return {};
    }

    Sample& sample_;

    const LedgerDefinition* ledger_ = nullptr;
    const Node* part_ = nullptr;
    Random random_{20200630};
    std::set<std::pair<std::string, std::int64_t>> keys_;
    std::size_t texts_used_ = 0;
    std::int64_t serial_ = 0;
};

void add_areas(const Node& recipe, Sample& sample) {
    sample.areas.push_back({"53", text_of(recipe, "subdistrict", ""), "街道", ""});
    std::size_t community = 0;
    for (const auto& entry : recipe.find("communities")->entries) {
        const std::string code = fmt::format("53{:02}", ++community);
        sample.areas.push_back({code, entry.key + "社区", "社区", "53"});
        const int cells = std::stoi(entry.value.scalar);
        for (int cell = 1; cell <= cells; ++cell) {
            sample.areas.push_back({fmt::format("{}{:02}", code, cell),
                                    fmt::format("{}第{}网格", entry.key, chinese_digit(cell)),
                                    "网格", code});
        }
    }
    std::size_t unit = 0;
    for (const auto& item : recipe.find("units")->items) {
        sample.areas.push_back({fmt::format("U{:02}", ++unit), item.scalar, "单位", ""});
    }
}

}  // namespace

Result<Sample> make_sample(const Node& recipe, const model::Pack& pack) {
    Sample sample;
    add_areas(recipe, sample);
    Maker maker(sample);
    for (const auto& part : recipe.find("ledgers")->items) {
        TZ_TRY(maker.add(part, pack));
    }
    for (const auto& ledger : pack.ledgers) {
        const bool there =
            std::any_of(sample.ledgers.begin(), sample.ledgers.end(),
                        [&](const auto& entry) { return entry.definition == &ledger; });
        if (!there) {
            return refuse(recipe, "样本里没有台账 " + ledger.name);
        }
    }
    return sample;
}

}  // namespace taizhang::demo
