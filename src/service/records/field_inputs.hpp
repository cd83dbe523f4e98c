// SPDX-License-Identifier: Apache-2.0
// Fields of a record as a person types them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/records/record_values.hpp"

namespace taizhang::service {

struct FieldInput {
    std::string field;
    std::optional<std::string> text;  // as typed; absent: nothing shall stand there
};

struct FieldValue {
    std::size_t field = 0;  // index into the definition's fields
    model::Value value;
};

// place.column of an error is the field's name.
Error field_error(const std::string& field, std::string message, std::string log);

// What can be read of them; what cannot goes to `errors`.
std::vector<FieldValue> read_inputs(const ValueReader& reader,
                                    const model::LedgerDefinition& ledger,
                                    const std::vector<FieldInput>& inputs,
                                    std::vector<Error>& errors);

}  // namespace taizhang::service
