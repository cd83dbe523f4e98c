// SPDX-License-Identifier: Apache-2.0
// Seals what is settled of the audit log: events below every place whose writer is still at work.
#pragma once

#include <cstdint>

#include "store/store.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

// Of NOTIFY: somebody has sealed something.
inline constexpr const char* kSealedChannel = "taizhang_sealed";

enum class Sealed {
    Everything,  // no place is open or without a seal
    Some,        // as much as one seal may hold; there is more
    Waiting,     // for a writer, or for another sealer
};

// One seal at most. For one office; several processes may try at once.
Sealed seal_events(Connection& connection, OfficeId office, Instant now);

}  // namespace taizhang::store_postgres
