// SPDX-License-Identifier: Apache-2.0
// Many records changed alike: first shown, then done as shown or not at all, and taken back once.
#pragma once

#include <string>
#include <vector>

#include "service/records/field_inputs.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"

namespace taizhang::service {

enum class BulkAction { Change, Remove, Restore };

struct BulkChange {
    std::string ledger;  // name or Chinese title
    BulkAction action = BulkAction::Change;
    std::vector<FieldInput> fields;  // of Change: what shall stand there in every record
};

// A record as it was when somebody looked at it.
struct RecordSeen {
    RecordId id;
    std::int64_t revision = 0;

    bool operator==(const RecordSeen&) const = default;
};

struct BulkDiff {
    model::LedgerRecord record;  // before
    std::vector<FieldChange> changes;
};

struct BulkRefusal {
    RecordId id;
    std::string number;  // empty for one that is not there for him
    Error why;           // place.column: the field's name
};

struct BulkPreview {
    DefinitionsPtr definitions;
    const model::LedgerDefinition* ledger = nullptr;
    std::optional<RecordSight> sight;  // which fields of a diff may be shown
    std::vector<Error> errors;         // of the change itself; not empty: nothing was looked at
    std::int64_t same = 0;             // it is so already
    std::int64_t refused = 0;
    std::vector<BulkDiff> diffs;        // limits::kBulkEditDiffsShown at most
    std::vector<BulkRefusal> refusals;  // limits::kBulkEditRefusalsShown at most
    std::vector<RecordSeen> to_change;  // by id
    std::string digest;                 // hex: of the change and of all that it is for
};

// What the change would do to the records of a list (`records.ids` or its filters; ledger and
// recycle bin are those of the change). LimitExceeded above limits::kBulkEditRecordsMax.
Result<BulkPreview> preview_bulk_edit(const Session& session, const BulkChange& change,
                                      const ListRequest& records);

struct BulkEdit {
    BulkChange change;
    std::vector<RecordSeen> records;  // those that a preview would change
    std::string digest;               // the preview's
    std::string reason;               // kept in the history of each
};

// A record that is no longer as it was previewed.
struct BulkDifference {
    RecordId id;
    std::string number;         // empty: it is not there any more, or not for him
    std::int64_t revision = 0;  // as it is now
    std::string why;            // Chinese
};

struct BulkOutcome {
    store::Batch batch;
    std::vector<BulkDifference> differs;  // not empty: nothing was written
};

// In one transaction. InvalidInput where it is not what was previewed.
Result<BulkOutcome> apply_bulk_edit(const Session& session, const BulkEdit& edit);

// Those of the ledger that he may take back: his own, and everybody's where he writes all of it.
// The newest first, limits::kBulkEditsListed at most.
Result<std::vector<store::Batch>> list_bulk_edits(const Session& session,
                                                  const std::string& ledger);
// One of them; NotFound for all others.
Result<store::Batch> find_bulk_edit(const Session& session, const std::string& ledger, BatchId id);
// The one that this revision of a record came of, whoever made it.
Result<store::Batch> bulk_edit_of(const Session& session, const std::string& ledger,
                                  RecordId record, std::int64_t revision);

// Conflict, naming records, where one of them was changed since, and where it was done already.
Result<store::Batch> undo_bulk_edit(const Session& session, const std::string& ledger, BatchId id);

}  // namespace taizhang::service
