// SPDX-License-Identifier: Apache-2.0
#include "model/records/expression_grammar.hpp"

#include <fmt/format.h>

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/parse_tree.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace grammar {

using namespace tao::pegtl;  // NOLINT(google-build-using-namespace): a grammar is unreadable
                             // otherwise

struct spaces : star<space> {};
template <typename Rule>
struct token : seq<Rule, spaces> {};

struct name_rest : star<sor<alnum, one<'_'>>> {};
struct word_end : not_at<sor<alnum, one<'_'>>> {};
template <char... Characters>
struct word : seq<string<Characters...>, word_end, spaces> {};

struct key_and : word<'a', 'n', 'd'> {};
struct key_or : word<'o', 'r'> {};
struct key_not : word<'n', 'o', 't'> {};
struct key_in : word<'i', 'n'> {};
struct key_is : word<'i', 's'> {};
struct key_missing : word<'m', 'i', 's', 's', 'i', 'n', 'g'> {};
struct key_contains : word<'c', 'o', 'n', 't', 'a', 'i', 'n', 's'> {};
struct key_true : word<'t', 'r', 'u', 'e'> {};
struct key_false : word<'f', 'a', 'l', 's', 'e'> {};
struct keyword : sor<key_and, key_or, key_not, key_in, key_is, key_missing, key_contains, key_true,
                     key_false> {};

struct number : seq<plus<digit>, opt<one<'.'>, plus<digit>>> {};
struct negative_number : seq<one<'-'>, number> {};
struct text_body : star<sor<seq<one<'\''>, one<'\''>>, not_one<'\''>>> {};
struct text : if_must<one<'\''>, text_body, one<'\''>> {};
struct name : seq<not_at<keyword>, lower, name_rest> {};

struct expression;
struct bracketed : if_must<token<one<'('>>, expression, token<one<')'>>> {};
struct literal : sor<token<negative_number>, token<number>, token<text>, key_true, key_false> {};
struct primary : sor<bracketed, literal, token<name>> {};
struct times : token<one<'*'>> {};
struct product : list<primary, times> {};
struct plus_sign : token<one<'+'>> {};
struct minus_sign : token<one<'-'>> {};
struct sum : seq<product, star<sor<plus_sign, minus_sign>, must<product>>> {};

struct comparison_sign
    : sor<string<'!', '='>, string<'<', '='>, string<'>', '='>, one<'='>, one<'<'>, one<'>'>> {};
struct compare_tail : if_must<token<comparison_sign>, sum> {};
struct in_tail
    : if_must<key_in, token<one<'('>>, list_must<literal, token<one<','>>>, token<one<')'>>> {};
struct contains_tail : if_must<key_contains, token<text>> {};
struct missing_tail : seq<key_is, key_missing> {};
struct present_tail : seq<key_is, key_not, key_missing> {};
struct comparison
    : seq<sum, opt<sor<compare_tail, in_tail, contains_tail, missing_tail, present_tail>>> {};
struct negation;
struct not_term : if_must<key_not, negation> {};
struct negation : sor<not_term, comparison> {};
struct conjunction : list_must<negation, key_and> {};
struct expression : list_must<conjunction, key_or> {};
struct whole : must<spaces, expression, eof> {};

template <typename Rule>
using kept = parse_tree::selector<
    Rule,
    parse_tree::store_content::on<number, negative_number, text_body, name, comparison_sign, times,
                                  plus_sign, minus_sign, key_true, key_false>,
    parse_tree::remove_content::on<compare_tail, in_tail, contains_tail, missing_tail, present_tail,
                                   not_term>,
    parse_tree::fold_one::on<product, sum, comparison, conjunction, expression>>;

}  // namespace grammar

namespace {

using Tree = tao::pegtl::parse_tree::node;

Syntax convert(const Tree& tree);

Syntax leaf(SyntaxKind kind, const Tree& tree, std::string text) {
    return Syntax{kind, std::move(text), tree.begin().column, {}};
}

Syntax binary(SyntaxKind kind, std::string text, Syntax left, Syntax right) {
    const std::size_t column = left.column;
    return Syntax{kind, std::move(text), column, {std::move(left), std::move(right)}};
}

// Left-associative chains: operand (operator operand)*.
Syntax convert_sum(const Tree& tree) {
    Syntax result = convert(*tree.children.front());
    for (std::size_t i = 1; i + 1 < tree.children.size(); i += 2) {
        const Tree& sign = *tree.children[i];
        const auto kind = sign.is_type<grammar::plus_sign>()    ? SyntaxKind::Add
                          : sign.is_type<grammar::minus_sign>() ? SyntaxKind::Subtract
                                                                : SyntaxKind::Multiply;
        result = binary(kind, "", std::move(result), convert(*tree.children[i + 1]));
    }
    return result;
}

Syntax convert_chain(const Tree& tree, SyntaxKind kind) {
    Syntax result = convert(*tree.children.front());
    for (std::size_t i = 1; i < tree.children.size(); ++i) {
        result = binary(kind, "", std::move(result), convert(*tree.children[i]));
    }
    return result;
}

Syntax convert_comparison(const Tree& tree) {
    Syntax left = convert(*tree.children.front());
    const Tree& tail = *tree.children.back();
    if (tail.is_type<grammar::compare_tail>()) {
        return binary(SyntaxKind::Compare, trimmed(tail.children.front()->string()),
                      std::move(left), convert(*tail.children.back()));
    }
    if (tail.is_type<grammar::missing_tail>() || tail.is_type<grammar::present_tail>()) {
        const auto kind =
            tail.is_type<grammar::missing_tail>() ? SyntaxKind::IsMissing : SyntaxKind::IsPresent;
        const std::size_t column = left.column;
        return Syntax{kind, "", column, {std::move(left)}};
    }
    const auto kind = tail.is_type<grammar::in_tail>() ? SyntaxKind::In : SyntaxKind::Contains;
    Syntax result{kind, "", left.column, {}};
    result.parts.push_back(std::move(left));
    for (const auto& child : tail.children) {
        result.parts.push_back(convert(*child));
    }
    return result;
}

Syntax convert(const Tree& tree) {
    if (tree.is_type<grammar::number>() || tree.is_type<grammar::negative_number>()) {
        return leaf(SyntaxKind::Number, tree, tree.string());
    }
    if (tree.is_type<grammar::text_body>()) {
        return leaf(SyntaxKind::Text, tree, replaced(tree.string(), "''", "'"));
    }
    if (tree.is_type<grammar::name>()) {
        return leaf(SyntaxKind::Name, tree, tree.string());
    }
    if (tree.is_type<grammar::key_true>() || tree.is_type<grammar::key_false>()) {
        return leaf(tree.is_type<grammar::key_true>() ? SyntaxKind::True : SyntaxKind::False, tree,
                    "");
    }
    if (tree.is_type<grammar::not_term>()) {
        return Syntax{SyntaxKind::Not, "", tree.begin().column, {convert(*tree.children.front())}};
    }
    if (tree.is_type<grammar::comparison>()) {
        return convert_comparison(tree);
    }
    if (tree.is_type<grammar::conjunction>()) {
        return convert_chain(tree, SyntaxKind::And);
    }
    if (tree.is_type<grammar::expression>()) {
        return convert_chain(tree, SyntaxKind::Or);
    }
    return convert_sum(tree);
}

tl::unexpected<Error> refuse(std::size_t column, std::string message, std::string expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, std::to_string(column), "", std::move(expected)},
                   std::move(message), "bad expression");
}

// Every level of the tree costs some bytes of source, and each opens with "(" or "not".
bool too_deep(const std::string& source) {
    int depth = 0;
    for (std::size_t i = 0; i < source.size(); ++i) {
        depth += source[i] == '(' || source.compare(i, 4, "not ") == 0 ? 1 : 0;
    }
    return depth > limits::kExpressionDepthMax;
}

}  // namespace

Result<Syntax> parse_syntax(const std::string& source) {
    if (source.size() > limits::kExpressionBytesMax || too_deep(source)) {
        return refuse(1, "表达式太长或括号太多",
                      fmt::format("不超过 {} 字节、{} 层", limits::kExpressionBytesMax,
                                  limits::kExpressionDepthMax));
    }
    tao::pegtl::memory_input input(source, "expression");
    try {
        const auto root = tao::pegtl::parse_tree::parse<grammar::whole, grammar::kept>(input);
        return convert(*root->children.front());
    } catch (const tao::pegtl::parse_error& error) {
        const auto& at = error.positions().front();
        return refuse(
            at.column, fmt::format("表达式“{}”在第 {} 个字符处看不懂", source, at.column),
            "字段、数字、'文字'，用 = != < <= > >= in contains is missing and or not 连接");
    }
}

}  // namespace taizhang::model
