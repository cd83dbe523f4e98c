// SPDX-License-Identifier: Apache-2.0
#include "store/sealer.hpp"

#include <charconv>
#include <cstring>
#include <set>

#include "model/search/personal_words.hpp"
#include "store/store.hpp"

namespace taizhang::store {

using model::FieldDefinition;
using model::FieldType;
using model::LedgerDefinition;
using model::Value;

namespace {

constexpr std::size_t kBlindBytes = 16;      // so many that no two values meet by chance
constexpr std::string_view kSaltField = "";  // no field has that name

std::string number_text(std::int64_t number) {
    return std::to_string(number);
}

// Exact, also where what people read is not: instants with their milliseconds.
std::string text_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return number_text(*integer);
    }
    if (const auto* money = std::get_if<Money>(&value)) {
        return number_text(money->fen);
    }
    if (const auto* decimal = std::get_if<Decimal>(&value)) {
        return number_text(decimal->units);
    }
    if (const auto* date = std::get_if<Date>(&value)) {
        return format_date(*date);
    }
    if (const auto* instant = std::get_if<Instant>(&value)) {
        return number_text(instant->milliseconds);
    }
    const auto* truth = std::get_if<bool>(&value);
    return truth != nullptr && *truth ? "1" : "0";
}

bool read_number(std::string_view text, std::int64_t& number) {
    const char* end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && read == end;
}

bool read_value(std::string&& text, const FieldDefinition& field, Value& value) {
    std::int64_t number = 0;
    switch (field.type) {
        case FieldType::Date: {
            const auto date = parse_date(text);
            value = date ? Value(*date) : Value{};
            return date.has_value();
        }
        case FieldType::Money:
            return read_number(text, number) && (value = Money{number}, true);
        case FieldType::Decimal:
            return read_number(text, number) && (value = Decimal{number}, true);
        case FieldType::DateTime:
            return read_number(text, number) && (value = Instant{number}, true);
        case FieldType::Boolean:
            return read_number(text, number) && (value = number != 0, true);
        case FieldType::Integer:
        case FieldType::Area:
        case FieldType::Unit:
        case FieldType::Reference:
            return read_number(text, number) && (value = number, true);
        default:
            value = std::move(text);
            return true;
    }
}

std::string_view bytes_of(const Digest& digest, std::size_t count) {
    return {reinterpret_cast<const char*>(digest.data()), count};
}

}  // namespace

std::string Sealer::place_of_field(const LedgerDefinition& ledger, std::string_view field,
                                   RecordId record) const {
    CanonicalBytes place;
    place.add("field").add(office_.value).add(ledger.name).add(field).add(record.value);
    return place.bytes();
}

std::string Sealer::place_of_diff(LedgerId ledger, RecordId record, std::int64_t revision) const {
    CanonicalBytes place;
    place.add("diff").add(office_.value).add(ledger.value).add(record.value).add(revision);
    return place.bytes();
}

std::string Sealer::place_of_second_step(AccountId account) const {
    return CanonicalBytes().add("second step").add(office_.value).add(account.value).bytes();
}

std::string Sealer::place_of_draft(const Draft& draft) const {
    return CanonicalBytes()
        .add("draft")
        .add(office_.value)
        .add(draft.account.value)
        .add(draft.ledger.value)
        .add(draft.record.value)
        .bytes();
}

std::string Sealer::place_of_lines(RecordId record) const {
    return CanonicalBytes().add("lines").add(office_.value).add(record.value).bytes();
}

std::string Sealer::seal_value(const LedgerDefinition& ledger, const FieldDefinition& field,
                               RecordId record, const Value& value) const {
    return keys_->seal(text_of(value), place_of_field(ledger, field.name, record));
}

bool Sealer::open_value(const LedgerDefinition& ledger, const FieldDefinition& field,
                        RecordId record, std::string_view sealed, Value& value) const {
    auto text = keys_->open(sealed, place_of_field(ledger, field.name, record));
    if (text && read_value(std::move(*text), field, value)) {
        return true;
    }
    value = {};
    return false;
}

std::string Sealer::blind_value(const LedgerDefinition& ledger, const FieldDefinition& field,
                                const Value& value) const {
    CanonicalBytes domain;
    domain.add("value").add(office_.value).add(ledger.name).add(field.name);
    return std::string(bytes_of(keys_->blind(domain.bytes(), text_of(value)), kBlindBytes));
}

std::int64_t Sealer::blind_match_key(const LedgerDefinition& ledger, std::int64_t match_key) const {
    CanonicalBytes domain;
    domain.add("match key").add(office_.value).add(ledger.name);
    const Digest digest = keys_->blind(domain.bytes(), CanonicalBytes().add(match_key).bytes());
    std::int64_t blinded = 0;
    std::memcpy(&blinded, digest.data(), sizeof(blinded));
    return blinded == 0 ? 1 : blinded;  // 0 is the key of purged records
}

std::string Sealer::seal_salt(const LedgerDefinition& ledger, RecordId record,
                              std::string_view salt) const {
    return keys_->seal(salt, place_of_field(ledger, kSaltField, record));
}

bool Sealer::open_salt(const LedgerDefinition& ledger, RecordId record, std::string_view sealed,
                       std::string& salt) const {
    auto opened = keys_->open(sealed, place_of_field(ledger, kSaltField, record));
    salt = opened ? std::move(*opened) : std::string();
    return opened.has_value();
}

std::string Sealer::seal_diff(const AuditEvent& event) const {
    return keys_->seal(event.personal_diff,
                       place_of_diff(event.ledger, event.record, event.revision));
}

void Sealer::open_diff(AuditEvent& event) const {
    event.damaged = false;
    if (event.personal_diff.empty()) {
        return;
    }
    auto opened =
        keys_->open(event.personal_diff, place_of_diff(event.ledger, event.record, event.revision));
    event.damaged = !opened;
    event.personal_diff = opened ? std::move(*opened) : std::string();
}

std::string Sealer::seal_second_step(AccountId account, std::string_view secret) const {
    return secret.empty() ? std::string() : keys_->seal(secret, place_of_second_step(account));
}

void Sealer::open_second_step(Account& account) const {
    if (account.second_step.empty()) {
        return;
    }
    auto opened = keys_->open(account.second_step, place_of_second_step(account.id));
    account.damaged = !opened;
    account.second_step =
        opened ? std::move(*opened) : std::string(sealing::Secret::random().view());
}

std::string Sealer::seal_draft(const Draft& draft) const {
    return keys_->seal(draft.body, place_of_draft(draft));
}

void Sealer::open_draft(Draft& draft) const {
    draft.body = keys_->open(draft.body, place_of_draft(draft)).value_or("");
}

std::string Sealer::seal_lines(RecordId record, std::string_view lines) const {
    return lines.empty() ? std::string() : keys_->seal(lines, place_of_lines(record));
}

bool Sealer::open_lines(RecordId record, std::string_view sealed, std::string& lines) const {
    if (sealed.empty()) {
        lines.clear();
        return true;
    }
    auto opened = keys_->open(sealed, place_of_lines(record));
    lines = opened ? std::move(*opened) : std::string();
    return opened.has_value();
}

// 20 bits: in a million documents a word meets a few that others have made, which the records
// themselves then rule out, and a list of all words there are cannot be told apart.
std::string Sealer::blind_word(std::string_view word) const {
    constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
    constexpr std::size_t kCharacters = 4;
    const Digest digest = keys_->blind("word", word);
    std::uint32_t bits = 0;
    std::memcpy(&bits, digest.data(), sizeof(bits));
    std::string text;
    for (std::size_t i = 0; i < kCharacters; ++i) {
        text += kDigits[bits & 31U];
        bits >>= 5U;
    }
    return text;
}

std::vector<std::string> blinded_words(const Sealer& sealer, std::string_view lines) {
    std::set<std::string> blinded;
    for (const auto& word : model::personal_words(lines)) {
        blinded.insert(sealer.blind_word(word));
    }
    return {blinded.begin(), blinded.end()};
}

}  // namespace taizhang::store
