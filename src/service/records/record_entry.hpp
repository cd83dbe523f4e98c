// SPDX-License-Identifier: Apache-2.0
// One record at a time, as a person enters and corrects it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/records/record_sight.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct FieldInput {
    std::string field;
    std::optional<std::string> text;  // as typed; absent: nothing shall stand there
};

struct RecordRequest {
    std::string ledger;         // name or Chinese title
    RecordId id;                // of what there is already
    std::int64_t revision = 0;  // the one that the person saw; Conflict when it is no longer so
    std::vector<FieldInput> fields;
    std::string reason;  // why; kept in the history
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

}  // namespace taizhang::service
