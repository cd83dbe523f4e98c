// SPDX-License-Identifier: Apache-2.0
// The keys that a store is sealed with, and passes that write anew what is sealed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sealing/keyring.hpp"

namespace taizhang::store {

// How far a pass has come. It goes from part to part: each ledger with personal fields, the audit
// log, the accounts, the search index; in each by ids.
struct SealingPass {
    enum class Kind {
        First = 1,  // what stands there was never sealed
        Anew = 2,   // it is under an older key
    };
    Kind kind = Kind::Anew;
    std::int64_t part = 0;
    std::int64_t after = INT64_MIN;

    bool operator==(const SealingPass&) const = default;
};

struct SealingStep {
    std::int64_t rows = 0;     // looked at
    std::int64_t damaged = 0;  // of them, not opened and so left as they are
    bool done = false;         // with the whole pass
};

struct SealingState {
    std::string file;                    // of the keys; empty: they are in no file
    std::vector<sealing::KeyInfo> keys;  // to seal with, oldest first
    std::vector<std::string> needed;     // by name: what was sealed in this store
    std::optional<SealingPass> pass;     // that has begun and not ended
};

// For whoever seals what was never sealed; nobody else may open such a store.
enum class Opening { Usual, ToSeal };

// What a person is told who would write over what cannot be read, and who opens a store too early.
Error damaged_record();
Error not_sealed_yet();

// Conflict: a store notes keys that are not at hand.
Result<void> check_keys(const sealing::Keyring& keys, const std::vector<sealing::KeyProof>& noted);

}  // namespace taizhang::store
