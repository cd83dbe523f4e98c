// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>

#include "api/schema.hpp"
#include "base/calendar.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

constexpr std::size_t kValueShownBytes = 60;

std::string_view type_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "boolean";
        case json::kind::string:
            return "string";
        case json::kind::array:
            return "array";
        case json::kind::object:
            return "object";
        case json::kind::double_:
            return "number";
        default:
            return "integer";
    }
}

std::string type_title(std::string_view type) {
    constexpr std::pair<std::string_view, std::string_view> kTitles[] = {
        {"null", "空"},     {"boolean", "true 或 false"}, {"string", "文本"}, {"array", "数组"},
        {"object", "对象"}, {"number", "数字"},           {"integer", "整数"}};
    for (const auto& [name, title] : kTitles) {
        if (name == type) {
            return std::string(title);
        }
    }
    return std::string(type);
}

bool has_type(std::string_view wanted, std::string_view type) {
    return wanted == type || (wanted == "number" && type == "integer");
}

std::string shown(const json::value& value) {
    std::string text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    return text.size() > kValueShownBytes ? first_characters(text, kValueShownBytes / 3) + "…"
                                          : text;
}

std::size_t number_in(const Schema& schema, std::string_view key, std::size_t otherwise) {
    const auto* found = schema.if_contains(key);
    return found == nullptr ? otherwise : found->to_number<std::size_t>();
}

bool is_id(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc{} && end == text.data() + text.size() && id > 0;
}

class Checker {
  public:
    explicit Checker(const SchemaBook& book) : book_(book) {}

    void check(const json::value& value, const Schema& schema, const std::string& pointer) {
        if (errors.size() >= limits::kApiErrorsMax) {
            return;
        }
        if (const auto* name = schema.if_contains("$ref")) {
            check(value, named(name->as_string()), pointer);
            return;
        }
        if (!check_type(value, schema, pointer)) {
            return;
        }
        if (const auto* text = value.if_string()) {
            check_text(*text, schema, pointer);
        } else if (const auto* array = value.if_array()) {
            check_array(*array, schema, pointer);
        } else if (const auto* object = value.if_object()) {
            check_object(*object, schema, pointer);
        } else if (value.is_int64() || value.is_uint64()) {
            check_integer(value, schema, pointer);
        }
    }

    std::vector<Error> errors;

  private:
    void note(const std::string& pointer, std::string message, std::string expected,
              const json::value& value) {
        if (errors.size() >= limits::kApiErrorsMax) {
            return;
        }
        errors.push_back(Error{ErrorCode::InvalidInput, std::move(message), "request body",
                               SourcePlace{"", "", 0, pointer, shown(value), std::move(expected)}});
    }

    const Schema& named(std::string_view reference) const {
        const auto name = reference.substr(reference.rfind('/') + 1);
        const auto found = std::find_if(book_.begin(), book_.end(),
                                        [&](const auto& entry) { return entry.first == name; });
        return found->second;
    }

    bool check_type(const json::value& value, const Schema& schema, const std::string& pointer) {
        const auto* wanted = schema.if_contains("type");
        if (wanted == nullptr) {
            return true;
        }
        const auto type = type_of(value);
        std::vector<std::string> titles;
        const auto fits = [&](const json::value& one) {
            titles.push_back(type_title(one.as_string()));
            return has_type(one.as_string(), type);
        };
        const auto* several = wanted->if_array();
        const bool right = several != nullptr ? std::any_of(several->begin(), several->end(), fits)
                                              : fits(*wanted);
        if (!right) {
            note(pointer, "类型不对", join(titles, "或"), value);
        }
        return right;
    }

    void check_text(const json::string& text, const Schema& schema, const std::string& pointer) {
        const auto max = number_in(schema, "maxLength", limits::kLongTextCharactersDefault);
        const auto min = number_in(schema, "minLength", 0);
        const auto length = character_count(text);
        if (length > max || length < min) {
            note(pointer,
                 length > max ? fmt::format("太长，最多 {} 字", max)
                              : fmt::format("太短，至少 {} 字", min),
                 "", text);
        }
        const auto* choices = schema.if_contains("enum");
        if (choices != nullptr) {
            const auto& array = choices->as_array();
            if (std::find(array.begin(), array.end(), json::value(text)) == array.end()) {
                note(pointer, "没有这个选项", json::serialize(array), text);
            }
        }
        const auto* format = schema.if_contains("format");
        if (format != nullptr && format->as_string() == "int64" && !is_id(text)) {
            note(pointer, "不是编号", "正整数，写成文本", text);
        }
        if (format != nullptr && format->as_string() == "date" && !parse_date(text)) {
            note(pointer, "不是日期", "如 2020-05-31", text);
        }
    }

    void check_integer(const json::value& value, const Schema& schema, const std::string& pointer) {
        const auto* min = schema.if_contains("minimum");
        const auto* max = schema.if_contains("maximum");
        if (min == nullptr || max == nullptr) {
            return;
        }
        if (value.is_uint64() || value.get_int64() < min->as_int64() ||
            value.get_int64() > max->as_int64()) {
            note(pointer, "超出范围", fmt::format("{} 到 {}", min->as_int64(), max->as_int64()),
                 value);
        }
    }

    void check_array(const json::array& array, const Schema& schema, const std::string& pointer) {
        const auto max = number_in(schema, "maxItems", limits::kApiItemsMax);
        if (array.size() > max) {
            note(pointer, fmt::format("最多 {} 个", max), "",
                 static_cast<std::int64_t>(array.size()));
            return;
        }
        const auto* items = schema.if_contains("items");
        for (std::size_t i = 0; items != nullptr && i < array.size(); ++i) {
            check(array[i], items->as_object(), fmt::format("{}/{}", pointer, i));
        }
    }

    void check_object(const json::object& object, const Schema& schema,
                      const std::string& pointer) {
        if (const auto* required = schema.if_contains("required")) {
            for (const auto& name : required->as_array()) {
                if (!object.contains(name.as_string())) {
                    note(pointer + "/" + pointer_part(name.as_string()), "没有填", "", nullptr);
                }
            }
        }
        if (object.size() > number_in(schema, "maxProperties", limits::kApiItemsMax)) {
            note(pointer, "项数太多", "", static_cast<std::int64_t>(object.size()));
            return;
        }
        const auto* properties = schema.if_contains("properties");
        const auto* others = schema.if_contains("additionalProperties");
        for (const auto& [key, value] : object) {
            const std::string place = pointer + "/" + pointer_part(key);
            const auto* known =
                properties == nullptr ? nullptr : properties->as_object().if_contains(key);
            if (known != nullptr) {
                check(value, known->as_object(), place);
            } else if (others != nullptr && others->is_object()) {
                check(value, others->as_object(), place);
            } else if (others == nullptr || !others->as_bool()) {
                note(place, "没有这一项", "", value);
            }
        }
    }

    const SchemaBook& book_;
};

}  // namespace

std::string pointer_part(std::string_view key) {
    return replaced(replaced(std::string(key), "~", "~0"), "/", "~1");
}

std::vector<Error> check_json(const json::value& value, const Schema& schema,
                              const SchemaBook& book) {
    Checker checker(book);
    checker.check(value, schema, "");
    return std::move(checker.errors);
}

}  // namespace taizhang::api
