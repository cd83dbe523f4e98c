// SPDX-License-Identifier: Apache-2.0
// Values of a record's fields: from what a person typed, and from what a diff in the audit log
// says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// As parse_typed(); areas and units by code or name, references by number, and each of them by id
// (#123) as well. What is masked is refused: the stars would replace what they hide.
// A reference that `who` may not read is not there.
struct ValueReader {
    store::ReadTx& tx;
    const Definitions& definitions;
    const access::Principal& who;

    Result<model::Value> read(std::string_view text, const model::FieldDefinition& field) const;

  private:
    Result<model::Value> reference(std::string_view text,
                                   const model::FieldDefinition& field) const;
    Result<model::Value> look_up(const std::string& text,
                                 const model::FieldDefinition& field) const;
};

// Back from model::stored_text(); ids of areas, units and references are plain integers there.
// nullopt: no such text.
std::optional<model::Value> value_of_stored(const std::string& text,
                                            const model::FieldDefinition& field);

struct FieldBefore {
    std::size_t field = 0;  // index into the definition's fields
    model::Value value;
};

// Back from what model::reverse_diff() wrote; what is no field of the ledger is passed over.
std::vector<FieldBefore> fields_before(const std::string& diff,
                                       const model::LedgerDefinition& ledger);

// The note beside the fields of a diff: why a person made this change. Empty for none.
std::string with_reason(std::string diff, const std::string& reason);
std::string reason_of(const std::string& diff);

}  // namespace taizhang::service
