// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_values.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::service {

using model::FieldDefinition;
using model::FieldType;
using model::Value;

namespace {

// No name of a field has this character.
constexpr std::string_view kReasonKey = "@reason";

bool is_looked_up(FieldType type) {
    return type == FieldType::Area || type == FieldType::Unit || type == FieldType::Reference;
}

std::optional<std::int64_t> written_id(std::string_view text) {
    std::int64_t id = 0;
    if (text.size() < 2 || text.front() != '#') {
        return std::nullopt;
    }
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), id);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(id)
                                                                    : std::nullopt;
}

tl::unexpected<Error> unknown(std::string_view text, const FieldDefinition& field) {
    return fail_at(ErrorCode::NotFound,
                   SourcePlace{"", "", 0, "", std::string(text), expected_text(field)},
                   fmt::format("没有“{}”", text), "nothing of that name or number");
}

}  // namespace

Result<Value> ValueReader::reference(std::string_view text, const FieldDefinition& field) const {
    const auto& ledger = *definitions.catalog.pack.ledger(field.reference_to);
    const auto grant = access::authorize(who, access::Permission::ReadRecords, ledger);
    if (!grant) {
        return unknown(text, field);
    }
    const auto rows = grant->rows(ledger);
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &rows;
    if (const auto id = written_id(text)) {
        query.id = RecordId{*id};
    } else {
        query.number = std::string(text);
    }
    const auto found = tx.find_record(query);
    return found ? Result<Value>(found->id.value) : unknown(text, field);
}

Result<Value> ValueReader::look_up(const std::string& text, const FieldDefinition& field) const {
    if (field.type == FieldType::Reference) {
        return reference(text, field);
    }
    const auto id = written_id(text);
    if (field.type == FieldType::Area) {
        if (!id) {
            return Value{TZ_TRY(definitions.areas.find(text)).value};
        }
        return definitions.areas.latest(AreaId{*id}) != nullptr ? Result<Value>(*id)
                                                                : unknown(text, field);
    }
    if (!id) {
        return Value{TZ_TRY(model::find_unit(definitions.units, text)).value};
    }
    for (const auto& unit : definitions.units) {
        if (unit.id.value == *id) {
            return Value{*id};
        }
    }
    return unknown(text, field);
}

Result<Value> ValueReader::read(std::string_view text, const FieldDefinition& field) const {
    if (field.sensitive != model::Sensitivity::None && text.find('*') != std::string_view::npos) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "", std::string(text), "写全；不改的不要写"},
                       fmt::format("{}是遮盖过的", field.title.zh), "masked value");
    }
    const std::string plain = trimmed(text);
    if (is_looked_up(field.type) && !plain.empty()) {
        return look_up(plain, field);
    }
    if (field.type == FieldType::Attachment) {
        return plain.empty() ? Result<Value>(Value{}) : Result<Value>(plain);
    }
    return model::parse_typed(text, field);
}

std::optional<Value> value_of_stored(const std::string& text, const FieldDefinition& field) {
    if (is_looked_up(field.type)) {
        return written_id("#" + text);
    }
    auto value = model::parse_stored_literal(text, field);
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

std::vector<FieldBefore> fields_before(const std::string& diff,
                                       const model::LedgerDefinition& ledger) {
    std::vector<FieldBefore> fields;
    if (diff.empty()) {
        return fields;
    }
    const auto json = boost::json::parse(diff);
    for (const auto& entry : json.as_object()) {
        if (const auto field = ledger.field_index(std::string_view(entry.key()))) {
            const auto* text = entry.value().if_string();
            fields.push_back({*field, text == nullptr ? Value{}
                                                      : value_of_stored(std::string(*text),
                                                                        ledger.fields[*field])
                                                            .value_or(Value{std::string(*text)})});
        }
    }
    return fields;
}

std::string with_reason(std::string diff, const std::string& reason) {
    if (reason.empty()) {
        return diff;
    }
    auto json = diff.empty() ? boost::json::object() : boost::json::parse(diff).as_object();
    json[kReasonKey] = reason;
    return boost::json::serialize(json);
}

std::string reason_of(const std::string& diff) {
    if (diff.empty()) {
        return "";
    }
    const auto json = boost::json::parse(diff);
    const auto* reason = json.is_object() ? json.as_object().if_contains(kReasonKey) : nullptr;
    return reason != nullptr && reason->is_string() ? std::string(reason->get_string()) : "";
}

}  // namespace taizhang::service
