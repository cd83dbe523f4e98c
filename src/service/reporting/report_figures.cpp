// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/report_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/records/parse_value.hpp"
#include "rollup/contribution.hpp"
#include "service/records/record_sight.hpp"

namespace taizhang::service {

using model::IndicatorDefinition;
using model::LedgerDefinition;
using model::LedgerRecord;
using model::Measure;

namespace {

constexpr std::size_t kEvidenceFieldsMax = 7;

// Short fields that say what a row is; common columns stand before them.
std::vector<std::size_t> evidence_fields(const LedgerDefinition& ledger) {
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < ledger.fields.size() && fields.size() < kEvidenceFieldsMax; ++i) {
        const auto& field = ledger.fields[i];
        const bool common =
            field.role != model::FieldRole::None && field.role != model::FieldRole::Status;
        const bool bulky = field.type == model::FieldType::LongText ||
                           field.type == model::FieldType::Attachment ||
                           field.type == model::FieldType::Reference ||
                           field.type == model::FieldType::Area ||
                           field.type == model::FieldType::Unit;
        if (!common && !bulky && !field.retired) {
            fields.push_back(i);
        }
    }
    return fields;
}

std::string total_text(const IndicatorDefinition& indicator, const LedgerDefinition& ledger,
                       const std::vector<LedgerRecord>& records) {
    std::int64_t sum = 0;
    std::set<std::string> distinct;
    for (const auto& record : records) {
        const auto totals = rollup::contribution(indicator, record);
        sum += indicator.measure == Measure::Sum ? totals.sum : 1;
        if (indicator.measure == Measure::Distinct) {
            distinct.insert(model::stored_text(record.values[*indicator.field],
                                               ledger.fields[*indicator.field]));
        }
    }
    if (indicator.measure == Measure::Distinct) {
        return std::to_string(distinct.size());
    }
    if (indicator.measure == Measure::Last) {
        return records.empty() ? "" : counted_text(indicator, ledger, records.back());
    }
    const int scale =
        indicator.measure == Measure::Sum ? model::scale_of(ledger.fields[*indicator.field]) : 0;
    return format_scaled(sum, scale);
}

}  // namespace

ReportFigures::Table& ReportFigures::table_of(const LedgerDefinition& ledger) {
    const auto [entry, added] = tables_.try_emplace(ledger.name);
    if (added) {
        entry->second.index = report_.tables.size();
        report::EvidenceTable table{ledger.name, ledger.title.zh, {"编号", "日期", "区域"}, {}};
        for (const std::size_t field : evidence_fields(ledger)) {
            table.columns.push_back(ledger.fields[field].title.zh);
        }
        report_.tables.push_back(std::move(table));
    }
    return entry->second;
}

std::size_t ReportFigures::row_of(const LedgerDefinition& ledger, const LedgerRecord& record) {
    Table& table = table_of(ledger);
    auto& rows = report_.tables[table.index].rows;
    const auto [entry, added] = table.rows.try_emplace(record.id.value, rows.size());
    if (added) {
        const Date date = record.happened_on(ledger);
        std::vector<std::string> cells = {record.number, format_date(date),
                                          definitions_.areas.full_name(record.area, date)};
        for (const std::size_t field : evidence_fields(ledger)) {
            const bool seen = grant_.sees(ledger, ledger.fields[field], record.area,
                                          unit_of(ledger, record.values));
            cells.push_back(seen ? model::masked_text(record.values[field], ledger.fields[field])
                                 : "");
        }
        rows.push_back(std::move(cells));
    }
    return entry->second;
}

report::Evidence ReportFigures::evidence(const IndicatorDefinition& indicator,
                                         const std::string& label, CanonicalBytes& digest) {
    const auto& ledger = *definitions_.catalog.pack.ledger(indicator.ledger);
    report::Evidence evidence;
    evidence.label = label;
    evidence.table = table_of(ledger).index;
    std::vector<LedgerRecord> records;
    scan_counted(tx_, definitions_, grant_, indicator, area_, period_,
                 [&](const LedgerRecord& record) {
                     records.push_back(record);
                     return true;
                 });
    for (const auto& record : records) {
        const std::string counted = counted_text(indicator, ledger, record);
        evidence.rows.push_back({row_of(ledger, record), counted});
        digest.add(record.number).add(record.revision).add(counted);
    }
    evidence.total = total_text(indicator, ledger, records);
    return evidence;
}

// The rows that count, and whether what they come to is what the roll-ups say.
void ReportFigures::add_evidence(report::Figure& figure, const IndicatorDefinition& indicator) {
    CanonicalBytes digest;
    if (indicator.measure == Measure::Ratio) {
        const auto& numerator = *definitions_.catalog.pack.indicator(indicator.numerator);
        const auto& denominator = *definitions_.catalog.pack.indicator(indicator.denominator);
        if (numerator.measure != Measure::Ratio && denominator.measure != Measure::Ratio) {
            figure.evidence.push_back(evidence(numerator, "分子", digest));
            figure.evidence.push_back(evidence(denominator, "分母", digest));
        }
    } else {
        figure.evidence.push_back(evidence(indicator, "", digest));
    }
    for (std::size_t i = 0; i < figure.evidence.size(); ++i) {
        const std::string& counted = figure.evidence[i].total;
        const std::string& stated = figure.evidence.size() == 1 ? figure.value
                                    : i == 0                    ? figure.numerator.value_or("")
                                                                : figure.denominator.value_or("");
        figure.evidence[i].agrees = stated.empty() || stated == counted;
    }
    figure.record_count = figure.evidence.empty() ? 0 : figure.evidence.back().rows.size();
    figure.records_digest = to_hex(digest.digest());
}

Result<void> ReportFigures::gather(const report::Template& source) {
    std::vector<const IndicatorDefinition*> indicators;
    for (const auto& block : source.blocks) {
        for (const auto& run : block.runs) {
            const auto* indicator =
                run.insert ? definitions_.catalog.pack.indicator(run.insert->name) : nullptr;
            if (indicator != nullptr) {
                indicators.push_back(indicator);
            }
        }
    }
    return totals_.gather(indicators, area_, compared_span(period_));
}

Result<report::Figure> ReportFigures::build(const IndicatorDefinition& indicator) {
    const auto& catalog = definitions_.catalog;
    auto value = TZ_TRY(rollup::evaluate(catalog, indicator, area_, period_, totals_));
    TZ_TRY(discretion_.apply(indicator, area_, period_, value));
    auto before =
        TZ_TRY(rollup::evaluate(catalog, indicator, area_, year_before(period_), totals_));
    TZ_TRY(discretion_.apply(indicator, area_, year_before(period_), before));
    const Period span = rollup::span_of(indicator, period_);
    report::Figure figure;
    figure.indicator = indicator.name;
    figure.title_zh = indicator.title.zh;
    figure.unit = indicator.unit;

    figure.period_title = period_title(period_);
    figure.from = span.from;
    figure.to = span.to;
    figure.scope = definitions_.areas.full_name(area_, period_.to);
    figure.state = value.number ? report::FigureState::Bound : report::FigureState::Missing;
    if (before.number) {
        figure.year_before = rollup::value_text(*before.number);
    }
    if (value.number) {
        figure.value = rollup::value_text(*value.number);
    }
    if (value.numerator) {
        figure.numerator = rollup::value_text(*value.numerator);
        figure.denominator = rollup::value_text(*value.denominator);
    }
    if (with_evidence_) {
        figure.definition = model::definition_sentence(indicator, catalog.pack);
    }
    if (with_evidence_ && discretion_.shows_rows(indicator, area_)) {
        add_evidence(figure, indicator);
    }
    return figure;
}

Result<report::Figure> ReportFigures::figure(const report::Insert& insert,
                                             const IndicatorDefinition& indicator) {
    auto known = figures_.find(indicator.name);
    if (known == figures_.end()) {
        known = figures_.emplace(indicator.name, TZ_TRY(build(indicator))).first;
    }
    report::Figure figure = known->second;
    if (figure.state == report::FigureState::Missing) {
        figure.printed = "〔缺：" + indicator.title.zh + "〕";
        return figure;
    }
    const int scale = static_cast<int>(figure.value.size() -
                                       std::min(figure.value.find('.') + 1, figure.value.size()));
    const int digits = figure.value.find('.') == std::string::npos ? 0 : scale;
    const model::ExactNumber number{*parse_scaled(figure.value, digits), digits};
    const auto printed =
        model::print_number(number, insert.format.value_or(indicator.format), indicator.unit);
    figure.printed = printed.text;
    figure.rounding = printed.rounding;
    return figure;
}

Result<std::string> ReportFigures::list(const report::Insert& insert,
                                        const IndicatorDefinition& indicator) {
    const auto& ledger = *definitions_.catalog.pack.ledger(indicator.ledger);
    const std::size_t field = *ledger.field_index(insert.list_field);
    std::vector<std::string> texts;
    scan_counted(
        tx_, definitions_, grant_, indicator, area_, period_, [&](const LedgerRecord& record) {
            const std::string text = model::masked_text(record.values[field], ledger.fields[field]);
            const bool known = std::find(texts.begin(), texts.end(), text) != texts.end();
            if (!text.empty() && !known) {
                texts.push_back(text);
            }
            return texts.size() < insert.list_max;
        });
    return texts.empty() ? "〔缺：" + ledger.fields[field].title.zh + "〕" : join(texts, "、");
}

}  // namespace taizhang::service
