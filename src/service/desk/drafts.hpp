// SPDX-License-Identifier: Apache-2.0
// Forms that are not finished. Each is its account's alone: no permission opens somebody else's.
// Nobody checks what stands in one; whatever it is, it is personal, and goes with its record or
// after limits::kDraftSecondsMax, sooner where the ledger keeps personal data for less.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct DraftRow {
    std::string ledger;  // name; empty: it is retired
    RecordId record;     // 0: one that is yet to be made
    std::int64_t revision = 0;
    boost::json::object fields;  // as they were sent; none in a list
    Instant saved_at;
};

struct DraftRequest {
    std::string ledger;  // name or Chinese title
    RecordId record;
    std::int64_t revision = 0;
    boost::json::object fields;
};

// In place of the one for the same. Takes WriteRecords, and the record must be in reach.
Result<DraftRow> save_draft(const Session& session, AccountId account, const DraftRequest& request);
Result<DraftRow> read_draft(const Session& session, AccountId account, const std::string& ledger,
                            RecordId record);
Result<std::vector<DraftRow>> list_drafts(const Session& session, AccountId account);
Result<void> drop_draft(const Session& session, AccountId account, const std::string& ledger,
                        RecordId record);

// All whose time is up, in bounded commits.
Result<void> forget_old_drafts(const Session& session, Instant now);

}  // namespace taizhang::service
