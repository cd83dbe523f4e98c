// SPDX-License-Identifier: Apache-2.0
// The checks of which verify is made. Each reads one view of the store from one end to the other
// and needs nothing of the others, so that they can run side by side.
#pragma once

#include <string>

#include "service/verify/traced_ledgers.hpp"
#include "service/verify/verify.hpp"

namespace taizhang::service {

void note_finding(VerifyOutcome& outcome, std::string finding);

// Digests of events, order without gaps, seals and their chain.
void verify_chain(store::ReadTx& tx, Progress& progress, VerifyOutcome& outcome);

// Every file of a record: that it lies where it should with the bytes it had, and that the log
// tells of it. Nobody takes files away meanwhile. `files` nullptr: where they lie is not known.
void verify_attachments(store::ReadTx& tx, const AttachmentFiles* files, Progress& progress,
                        VerifyOutcome& outcome);

// Every row against the events of its record, and roll-ups against a recount.
void verify_records(store::ReadTx& tx, const Definitions& definitions,
                    const RetiredLedgers& retired, Progress& progress, VerifyOutcome& outcome);

// The documents of the full-text index, where there is one, against the records.
void verify_search(store::ReadTx& tx, const Definitions& definitions, const RetiredLedgers& retired,
                   Progress& progress, VerifyOutcome& outcome);

// The full-text index against its own documents.
void verify_search_words(store::ReadTx& tx, Progress& progress, VerifyOutcome& outcome);

}  // namespace taizhang::service
