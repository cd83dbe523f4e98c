// SPDX-License-Identifier: Apache-2.0
// From syntax to a checked expression: names become field indexes, literals take the type of what
// they are compared with.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/records/expression.hpp"
#include "model/records/expression_grammar.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::model {
namespace {

tl::unexpected<Error> refuse(const Syntax& at, std::string message, std::string expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, std::to_string(at.column), at.text, std::move(expected)},
                   std::move(message), "expression does not fit the ledger");
}

bool is_arithmetic(SyntaxKind kind) {
    return kind == SyntaxKind::Add || kind == SyntaxKind::Subtract || kind == SyntaxKind::Multiply;
}

std::string choice_codes(const FieldDefinition& field) {
    std::vector<std::string> codes;
    for (const auto& choice : field.choices) {
        codes.push_back(choice.code);
    }
    return join(codes, "、");
}

Value number_literal(const std::string& text, int& scale) {
    const auto point = text.find('.');
    scale = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    const auto units = scale <= kScaleMax ? parse_scaled(text, scale) : std::nullopt;
    return units ? Value{*units} : Value{};
}

class Checker {
  public:
    explicit Checker(const LedgerDefinition& ledger) : ledger_(ledger) {}

    Result<std::size_t> truth(const Syntax& syntax);
    std::vector<ExpressionNode> take() { return std::move(nodes_); }

  private:
    // What an operand is, for the literal it meets: nullptr field means a number or a constant.
    struct Operand {
        std::size_t node = 0;
        const FieldDefinition* field = nullptr;
        bool number = false;
        bool constant_status = false;
    };

    std::size_t add(ExpressionNode node) {
        nodes_.push_back(std::move(node));
        return nodes_.size() - 1;
    }

    Result<Operand> name(const Syntax& syntax);
    Result<Operand> operand(const Syntax& syntax);
    Result<Operand> arithmetic(const Syntax& syntax);
    Result<Value> literal_for(const Syntax& syntax, const Operand& other, int& scale);
    Result<std::size_t> comparison(const Syntax& syntax);
    Result<std::size_t> membership(const Syntax& syntax);
    Result<std::size_t> containment(const Syntax& syntax);
    Result<std::size_t> joined(const Syntax& syntax, Operation operation);

    const LedgerDefinition& ledger_;
    std::vector<ExpressionNode> nodes_;
};

bool is_literal(const Syntax& syntax) {
    return syntax.kind == SyntaxKind::Number || syntax.kind == SyntaxKind::Text ||
           syntax.kind == SyntaxKind::True || syntax.kind == SyntaxKind::False;
}

Result<Checker::Operand> Checker::name(const Syntax& syntax) {
    auto index = ledger_.field_index(syntax.text);
    if (!index && syntax.text == "happened_on") {
        index = ledger_.happened_on;
    }
    if (!index && syntax.text == "status") {
        index = ledger_.status;
        if (!index) {
            ExpressionNode constant;
            constant.literal = std::string(kStatusRecorded);
            return Operand{add(std::move(constant)), nullptr, false, true};
        }
    }
    if (!index) {
        std::vector<std::string> names;
        for (const auto& field : ledger_.fields) {
            names.push_back(field.name);
        }
        const auto near = nearest(syntax.text, names);
        return refuse(syntax, fmt::format("台账里没有字段“{}”", syntax.text),
                      near ? *near : join(names, "、"));
    }
    const FieldDefinition& field = ledger_.fields[*index];
    ExpressionNode node;
    node.operation = Operation::Field;
    node.left = *index;
    node.scale = scale_of(field);
    return Operand{add(std::move(node)), &field, is_number(field.type), false};
}

// Two factors of 10^15 fit into 128 bits with room for aligning scales; three do not.
bool holds_product(const Syntax& syntax) {
    return syntax.kind == SyntaxKind::Multiply ||
           (is_arithmetic(syntax.kind) &&
            (holds_product(syntax.parts[0]) || holds_product(syntax.parts[1])));
}

Result<Checker::Operand> Checker::arithmetic(const Syntax& syntax) {
    const bool product = syntax.kind == SyntaxKind::Multiply;
    if (product && (holds_product(syntax.parts[0]) || holds_product(syntax.parts[1]))) {
        return refuse(syntax, "最多两个数相乘", "甲 * 乙");
    }
    std::size_t sides[2] = {0, 0};
    for (std::size_t i = 0; i < 2; ++i) {
        const Operand side = TZ_TRY(operand(syntax.parts[i]));
        if (!side.number) {
            return refuse(syntax.parts[i], "只有数字能做加减乘", "整数、小数或金额字段");
        }
        sides[i] = side.node;
    }
    ExpressionNode node;
    node.operation = syntax.kind == SyntaxKind::Add        ? Operation::Add
                     : syntax.kind == SyntaxKind::Subtract ? Operation::Subtract
                                                           : Operation::Multiply;
    node.left = sides[0];
    node.right = sides[1];
    return Operand{add(std::move(node)), nullptr, true, false};
}

Result<Checker::Operand> Checker::operand(const Syntax& syntax) {
    if (syntax.kind == SyntaxKind::Name) {
        return name(syntax);
    }
    if (is_arithmetic(syntax.kind)) {
        return arithmetic(syntax);
    }
    if (syntax.kind == SyntaxKind::Number) {
        ExpressionNode node;
        node.literal = number_literal(syntax.text, node.scale);
        if (is_missing(node.literal)) {
            return refuse(syntax, "数字太大或小数位太多", "不超过 15 位，小数不超过 6 位");
        }
        return Operand{add(std::move(node)), nullptr, true, false};
    }
    return refuse(syntax, "这里应是字段或数字", "字段名或数字");
}

// The literal as a value of the type that it is compared with.
Result<Value> Checker::literal_for(const Syntax& syntax, const Operand& other, int& scale) {
    if (other.number && syntax.kind == SyntaxKind::Number) {
        const Value value = number_literal(syntax.text, scale);
        if (!is_missing(value)) {
            return value;
        }
    }
    const bool text = syntax.kind == SyntaxKind::Text;
    if (other.constant_status && text) {
        return Value{syntax.text};
    }
    if (other.field == nullptr || other.number) {
        return refuse(syntax, "两边类型不同", "数字");
    }
    const FieldDefinition& field = *other.field;
    switch (field.type) {
        case FieldType::Boolean:
            if (syntax.kind == SyntaxKind::True || syntax.kind == SyntaxKind::False) {
                return Value{syntax.kind == SyntaxKind::True};
            }
            return refuse(syntax, fmt::format("“{}”是是否字段", field.name), "true 或 false");
        case FieldType::Choice:
        case FieldType::MultiChoice:
            if (text && field.choice(syntax.text) != nullptr) {
                return Value{syntax.text};
            }
            return refuse(syntax, fmt::format("“{}”没有选项“{}”", field.name, syntax.text),
                          choice_codes(field));
        case FieldType::Date: {
            const auto date = parse_date(syntax.text);
            if (text && date) {
                return Value{*date};
            }
            return refuse(syntax, fmt::format("“{}”是日期字段", field.name), "'2020-01-31'");
        }
        default:
            break;
    }
    if (is_text(field.type) && text) {
        return Value{syntax.text};
    }
    return refuse(syntax, fmt::format("“{}”不能同它比较", field.name),
                  is_text(field.type) ? "'文字'" : "is missing 或 is not missing");
}

Result<std::size_t> Checker::comparison(const Syntax& syntax) {
    static const std::vector<std::pair<std::string_view, Operation>> kOperations = {
        {"=", Operation::Equal},   {"!=", Operation::NotEqual},
        {"<", Operation::Less},    {"<=", Operation::LessOrEqual},
        {">", Operation::Greater}, {">=", Operation::GreaterOrEqual}};
    const Syntax& left = syntax.parts[0];
    const Syntax& right = syntax.parts[1];
    if (is_literal(left)) {
        return refuse(left, "比较的左边应是字段", "字段名 = 值");
    }
    const Operand first = TZ_TRY(operand(left));
    ExpressionNode node;
    node.operation = std::find_if(kOperations.begin(), kOperations.end(), [&](const auto& entry) {
                         return entry.first == syntax.text;
                     })->second;
    node.left = first.node;
    if (is_literal(right)) {
        ExpressionNode constant;
        constant.literal = TZ_TRY(literal_for(right, first, constant.scale));
        node.right = add(std::move(constant));
        return add(std::move(node));
    }
    const Operand second = TZ_TRY(operand(right));
    const bool same_type = first.field != nullptr && second.field != nullptr &&
                           first.field->type == second.field->type;
    if (!same_type && !(first.number && second.number)) {
        return refuse(right, "两边类型不同", "同类型的字段");
    }
    node.right = second.node;
    return add(std::move(node));
}

Result<std::size_t> Checker::membership(const Syntax& syntax) {
    const Operand left = TZ_TRY(operand(syntax.parts[0]));
    if (left.field == nullptr && !left.constant_status) {
        return refuse(syntax.parts[0], "in 的左边应是字段", "字段名");
    }
    ExpressionNode node;
    node.operation = Operation::In;
    node.left = left.node;
    for (std::size_t i = 1; i < syntax.parts.size(); ++i) {
        int scale = 0;
        Value value = TZ_TRY(literal_for(syntax.parts[i], left, scale));
        if (left.number) {
            // Literals of a list are compared as values, so they take the field's own type.
            const auto units = parse_scaled(syntax.parts[i].text, scale_of(*left.field));
            if (!units) {
                return refuse(syntax.parts[i], "小数位太多", "与字段相同的小数位");
            }
            value = left.field->type == FieldType::Money     ? Value{Money{*units}}
                    : left.field->type == FieldType::Decimal ? Value{Decimal{*units}}
                                                             : Value{*units};
        }
        node.list.push_back(std::move(value));
    }
    return add(std::move(node));
}

Result<std::size_t> Checker::containment(const Syntax& syntax) {
    const Operand left = TZ_TRY(operand(syntax.parts[0]));
    if (left.field == nullptr || left.field->type != FieldType::MultiChoice) {
        return refuse(syntax.parts[0], "contains 只用于多选字段", "multi_choice 字段");
    }
    ExpressionNode node;
    node.operation = Operation::Contains;
    node.left = left.node;
    node.literal = TZ_TRY(literal_for(syntax.parts[1], left, node.scale));
    return add(std::move(node));
}

Result<std::size_t> Checker::joined(const Syntax& syntax, Operation operation) {
    ExpressionNode node;
    node.operation = operation;
    node.left = TZ_TRY(truth(syntax.parts[0]));
    if (syntax.parts.size() > 1) {
        node.right = TZ_TRY(truth(syntax.parts[1]));
    }
    return add(std::move(node));
}

Result<std::size_t> Checker::truth(const Syntax& syntax) {
    switch (syntax.kind) {
        case SyntaxKind::And:
            return joined(syntax, Operation::And);
        case SyntaxKind::Or:
            return joined(syntax, Operation::Or);
        case SyntaxKind::Not:
            return joined(syntax, Operation::Not);
        case SyntaxKind::Compare:
            return comparison(syntax);
        case SyntaxKind::In:
            return membership(syntax);
        case SyntaxKind::Contains:
            return containment(syntax);
        case SyntaxKind::IsMissing:
        case SyntaxKind::IsPresent: {
            const Operand left = TZ_TRY(operand(syntax.parts[0]));
            if (left.field == nullptr) {
                return refuse(syntax.parts[0], "is missing 的左边应是字段", "字段名");
            }
            ExpressionNode node;
            node.operation =
                syntax.kind == SyntaxKind::IsMissing ? Operation::IsMissing : Operation::IsPresent;
            node.left = left.node;
            return add(std::move(node));
        }
        default:
            break;
    }
    if (syntax.kind == SyntaxKind::Name) {
        const Operand field = TZ_TRY(name(syntax));
        if (field.field != nullptr && field.field->type == FieldType::Boolean) {
            return field.node;
        }
    }
    return refuse(syntax, "这里应是一个判断", "字段 = 值，或是否字段");
}

}  // namespace

Result<Expression> parse_expression(const std::string& source, const LedgerDefinition& ledger) {
    const Syntax syntax = TZ_TRY(parse_syntax(source));
    Checker checker(ledger);
    const std::size_t root = TZ_TRY(checker.truth(syntax));
    return Expression(source, checker.take(), root);
}

}  // namespace taizhang::model
