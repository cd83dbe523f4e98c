// SPDX-License-Identifier: Apache-2.0
// `where`, `visible_if` and `check`: one small language, checked against a ledger's fields before
// it is ever evaluated, so that evaluation cannot fail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/records/value.hpp"

namespace taizhang::model {

struct FieldDefinition;
struct LedgerDefinition;

enum class Operation {
    Field,
    Literal,
    Add,
    Subtract,
    Multiply,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Contains,
    IsMissing,
    IsPresent,
    And,
    Or,
    Not,
};

struct ExpressionNode {
    Operation operation = Operation::Literal;
    std::size_t left = 0;  // index of a node; of Field: index of the field
    std::size_t right = 0;
    int scale = 0;  // of a number: digits after the point
    Value literal;
    std::vector<Value> list;  // of In
};

class Expression {
  public:
    Expression() = default;
    Expression(std::string source, std::vector<ExpressionNode> nodes, std::size_t root)
        : source_(std::move(source)), nodes_(std::move(nodes)), root_(root) {}

    const std::string& source() const { return source_; }

    // `values` is parallel to the ledger's fields. A comparison with an empty field is false.
    bool holds(std::span<const Value> values) const;

    // Whether any field it names is empty; a check rule is not applied then.
    bool names_missing(std::span<const Value> values) const;

    // Indices of the fields it names; some may come twice.
    std::vector<std::size_t> fields() const;

    // In Chinese, by the titles of fields and choices: 办理状态为“已发放”且救助金额大于 500.
    std::string in_words(const LedgerDefinition& ledger) const;

  private:
    bool holds(const ExpressionNode& node, std::span<const Value> values) const;
    bool compare(const ExpressionNode& node, std::span<const Value> values) const;

    std::string source_;
    std::vector<ExpressionNode> nodes_;
    std::size_t root_ = 0;
};

// The error's place has column (1-based character) and what would be right; file and line are the
// caller's to add.
Result<Expression> parse_expression(const std::string& source, const LedgerDefinition& ledger);

}  // namespace taizhang::model
