// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <span>

#include "base/text.hpp"
#include "model/records/expression.hpp"
#include "model/records/ledger_definition.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

std::string_view comparison_word(Operation operation) {
    switch (operation) {
        case Operation::Equal:
            return "为";
        case Operation::NotEqual:
            return "不为";
        case Operation::Less:
            return "小于";
        case Operation::LessOrEqual:
            return "不大于";
        case Operation::Greater:
            return "大于";
        default:
            return "不小于";
    }
}

class Speaker {
  public:
    Speaker(std::span<const ExpressionNode> nodes, const LedgerDefinition& ledger)
        : nodes_(nodes), ledger_(ledger) {}

    std::string say(std::size_t index) const {
        const ExpressionNode& node = nodes_[index];
        switch (node.operation) {
            case Operation::And:
                return side(node.left, Operation::Or) + "且" + side(node.right, Operation::Or);
            case Operation::Or:
                return say(node.left) + "或" + say(node.right);
            case Operation::Not:
                return "不是（" + say(node.left) + "）";
            case Operation::IsMissing:
                return say(node.left) + "未填";
            case Operation::IsPresent:
                return say(node.left) + "已填";
            case Operation::In:
                return say(node.left) + "为" + list(node);
            case Operation::Contains:
                return say(node.left) + "包括" + literal(node.literal, field_of(node.left));
            case Operation::Field:
                return ledger_.fields[node.left].title.zh;
            case Operation::Literal:
                return literal_text(node);
            case Operation::Add:
                return say(node.left) + "加" + say(node.right);
            case Operation::Subtract:
                return say(node.left) + "减" + say(node.right);
            case Operation::Multiply:
                return say(node.left) + "乘" + say(node.right);
            default:
                return comparison(node);
        }
    }

  private:
    // In brackets where the part binds less tightly.
    std::string side(std::size_t index, Operation looser) const {
        const std::string words = say(index);
        return nodes_[index].operation == looser ? "（" + words + "）" : words;
    }

    const FieldDefinition* field_of(std::size_t index) const {
        const ExpressionNode& node = nodes_[index];
        return node.operation == Operation::Field ? &ledger_.fields[node.left] : nullptr;
    }

    std::string comparison(const ExpressionNode& node) const {
        const ExpressionNode& right = nodes_[node.right];
        const std::string value = right.operation == Operation::Literal && is_missing_scale(right)
                                      ? literal(right.literal, field_of(node.left))
                                      : say(node.right);
        return say(node.left) + std::string(comparison_word(node.operation)) + value;
    }

    static bool is_missing_scale(const ExpressionNode& node) {
        return !std::holds_alternative<std::int64_t>(node.literal);
    }

    static std::string literal_text(const ExpressionNode& node) {
        const auto* number = std::get_if<std::int64_t>(&node.literal);
        return number != nullptr ? " " + format_scaled_trimmed(*number, node.scale)
                                 : literal(node.literal, nullptr);
    }

    static std::string literal(const Value& value, const FieldDefinition* field) {
        if (const auto* truth = std::get_if<bool>(&value)) {
            return *truth ? "是" : "否";
        }
        FieldDefinition text;
        return "“" + shown_text(value, field == nullptr ? text : *field) + "”";
    }

    std::string list(const ExpressionNode& node) const {
        std::vector<std::string> parts;
        for (const auto& value : node.list) {
            parts.push_back(literal(value, field_of(node.left)));
        }
        return join(parts, "或");
    }

    std::span<const ExpressionNode> nodes_;
    const LedgerDefinition& ledger_;
};

}  // namespace

std::string Expression::in_words(const LedgerDefinition& ledger) const {
    return nodes_.empty() ? "" : Speaker(nodes_, ledger).say(root_);
}

}  // namespace taizhang::model
