// SPDX-License-Identifier: Apache-2.0
// One entry of a ledger, as of its latest revision.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::model {

struct LedgerRecord {
    RecordId id;
    std::int64_t revision = 1;
    std::string number;    // 受理编号: JZ-2020-0001
    AreaId area;           // never 0: the office's own area where the ledger has no area field
    Instant recorded_at;   // of revision 1
    bool deleted = false;  // in the recycle bin
    bool purged = false;   // personal fields erased, because their time was up
    bool damaged = false;  // a personal field could not be opened: it was changed or moved
    std::int64_t match_key = 0;  // see match_key(), blinded by the store; 0 after a purge
    std::string salt;  // 16 random bytes where the ledger has personal fields; empty after a purge
    std::vector<Value> values;  // parallel to the definition's fields

    Date happened_on(const LedgerDefinition& ledger) const {
        return std::get<Date>(values[ledger.happened_on]);
    }
};

// Digest of all that the record says. Empty fields are left out, so that adding a field to a ledger
// changes no digest; the salt keeps a digest from giving away short personal values.
Digest record_digest(const LedgerDefinition& ledger, const LedgerRecord& record);

// The fields' share of those bytes, which needs neither id nor salt: for a row on its way in.
std::string field_bytes(const LedgerDefinition& ledger, const std::vector<Value>& values);
Digest record_digest(const LedgerRecord& record, std::string_view field_bytes);

// Values with what is derived from them alone.
struct RecordContent {
    std::vector<Value> values;   // parallel to the definition's fields
    std::string bytes;           // field_bytes()
    std::int64_t match_key = 0;  // match_key()
};

RecordContent content_of(const LedgerDefinition& ledger, std::vector<Value> values);

// Equal for two rows that an import must take for the same record: of the key fields, or of all
// fields but files where the ledger has no key. Never 0.
std::int64_t match_key(const LedgerDefinition& ledger, const std::vector<Value>& values);

// The whole row against the definition: required, min/max, max_length, pattern, choices, visible_if
// and check. Every mistake is one error; its place has `column` (field name), value and expected.
std::vector<Error> check_values(const LedgerDefinition& ledger, const std::vector<Value>& values);

// Defaults put where a value is missing.
void apply_defaults(const LedgerDefinition& ledger, std::vector<Value>& values);

// {"amount": "500.00", "cause": null}: what the fields that differ were before. `personal` chooses
// between the fields that are personal and those that are not; empty when nothing differs.
std::string reverse_diff(const LedgerDefinition& ledger, const std::vector<Value>& before,
                         const std::vector<Value>& after, bool personal);

// 张某某 → 张**, 13800001111 → 138****1111, ID numbers keep the first 3 and last 2 characters.
std::string masked_text(const Value& value, const FieldDefinition& field);

}  // namespace taizhang::model
