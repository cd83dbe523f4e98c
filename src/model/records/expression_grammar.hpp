// SPDX-License-Identifier: Apache-2.0
// The grammar of expressions as a syntax tree. Kept apart because PEGTL is slow to compile.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace taizhang::model {

enum class SyntaxKind {
    Number,
    Text,
    True,
    False,
    Name,
    Add,
    Subtract,
    Multiply,
    Compare,
    In,
    Contains,
    IsMissing,
    IsPresent,
    And,
    Or,
    Not,
};

struct Syntax {
    SyntaxKind kind = SyntaxKind::Name;
    std::string text;        // literal or name without quotes; of Compare: the operator
    std::size_t column = 1;  // 1-based character
    std::vector<Syntax> parts;
};

// Nested no deeper than limits::kExpressionDepthMax.
Result<Syntax> parse_syntax(const std::string& source);

}  // namespace taizhang::model
