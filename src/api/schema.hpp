// SPDX-License-Identifier: Apache-2.0
// JSON Schema (2020-12, the part that OpenAPI 3.1 and our messages need) as values: the same schema
// documents a message, makes its TypeScript type and checks it.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace taizhang::api {

using Schema = boost::json::object;

struct Property {
    std::string name;
    Schema schema;
    bool required = true;
};

Schema text_schema(std::string_view description, std::size_t characters_max = 200);
Schema integer_schema(std::string_view description, std::int64_t min, std::int64_t max);
Schema boolean_schema(std::string_view description);
Schema id_schema(std::string_view description);       // a string of digits
Schema date_schema(std::string_view description);     // 2020-05-31
Schema instant_schema(std::string_view description);  // 2020-05-31T08:30:05.123Z
Schema choice_schema(std::string_view description, const std::vector<std::string_view>& choices);
Schema array_schema(Schema items, std::size_t items_max);
Schema map_schema(std::string_view description, Schema values);  // of free keys
Schema object_schema(const std::vector<Property>& properties);   // and nothing else
Schema or_null(Schema schema);
Schema reference_schema(std::string_view name);  // of #/components/schemas

// A field of a record as it is in JSON: any of string, number, boolean, array of strings, null.
Schema field_value_schema();

// Named schemas that the messages refer to.
using SchemaBook = std::vector<std::pair<std::string, Schema>>;

// A key within a JSON pointer.
std::string pointer_part(std::string_view key);

// Every mistake with its place: place.column is a JSON pointer (RFC 6901). At most
// limits::kApiErrorsMax of them.
std::vector<Error> check_json(const boost::json::value& value, const Schema& schema,
                              const SchemaBook& book);

}  // namespace taizhang::api
