// SPDX-License-Identifier: Apache-2.0
// What adapters store of personal values in place of them: sealed where they must be read again,
// blinded where they must only be found again (docs/decisions/0028-sealed-fields.md). Each sealed
// value belongs to its place: office, ledger, field and record. Its table may be another's, its
// revision a later one: what a record said when is for its digest to tell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/records/ledger_record.hpp"
#include "sealing/keyring.hpp"

namespace taizhang::store {

struct Account;
struct AuditEvent;
struct Draft;

class Sealer {
  public:
    // `keys` outlive it.
    Sealer(const sealing::Keyring& keys, OfficeId office) : keys_(&keys), office_(office) {}

    // Of a field that is personal and has a value.
    std::string seal_value(const model::LedgerDefinition& ledger,
                           const model::FieldDefinition& field, RecordId record,
                           const model::Value& value) const;
    // False: it cannot be opened, and `value` is missing.
    bool open_value(const model::LedgerDefinition& ledger, const model::FieldDefinition& field,
                    RecordId record, std::string_view sealed, model::Value& value) const;
    // Equal for equal values of one field: for uniqueness and filters.
    std::string blind_value(const model::LedgerDefinition& ledger,
                            const model::FieldDefinition& field, const model::Value& value) const;
    // Of model::match_key(), which of few possible contents would give away the right one.
    std::int64_t blind_match_key(const model::LedgerDefinition& ledger,
                                 std::int64_t match_key) const;

    // Without its salt a record's digest would let one try out its personal values.
    std::string seal_salt(const model::LedgerDefinition& ledger, RecordId record,
                          std::string_view salt) const;
    bool open_salt(const model::LedgerDefinition& ledger, RecordId record, std::string_view sealed,
                   std::string& salt) const;

    // Of an event's personal_diff, with its salt.
    std::string seal_diff(const AuditEvent& event) const;
    // In place of what was read; what cannot be opened is gone, and the event says so.
    void open_diff(AuditEvent& event) const;

    std::string seal_second_step(AccountId account, std::string_view secret) const;
    // In place of what was read. What cannot be opened becomes a secret that nobody knows: an empty
    // one everybody would.
    void open_second_step(Account& account) const;

    // What somebody has typed so far, personal or not. What cannot be opened is empty, no JSON.
    std::string seal_draft(const Draft& draft) const;
    void open_draft(Draft& draft) const;

    std::string seal_lines(RecordId record, std::string_view lines) const;  // of a search document
    bool open_lines(RecordId record, std::string_view sealed, std::string& lines) const;
    // Few characters for a word of a personal text. Others may have the same.
    std::string blind_word(std::string_view word) const;

    // Where they stand, for who seals what stands there anew.
    std::string place_of_field(const model::LedgerDefinition& ledger, std::string_view field,
                               RecordId record) const;
    std::string place_of_diff(LedgerId ledger, RecordId record, std::int64_t revision) const;
    std::string place_of_second_step(AccountId account) const;
    std::string place_of_draft(const Draft& draft) const;
    std::string place_of_lines(RecordId record) const;

    const sealing::Keyring& keys() const { return *keys_; }

  private:
    const sealing::Keyring* keys_;
    OfficeId office_;
};

// model::personal_words() of such lines, blinded and sorted.
std::vector<std::string> blinded_words(const Sealer& sealer, std::string_view lines);

}  // namespace taizhang::store
