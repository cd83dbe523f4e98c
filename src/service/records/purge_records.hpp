// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/attachments/purge_attachments.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct PurgeOutcome {
    std::int64_t purged = 0;
    AttachmentPurge attachments;
};

// Erases the personal fields of every record whose retention has ended by `today`, and their
// history (PIPL article 47), and drafts that are due. The bare rows stay, so that figures still
// trace.
Result<PurgeOutcome> purge_records(const Session& session, Date today);

// "Nothing happened here in this period", so that a figure may be 0.
Result<void> file_zero_report(const Session& session, const std::string& ledger,
                              const Period& period, const std::string& area);

// The same within a transaction, also for a row of an import. Conflict where there are records.
Result<void> write_zero_report(store::WriteTx& tx, const store::LedgerTable& table,
                               const store::ZeroReport& report, const std::string& actor,
                               BatchId batch);

}  // namespace taizhang::service
