// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/text.hpp"
#include "model/pack/read_ledger.hpp"

namespace taizhang::model {
namespace {

constexpr std::string_view kMeasures =
    "count、sum(字段)、distinct(字段)、last(字段)、ratio(指标, 指标)";

struct MeasureCall {
    std::string name;
    std::vector<std::string> arguments;
};

// "ratio(a, b)" → ratio, {a, b}.
MeasureCall parse_call(const std::string& text) {
    const auto open = text.find('(');
    if (open == std::string::npos || !text.ends_with(')')) {
        return {trimmed(text), {}};
    }
    MeasureCall call{trimmed(text.substr(0, open)), {}};
    for (const auto& part : split(text.substr(open + 1, text.size() - open - 2), ",")) {
        call.arguments.push_back(trimmed(part));
    }
    return call;
}

void read_field_measure(const Node& at, const MeasureCall& call, const LedgerDefinition& ledger,
                        IndicatorDefinition& indicator, TreeReader& reader) {
    indicator.field = ledger.field_index(call.arguments[0]);
    if (!indicator.field) {
        std::vector<std::string> names;
        for (const auto& field : ledger.fields) {
            names.push_back(field.name);
        }
        const auto near = nearest(call.arguments[0], names);
        reader.complain(at, fmt::format("台账 {} 没有字段“{}”", ledger.name, call.arguments[0]),
                        near ? *near : join(names, "、"), call.arguments[0]);
        return;
    }
    const FieldDefinition& field = ledger.fields[*indicator.field];
    if (indicator.measure != Measure::Distinct && !is_number(field.type)) {
        reader.complain(at, fmt::format("“{}”不是数字字段，不能求和", field.name),
                        "integer、decimal 或 money 字段", field.name);
    }
}

void read_measure(const Node& node, const Pack& pack, IndicatorDefinition& indicator,
                  TreeReader& reader) {
    const Node* measure = reader.required(node, "measure");
    if (measure == nullptr) {
        return;
    }
    static const std::vector<std::pair<std::string_view, Measure>> kKinds = {
        {"count", Measure::Count},
        {"sum", Measure::Sum},
        {"distinct", Measure::Distinct},
        {"last", Measure::Last},
        {"ratio", Measure::Ratio}};
    const MeasureCall call = parse_call(measure->scalar);
    for (const auto& [name, kind] : kKinds) {
        const std::size_t arguments = kind == Measure::Count ? 0 : kind == Measure::Ratio ? 2 : 1;
        if (call.name != name || call.arguments.size() != arguments) {
            continue;
        }
        indicator.measure = kind;
        if (kind == Measure::Ratio) {
            indicator.numerator = call.arguments[0];
            indicator.denominator = call.arguments[1];
        } else if (kind != Measure::Count && pack.ledgers.contains(indicator.ledger)) {
            read_field_measure(*measure, call, *pack.ledger(indicator.ledger), indicator, reader);
        }
        return;
    }
    reader.complain(*measure, fmt::format("看不懂的 measure“{}”", measure->scalar),
                    std::string(kMeasures), measure->scalar);
}

void read_print(const Node& node, IndicatorDefinition& indicator, TreeReader& reader) {
    const Node* print = node.find("print");
    if (print == nullptr) {
        return;
    }
    const Node* format = print;
    if (print->kind == Node::Kind::Map) {
        reader.expect_map(*print, {"format", "as", "zero"});
        indicator.phrase = reader.text(*print, "as");
        indicator.zero_phrase = reader.text(*print, "zero");
        if (!indicator.phrase.empty() && indicator.phrase.find("{}") == std::string::npos) {
            reader.complain(*print->find("as"), "as 里没有数字的位置", "每人{}元",
                            indicator.phrase);
        }
        format = print->find("format");
    }
    if (format == nullptr) {
        return;
    }
    if (format->kind != Node::Kind::Scalar) {
        reader.complain(*format, "print 应是一种数字格式",
                        "wan(2)，或 {format: wan(2), as: 每人{}元}");
        return;
    }
    auto parsed = parse_format(format->scalar);
    if (parsed) {
        indicator.format = std::move(*parsed);
    } else {
        reader.adopt(*format, parsed.error());
    }
}

void read_subject(const Node& node, const Pack& pack, IndicatorDefinition& indicator,
                  TreeReader& reader) {
    const Node* measure = node.find("measure");
    const bool ratio = measure != nullptr && measure->scalar.starts_with("ratio");
    for (const auto* key : {"of", "where", "span"}) {
        if (const Node* extra = node.find(key); ratio && extra != nullptr) {
            reader.complain(*extra, fmt::format("比率没有 {}", key), fmt::format("去掉 {}", key));
        }
    }
    if (ratio || reader.required(node, "of") == nullptr) {
        return;
    }
    indicator.ledger = reader.text(node, "of");
    if (!pack.ledgers.contains(indicator.ledger)) {
        const auto near = nearest(indicator.ledger, pack.ledgers.names());
        reader.complain(*node.find("of"), fmt::format("没有台账“{}”", indicator.ledger),
                        near ? *near : "已定义的台账名", indicator.ledger);
    }
}

void read_where(const Node& where, const Pack& pack, IndicatorDefinition& indicator,
                TreeReader& reader) {
    if (reader.depth() == TreeReader::Depth::AsNeeded) {
        indicator.where =
            Condition([source = where.scalar, name = indicator.ledger, ledgers = pack.ledgers] {
                auto expression = parse_expression(source, *ledgers.find(name));
                if (!expression) {
                    throw BrokenDefinition(expression.error());
                }
                return std::move(*expression);
            });
        return;
    }
    auto expression = parse_expression(where.scalar, *pack.ledger(indicator.ledger));
    if (expression) {
        indicator.where = std::move(*expression);
    } else {
        reader.adopt(where, expression.error());
    }
}

}  // namespace

IndicatorDefinition read_indicator(const Node& node, const Pack& pack, TreeReader& reader) {
    IndicatorDefinition indicator;
    const bool map = reader.expect_map(
        node, {"indicator", "title", "of", "measure", "where", "span", "unit", "print"});
    if (!map) {
        return indicator;
    }
    const Node* name = node.find("indicator");
    indicator.name = name->scalar;
    if (!is_dotted_name(indicator.name)) {
        reader.complain(*name, "指标名称不合适", "用点连接的小写名称，如 relief.temporary.people",
                        indicator.name);
    }
    indicator.title = reader.title(node, "title", indicator.name);
    read_subject(node, pack, indicator, reader);
    read_measure(node, pack, indicator, reader);
    const Node* where = node.find("where");
    if (where != nullptr && pack.ledgers.contains(indicator.ledger)) {
        read_where(*where, pack, indicator, reader);
    }
    if (const auto span = reader.word(node, "span", {"period", "to_date"})) {
        indicator.span = *span == 0 ? Span::Period : Span::ToDate;
    }
    if (reader.required(node, "unit") != nullptr) {
        indicator.unit = reader.text(node, "unit");
    }
    read_print(node, indicator, reader);
    return indicator;
}

}  // namespace taizhang::model
