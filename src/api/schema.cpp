// SPDX-License-Identifier: Apache-2.0
#include "api/schema.hpp"

#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

Schema described(std::string_view type, std::string_view description) {
    Schema schema{{"type", type}};
    if (!description.empty()) {
        schema["description"] = description;
    }
    return schema;
}

}  // namespace

Schema text_schema(std::string_view description, std::size_t characters_max) {
    Schema schema = described("string", description);
    schema["maxLength"] = characters_max;
    return schema;
}

Schema integer_schema(std::string_view description, std::int64_t min, std::int64_t max) {
    Schema schema = described("integer", description);
    schema["minimum"] = min;
    schema["maximum"] = max;
    return schema;
}

Schema boolean_schema(std::string_view description) {
    return described("boolean", description);
}

Schema id_schema(std::string_view description) {
    Schema schema = described("string", description);
    schema["format"] = "int64";
    schema["maxLength"] = 19;
    schema["examples"] = json::array{"228532545041465344"};
    return schema;
}

Schema date_schema(std::string_view description) {
    Schema schema = described("string", description);
    schema["format"] = "date";
    schema["maxLength"] = 10;
    return schema;
}

Schema instant_schema(std::string_view description) {
    Schema schema = described("string", description);
    schema["format"] = "date-time";
    schema["maxLength"] = 35;
    return schema;
}

Schema choice_schema(std::string_view description, const std::vector<std::string_view>& choices) {
    Schema schema = described("string", description);
    json::array values;
    for (const auto choice : choices) {
        values.emplace_back(choice);
    }
    schema["enum"] = std::move(values);
    return schema;
}

Schema array_schema(Schema items, std::size_t items_max) {
    return {{"type", "array"}, {"items", std::move(items)}, {"maxItems", items_max}};
}

Schema map_schema(std::string_view description, Schema values) {
    Schema schema = described("object", description);
    schema["additionalProperties"] = std::move(values);
    schema["maxProperties"] = limits::kFieldsPerLedgerMax;
    return schema;
}

Schema object_schema(const std::vector<Property>& properties) {
    json::object named;
    json::array required;
    for (const auto& property : properties) {
        named[property.name] = property.schema;
        if (property.required) {
            required.emplace_back(property.name);
        }
    }
    Schema schema{{"type", "object"}, {"properties", std::move(named)}};
    if (!required.empty()) {
        schema["required"] = std::move(required);
    }
    schema["additionalProperties"] = false;
    return schema;
}

Schema or_null(Schema schema) {
    if (const auto* type = schema.if_contains("type"); type != nullptr && type->is_string()) {
        schema["type"] = json::array{type->get_string(), "null"};
        return schema;
    }
    return {{"anyOf", json::array{std::move(schema), Schema{{"type", "null"}}}}};
}

Schema reference_schema(std::string_view name) {
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

Schema field_value_schema() {
    return {{"description",
             "文本、数字、是否；多选为代码的数组；区域、科室、关联为名称、编号或 #id；null 为空"},
            {"type", json::array{"string", "number", "boolean", "array", "null"}},
            {"items", Schema{{"type", "string"}, {"maxLength", limits::kTextCharactersDefault}}},
            {"maxLength", limits::kLongTextCharactersDefault},
            {"maxItems", limits::kChoicesPerFieldMax}};
}

}  // namespace taizhang::api
