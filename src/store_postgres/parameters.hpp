// SPDX-License-Identifier: Apache-2.0
// What is bound to a statement, in PostgreSQL's text form. A statement's text and what is bound to
// it are built side by side, so that they cannot fall apart.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/digest.hpp"
#include "base/ids.hpp"

namespace taizhang::store_postgres {

using Parameter = std::optional<std::string>;  // absent: NULL

inline Parameter text_of(std::int64_t number) {
    return fmt::format_int(number).str();
}
inline Parameter text_of(int number) {
    return fmt::format_int(number).str();
}
inline Parameter text_of(bool truth) {
    return truth ? "t" : "f";
}
inline Parameter text_of(std::string_view text) {
    return std::string(text);
}
inline Parameter text_of(const char* text) {
    return std::string(text);
}
inline Parameter text_of(const std::string& text) {
    return text;
}
inline Parameter text_of(double number) {
    return fmt::format("{}", number);  // the shortest that reads as the same
}
inline Parameter text_of(Date date) {
    return format_date(date);
}
inline Parameter text_of(Instant instant) {
    return text_of(instant.milliseconds);
}
inline Parameter text_of(const Parameter& parameter) {
    return parameter;
}
template <typename Tag>
Parameter text_of(Id<Tag> id) {
    return text_of(id.value);
}

// As a BYTEA.
Parameter bytes_text(std::string_view bytes);
Parameter digest_text(const Digest& digest);
Parameter digest_or_null(const Digest& digest);  // NULL for zeros

// {1,2,3}
template <typename Id>
std::string array_text(const std::vector<Id>& ids) {
    std::string text = "{";
    for (const auto& id : ids) {
        text += text.size() == 1 ? "" : ",";
        text += *text_of(id);
    }
    return text + "}";
}

class Parameters {
  public:
    Parameters() = default;
    template <typename... Values>
    explicit Parameters(OfficeId office, const Values&... values) {
        add(office);
        (add(values), ...);
    }

    template <typename Value>
    Parameters& add(const Value& value) {
        values_.push_back(text_of(value));
        return *this;
    }
    const std::vector<Parameter>& values() const { return values_; }

  private:
    std::vector<Parameter> values_;
};

class Sql {
  public:
    Sql& operator<<(std::string_view part) {
        text_ += part;
        return *this;
    }
    // The value's place in the text: $3.
    template <typename Value>
    std::string bind(const Value& value) {
        parameters_.add(value);
        return fmt::format("${}", parameters_.values().size());
    }
    const std::string& text() const { return text_; }
    const Parameters& parameters() const { return parameters_; }

  private:
    std::string text_;
    Parameters parameters_;
};

// A name of PostgreSQL has 63 bytes; of two longer ones it would see no difference.
std::string identifier(const std::string& name);

}  // namespace taizhang::store_postgres
