// SPDX-License-Identifier: Apache-2.0
// One record at a time, as a person enters and corrects it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/records/field_inputs.hpp"
#include "service/records/record_sight.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct RecordRequest {
    std::string ledger;         // name or Chinese title
    RecordId id;                // of what there is already
    std::int64_t revision = 0;  // the one that the person saw; Conflict when it is no longer so
    std::vector<FieldInput> fields;
    std::string reason;  // why; kept in the history
    // Whose draft it was written in, which goes with it; the operator's is that of account 0.
    std::optional<AccountId> draft_of = {};
};

struct RecordOutcome {
    std::shared_ptr<const Definitions> definitions;
    const model::LedgerDefinition* ledger = nullptr;
    std::optional<RecordSight> sight;  // which fields of it may be shown
    std::vector<Error> errors;  // place.column is the field's name; not empty: nothing was written
    std::optional<model::LedgerRecord> record;  // as it now is, or as it is where a revision is not
    bool outdated = false;  // the revision was not the stored one: nothing was written
};

// NotFound also for what is outside the scope: nobody learns from an id that something is there.
Result<RecordOutcome> create_record(const Session& session, const RecordRequest& request);
Result<RecordOutcome> change_record(const Session& session, const RecordRequest& request);
Result<RecordOutcome> remove_record(const Session& session, const RecordRequest& request);
Result<RecordOutcome> restore_record(const Session& session, const RecordRequest& request);

// LimitExceeded where it is too long.
Result<void> check_reason(const std::string& reason);
// Who may not compare by a field must not learn from a change that came to nothing what stands
// there: such a change is one.
bool changes_blindly(const RecordSight& sight, const model::LedgerRecord& record,
                     const std::vector<FieldValue>& changes);

}  // namespace taizhang::service
