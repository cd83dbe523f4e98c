// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <unordered_map>

#include "service/verify/verify.hpp"

namespace taizhang::service {

// The last event of a record, as the audit log has it.
struct LastEvent {
    std::int64_t seq = 0;
    std::int64_t revision = 0;
    Digest row_digest{};
};

using LastEvents = std::unordered_map<std::int64_t, LastEvent>;  // by record id

void note_finding(VerifyOutcome& outcome, std::string finding);

// Digests of events, order without gaps, seals and their chain. Returns the last event of each
// record.
LastEvents verify_chain(store::ReadTx& tx, VerifyOutcome& outcome);

// Rows against their last events, and roll-ups against a recount.
void verify_records(store::ReadTx& tx, const Definitions& definitions, LastEvents events,
                    VerifyOutcome& outcome);

// The full-text index, where there is one, against the records and against itself.
void verify_search(store::ReadTx& tx, const Definitions& definitions, VerifyOutcome& outcome);

}  // namespace taizhang::service
