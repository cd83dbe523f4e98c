// SPDX-License-Identifier: Apache-2.0
// A stretch of the audit log as changes of records, each with where the record is by it and where
// it was before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

enum class ChangeKind { Created, Changed, Deleted, Restored, Purged, Gone };

struct RecordPlace {
    AreaId area;
    std::optional<UnitId> unit{};

    bool operator==(const RecordPlace&) const = default;
};

struct LiveChange {
    std::int64_t seq = 0;
    Instant at;
    ChangeKind kind = ChangeKind::Changed;
    const model::LedgerDefinition* ledger = nullptr;  // of the definitions that were asked with
    RecordId record;
    std::int64_t revision = 0;
    RecordPlace place;
    std::optional<RecordPlace> before{};  // only where it is another
};

struct ChangeWindow {
    std::int64_t last_seq = 0;        // all up to it has been looked at
    bool others = false;              // there are events that are about no record
    std::vector<LiveChange> changes;  // in order of seq
};

// The last event below which no other will appear.
std::int64_t last_settled(store::ReadTx& tx);

// Events behind `after` up to `end`, at most limits::kChangesReadMax. Where a record has moved on
// since, by events that are not among these, it is where it is now: nobody is told of a record that
// is out of his reach by now.
ChangeWindow read_changes(store::ReadTx& tx, const Definitions& definitions, std::int64_t after,
                          std::int64_t end);

}  // namespace taizhang::service
