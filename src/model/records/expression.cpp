// SPDX-License-Identifier: Apache-2.0
#include "model/records/expression.hpp"

#include <algorithm>
#include <compare>
#include <optional>
#include <string_view>

#include "base/money.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::model {
namespace {

// 128 bits hold any product of two numbers of 10^15 units at scale 6.
__extension__ using Wide = __int128;

struct Number {
    Wide units = 0;
    int scale = 0;
};

std::optional<Wide> units_of(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return *integer;
    }
    if (const auto* money = std::get_if<Money>(&value)) {
        return money->fen;
    }
    if (const auto* decimal = std::get_if<Decimal>(&value)) {
        return decimal->units;
    }
    return std::nullopt;
}

void align(Number& left, Number& right) {
    for (; left.scale < right.scale; ++left.scale) {
        left.units *= 10;
    }
    for (; right.scale < left.scale; ++right.scale) {
        right.units *= 10;
    }
}

template <typename T>
bool decide(Operation operation, const T& left, const T& right) {
    switch (operation) {
        case Operation::Equal:
            return left == right;
        case Operation::NotEqual:
            return left != right;
        case Operation::Less:
            return left < right;
        case Operation::LessOrEqual:
            return left <= right;
        case Operation::Greater:
            return left > right;
        default:
            return left >= right;
    }
}

bool contains_code(std::string_view codes, std::string_view code) {
    while (!codes.empty()) {
        const auto comma = codes.find(',');
        if (codes.substr(0, comma) == code) {
            return true;
        }
        codes = comma == std::string_view::npos ? "" : codes.substr(comma + 1);
    }
    return false;
}

class Evaluator {
  public:
    Evaluator(const std::vector<ExpressionNode>& nodes, std::span<const Value> values)
        : nodes_(nodes), values_(values) {}

    const Value& operand(const ExpressionNode& node) const {
        return node.operation == Operation::Field ? values_[node.left] : node.literal;
    }

    bool is_arithmetic(const ExpressionNode& node) const {
        return node.operation == Operation::Add || node.operation == Operation::Subtract ||
               node.operation == Operation::Multiply;
    }

    // Nothing when any field in it is empty.
    std::optional<Number> number(const ExpressionNode& node) const {
        if (!is_arithmetic(node)) {
            const auto units = units_of(operand(node));
            return units ? std::optional(Number{*units, node.scale}) : std::nullopt;
        }
        auto left = number(nodes_[node.left]);
        auto right = number(nodes_[node.right]);
        if (!left || !right) {
            return std::nullopt;
        }
        if (node.operation == Operation::Multiply) {
            return Number{left->units * right->units, left->scale + right->scale};
        }
        align(*left, *right);
        const Wide sign = node.operation == Operation::Add ? 1 : -1;
        return Number{left->units + sign * right->units, left->scale};
    }

  private:
    const std::vector<ExpressionNode>& nodes_;
    std::span<const Value> values_;
};

bool names_number(const ExpressionNode& node, const Evaluator& evaluator) {
    return evaluator.is_arithmetic(node) || units_of(evaluator.operand(node)).has_value();
}

}  // namespace

bool Expression::holds(std::span<const Value> values) const {
    return nodes_.empty() || holds(nodes_[root_], values);
}

std::vector<std::size_t> Expression::fields() const {
    std::vector<std::size_t> indices;
    for (const auto& node : nodes_) {
        if (node.operation == Operation::Field) {
            indices.push_back(node.left);
        }
    }
    return indices;
}

bool Expression::names_missing(std::span<const Value> values) const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& node) {
        return node.operation == Operation::Field && is_missing(values[node.left]);
    });
}

bool Expression::holds(const ExpressionNode& node, std::span<const Value> values) const {
    const Evaluator evaluator(nodes_, values);
    switch (node.operation) {
        case Operation::And:
            return holds(nodes_[node.left], values) && holds(nodes_[node.right], values);
        case Operation::Or:
            return holds(nodes_[node.left], values) || holds(nodes_[node.right], values);
        case Operation::Not:
            return !holds(nodes_[node.left], values);
        case Operation::IsMissing:
            return is_missing(evaluator.operand(nodes_[node.left]));
        case Operation::IsPresent:
            return !is_missing(evaluator.operand(nodes_[node.left]));
        case Operation::In: {
            const Value& value = evaluator.operand(nodes_[node.left]);
            return std::find(node.list.begin(), node.list.end(), value) != node.list.end();
        }
        case Operation::Contains: {
            const auto* codes = std::get_if<std::string>(&evaluator.operand(nodes_[node.left]));
            return codes != nullptr && contains_code(*codes, std::get<std::string>(node.literal));
        }
        case Operation::Field:
        case Operation::Literal: {
            const auto* truth = std::get_if<bool>(&evaluator.operand(node));
            return truth != nullptr && *truth;
        }
        default:
            return compare(node, values);
    }
}

bool Expression::compare(const ExpressionNode& node, std::span<const Value> values) const {
    const Evaluator evaluator(nodes_, values);
    const ExpressionNode& left = nodes_[node.left];
    const ExpressionNode& right = nodes_[node.right];
    if (names_number(left, evaluator) || names_number(right, evaluator)) {
        auto left_number = evaluator.number(left);
        auto right_number = evaluator.number(right);
        if (!left_number || !right_number) {
            return false;
        }
        align(*left_number, *right_number);
        return decide(node.operation, left_number->units, right_number->units);
    }
    const Value& left_value = evaluator.operand(left);
    const Value& right_value = evaluator.operand(right);
    if (is_missing(left_value) || is_missing(right_value)) {
        return false;
    }
    return decide(node.operation, left_value, right_value);
}

}  // namespace taizhang::model
