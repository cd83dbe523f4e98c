// SPDX-License-Identifier: Apache-2.0
#include "model/records/parse_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "model/areas/boundary.hpp"
#include "model/records/identity_number.hpp"

namespace taizhang::model {
namespace {

tl::unexpected<Error> refuse(std::string_view text, const FieldDefinition& field,
                             std::string message) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, "", std::string(text), expected_text(field)},
                   std::move(message), fmt::format("bad value for {}", field.name));
}

Value number_value(std::int64_t units, FieldType type) {
    if (type == FieldType::Money) {
        return Money{units};
    }
    return type == FieldType::Decimal ? Value{Decimal{units}} : Value{units};
}

// Commas are dropped only where they group thousands: 1,234,567.
std::optional<std::string> without_grouping(const std::string& text) {
    std::string plain;
    const auto point = std::min(text.find('.'), text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != ',') {
            plain += text[i];
        } else if (i == 0 || i >= point || (point - i) % 4 != 0) {
            return std::nullopt;
        }
    }
    return plain;
}

Result<Value> parse_number(std::string_view original, const FieldDefinition& field) {
    std::string text = folded(original);
    const bool money = field.type == FieldType::Money;
    int shift = 0;
    if (money) {
        for (const std::string_view sign : {"￥", "¥", "RMB"}) {
            text = text.starts_with(sign) ? trimmed(text.substr(sign.size())) : text;
        }
        const bool yuan = remove_suffix(text, "元");
        if (yuan && remove_suffix(text, "万")) {
            shift = 4;
        }
        text = trimmed(text);
    }
    const auto plain = without_grouping(text);
    const int scale = scale_of(field);
    // 6.13万元 read with four more digits is whole fen.
    const auto units = plain ? parse_scaled(*plain, scale + shift) : std::nullopt;
    if (!units) {
        return refuse(original, field,
                      fmt::format("{}不是可用的{}", field.title.zh, money ? "金额" : "数字"));
    }
    return number_value(*units, field.type);
}

// A date that only its writer can read is told so, with the way out.
tl::unexpected<Error> refuse_date(std::string_view text, const FieldDefinition& field,
                                  std::string_view kind) {
    if (!needs_order(folded(text))) {
        return refuse(text, field, fmt::format("{}不是{}", field.title.zh, kind));
    }
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, "", std::string(text),
                               "导入时写明次序：--date-order dmy（日/月/年）或 mdy（月/日/年）"},
                   fmt::format("看不出{}里哪个是日、哪个是月", field.title.zh),
                   fmt::format("order of the date is not told for {}", field.name));
}

Result<Value> parse_choice(std::string_view text, const FieldDefinition& field) {
    for (const auto& choice : field.choices) {
        if (text == choice.title.zh) {
            return Value{choice.code};
        }
    }
    const std::string wanted = folded(text);
    for (const auto& choice : field.choices) {
        if (wanted == folded(choice.title.zh) || wanted == choice.code ||
            wanted == choice.title.en ||
            std::any_of(choice.aliases.begin(), choice.aliases.end(),
                        [&](const std::string& alias) { return wanted == folded(alias); })) {
            return Value{choice.code};
        }
    }
    return refuse(text, field, fmt::format("{}没有“{}”这一项", field.title.zh, wanted));
}

Result<Value> parse_choices(std::string_view text, const FieldDefinition& field) {
    std::vector<std::string> codes;
    for (const auto& part : split(text, "、，,；;/\n")) {
        if (!trimmed(part).empty()) {
            codes.push_back(std::get<std::string>(TZ_TRY(parse_choice(part, field))));
        }
    }
    std::vector<std::string> ordered;
    for (const auto& choice : field.choices) {
        if (std::find(codes.begin(), codes.end(), choice.code) != codes.end()) {
            ordered.push_back(choice.code);
        }
    }
    return ordered.empty() ? Value{} : Value{join(ordered, ",")};
}

Result<Value> parse_boolean(std::string_view text, const FieldDefinition& field) {
    const std::string word = folded(text);
    for (const std::string_view yes : {"是", "有", "1", "true", "TRUE", "√", "Y", "yes"}) {
        if (word == yes) {
            return Value{true};
        }
    }
    for (const std::string_view no : {"否", "无", "0", "false", "FALSE", "×", "N", "no"}) {
        if (word == no) {
            return Value{false};
        }
    }
    return refuse(text, field, fmt::format("{}只能填是或否", field.title.zh));
}

// Longitude, latitude in degrees (CGCS2000).
Result<Value> parse_point(std::string_view text, const FieldDefinition& field) {
    auto parts = split(folded(text), ", ");
    std::erase(parts, "");
    if (parts.size() == 2) {
        const auto longitude = read_degrees(parts[0], kLongitudeDegreesMax);
        const auto latitude = read_degrees(parts[1], kLatitudeDegreesMax);
        if (longitude && latitude) {
            return Value{point_text({*longitude, *latitude})};
        }
    }
    return refuse(text, field, fmt::format("{}不是经纬度", field.title.zh));
}

bool is_blank(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (!is_white_space(next_character(text, at))) {
            return false;
        }
    }
    return true;
}

// Offices write two numbers, extensions and whose it is; what has no digits, or is a number that a
// spreadsheet shows short (1.38E+10), nobody can call.
bool is_phone(const std::string& text) {
    constexpr std::ptrdiff_t kDigitsMin = 3;
    const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return digits >= kDigitsMin && text.find('.') == std::string::npos;
}

Result<Value> parse_plain_text(std::string_view text, const FieldDefinition& field) {
    if (field.type == FieldType::IdNumber) {
        const std::string number = replaced(folded(text), "x", "X");
        if (!is_identity_number(number)) {
            return refuse(text, field, fmt::format("{}不是有效的身份证号码", field.title.zh));
        }
        return Value{number};
    }
    if (field.type == FieldType::Phone) {
        const std::string number = folded(text);
        return is_phone(number)
                   ? Result<Value>(Value{number})
                   : refuse(text, field, fmt::format("{}不是电话号码", field.title.zh));
    }
    return Value{trimmed(text)};
}

}  // namespace

std::optional<std::int32_t> read_degrees(std::string_view text, int degrees_max) {
    // Seven digits are a centimetre; what other programs write behind them is noise.
    const auto point = std::min(text.find('.'), text.size());
    const std::string_view noise = text.substr(std::min(point + 1 + kDegreeScale, text.size()));
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto units = parse_scaled(text.substr(0, text.size() - noise.size()), kDegreeScale);
    if (!units || !std::all_of(noise.begin(), noise.end(), is_digit)) {
        return std::nullopt;
    }
    if (!noise.empty() && noise.front() >= '5') {
        *units += text.starts_with('-') ? -1 : 1;
    }
    const std::int64_t bound = degrees_max * power_of_ten(kDegreeScale);
    if (std::abs(*units) > bound) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(*units);
}

Result<Value> parse_stored_literal(std::string_view text, const FieldDefinition& field) {
    if (is_number(field.type)) {
        const auto units = parse_scaled(text, scale_of(field));
        return units ? Result<Value>(number_value(*units, field.type))
                     : refuse(text, field, "不是这个类型的数字");
    }
    if (field.type == FieldType::Date) {
        return Value{TZ_TRY(parse_date(text))};
    }
    if (field.type == FieldType::DateTime) {
        return Value{TZ_TRY(parse_instant(text))};
    }
    if (field.type == FieldType::Boolean && (text == "true" || text == "false")) {
        return Value{text == "true"};
    }
    if (field.type == FieldType::Choice && field.choice(text) != nullptr) {
        return Value{std::string(text)};
    }
    if (is_text(field.type)) {
        return Value{std::string(text)};
    }
    if (field.type == FieldType::MultiChoice || field.type == FieldType::Point) {
        auto value = parse_typed(text, field);
        if (value && stored_text(*value, field) == text) {
            return value;
        }
    }
    return refuse(text, field, "不是这个类型的值");
}

Result<Value> parse_typed(std::string_view text, const FieldDefinition& field, DateOrder order) {
    if (is_blank(text)) {
        return Value{};
    }
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Money:
            return parse_number(text, field);
        case FieldType::Date:
            if (const auto date = written_date(folded(text), order)) {
                return Value{*date};
            }
            return refuse_date(text, field, "日期");
        case FieldType::DateTime:
            if (const auto instant = written_time(folded(text), order)) {
                return Value{*instant};
            }
            return refuse_date(text, field, "时间");
        case FieldType::Boolean:
            return parse_boolean(text, field);
        case FieldType::Choice:
            return parse_choice(text, field);
        case FieldType::MultiChoice:
            return parse_choices(text, field);
        case FieldType::Point:
            return parse_point(text, field);
        default:
            return parse_plain_text(text, field);
    }
}

}  // namespace taizhang::model
