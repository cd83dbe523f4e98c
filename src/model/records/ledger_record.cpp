// SPDX-License-Identifier: Apache-2.0
#include "model/records/ledger_record.hpp"

#include <boost/json.hpp>
#include <cstring>

#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

void add_value(CanonicalBytes& bytes, const FieldDefinition& field, const Value& value) {
    bytes.add(field.name);
    if (const auto* text = std::get_if<std::string>(&value)) {
        bytes.add(*text);
    } else {
        bytes.add(stored_text(value, field));
    }
}

void add_fields(CanonicalBytes& bytes, const LedgerDefinition& ledger,
                const std::vector<Value>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!is_missing(values[i])) {
            add_value(bytes, ledger.fields[i], values[i]);
        }
    }
}

void add_head(CanonicalBytes& bytes, const LedgerRecord& record) {
    bytes.add(record.salt).add(record.id.value).add(record.revision).add(record.number);
    bytes.add(record.recorded_at.milliseconds)
        .add(record.area.value)
        .add(std::int64_t{record.deleted})
        .add(std::int64_t{record.purged});
}

std::int64_t key_of(const Digest& digest) {
    std::int64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof(key));
    return key == 0 ? 1 : key;
}

std::string stars(std::size_t count) {
    return std::string(count, '*');
}

std::string middle_masked(const std::string& text, std::size_t head, std::size_t tail) {
    const std::size_t length = character_count(text);
    if (length <= head + tail) {
        return stars(length);
    }
    const std::string without_tail = first_characters(text, length - tail);
    return first_characters(text, head) + stars(length - head - tail) +
           text.substr(without_tail.size());
}

}  // namespace

Digest record_digest(const LedgerDefinition& ledger, const LedgerRecord& record) {
    CanonicalBytes bytes;
    add_head(bytes, record);
    add_fields(bytes, ledger, record.values);
    return bytes.digest();
}

Digest record_digest(const LedgerRecord& record, std::string_view field_bytes) {
    CanonicalBytes bytes;
    add_head(bytes, record);
    return bytes.append(field_bytes).digest();
}

std::string field_bytes(const LedgerDefinition& ledger, const std::vector<Value>& values) {
    CanonicalBytes bytes;
    add_fields(bytes, ledger, values);
    return bytes.bytes();
}

namespace {

bool has_files(const LedgerDefinition& ledger, const std::vector<Value>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (ledger.fields[i].type == FieldType::Attachment && !is_missing(values[i])) {
            return true;
        }
    }
    return false;
}

// A table that is imported once more has no files in it.
std::vector<Value> without_files(const LedgerDefinition& ledger, std::vector<Value> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (ledger.fields[i].type == FieldType::Attachment) {
            values[i] = {};
        }
    }
    return values;
}

}  // namespace

RecordContent content_of(const LedgerDefinition& ledger, std::vector<Value> values) {
    RecordContent content;
    content.bytes = field_bytes(ledger, values);
    content.match_key = ledger.key.empty() && !has_files(ledger, values)
                            ? key_of(sha256(content.bytes))
                            : match_key(ledger, values);
    content.values = std::move(values);
    return content;
}

std::int64_t match_key(const LedgerDefinition& ledger, const std::vector<Value>& values) {
    if (ledger.key.empty()) {
        return key_of(sha256(has_files(ledger, values)
                                 ? field_bytes(ledger, without_files(ledger, values))
                                 : field_bytes(ledger, values)));
    }
    CanonicalBytes bytes;
    for (const auto& name : ledger.key) {
        const std::size_t index = *ledger.field_index(name);
        add_value(bytes, ledger.fields[index], values[index]);
    }
    return key_of(bytes.digest());
}

void apply_defaults(const LedgerDefinition& ledger, std::vector<Value>& values) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (is_missing(values[i])) {
            values[i] = ledger.fields[i].default_value;
        }
    }
}

std::string reverse_diff(const LedgerDefinition& ledger, const std::vector<Value>& before,
                         const std::vector<Value>& after, bool personal) {
    boost::json::object diff;
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        if (before[i] == after[i] || is_personal(field) != personal) {
            continue;
        }
        if (is_missing(before[i])) {
            diff[field.name] = nullptr;
        } else {
            diff[field.name] = stored_text(before[i], field);
        }
    }
    return diff.empty() ? "" : boost::json::serialize(diff);
}

std::string masked_text(const Value& value, const FieldDefinition& field) {
    std::string text = shown_text(value, field);
    if (!is_personal(field) || text.empty()) {
        return text;
    }
    switch (field.type) {
        case FieldType::Person:
            return middle_masked(text, 1, 0);
        case FieldType::Phone:
            return middle_masked(text, 3, 4);
        case FieldType::IdNumber:
            return middle_masked(text, 3, 2);
        case FieldType::Address:
            return middle_masked(text, 6, 0);
        default:
            return stars(3);
    }
}

}  // namespace taizhang::model
