// SPDX-License-Identifier: Apache-2.0
// What is kept of a request that was carried out, so that it is not carried out again when it is
// sent again. No value of it is here: what the answer said is read anew from what it made.
#pragma once

#include <cstdint>

#include "base/digest.hpp"
#include "base/ids.hpp"

namespace taizhang::store {

struct KeptRequest {
    Digest id{};           // of who asked, what kind of thing, and the key he chose
    Digest fingerprint{};  // of what exactly was asked
    Instant kept_at;
    LedgerId ledger;  // of the record it made or changed; 0 for what is no record
    RecordId record;
    std::int64_t revision = 0;

    bool operator==(const KeptRequest&) const = default;
};

}  // namespace taizhang::store
