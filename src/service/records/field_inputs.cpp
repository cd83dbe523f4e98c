// SPDX-License-Identifier: Apache-2.0
#include "service/records/field_inputs.hpp"

#include <fmt/format.h>

namespace taizhang::service {

Error field_error(const std::string& field, std::string message, std::string log) {
    return Error{ErrorCode::InvalidInput, std::move(message), std::move(log),
                 SourcePlace{"", "", 0, field, "", ""}};
}

std::vector<FieldValue> read_inputs(const ValueReader& reader,
                                    const model::LedgerDefinition& ledger,
                                    const std::vector<FieldInput>& inputs,
                                    std::vector<Error>& errors) {
    std::vector<FieldValue> values;
    for (const auto& input : inputs) {
        const auto index = ledger.field_index(input.field);
        if (!index || ledger.fields[*index].retired) {
            errors.push_back(field_error(
                input.field, fmt::format("台账“{}”没有这一项", ledger.title.zh), "no such field"));
            continue;
        }
        if (ledger.fields[*index].type == model::FieldType::Attachment) {
            errors.push_back(field_error(input.field, "附件要上传或删除，不能直接写",
                                         "attachments are sent by themselves"));
            continue;
        }
        auto value = input.text ? reader.read(*input.text, ledger.fields[*index])
                                : Result<model::Value>(model::Value{});
        if (value) {
            values.push_back({*index, std::move(*value)});
            continue;
        }
        Error error = value.error();
        error.place = error.place.value_or(SourcePlace{});
        error.place->column = input.field;
        error.place->value = *input.text;
        errors.push_back(std::move(error));
    }
    return values;
}

}  // namespace taizhang::service
