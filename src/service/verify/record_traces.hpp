// SPDX-License-Identifier: Apache-2.0
// Records beside the events that tell of them, in one pass over both.
#pragma once

#include <functional>

#include "service/session.hpp"

namespace taizhang::service {

// Valid until the next one.
struct RecordTrace {
    RecordId id;
    store::LedgerTable ledger;  // definition nullptr: nobody knows the ledger of the events
    const model::LedgerRecord* record = nullptr;  // nullptr: not in its ledger
    store::RecordEvent last;                      // of the highest revision; seq 0 without events
    std::int64_t events = 0;
    bool erased = false;  // personal history of any event
    bool purged = false;  // there is an event that says so
};

// Ledgers that are in use, or were, with their tables.
using TracedLedgers = std::vector<store::LedgerTable>;

// By record id; but a record without events comes when the next of its ledger is looked for. False
// stops, and is returned.
bool visit_traces(store::ReadTx& tx, const TracedLedgers& ledgers,
                  const std::function<bool(const RecordTrace&)>& visit);

}  // namespace taizhang::service
