// SPDX-License-Identifier: Apache-2.0
// Passes over all that is sealed, beside those who read and write: with a new key, or for the first
// time. Revisions and digests stay as they are, since both are of what the values say.
#pragma once

#include <string>

#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct SealingOutcome {
    std::string key;           // that all is under now, by name
    bool went_on = false;      // with a pass that had begun before; there is no new key
    std::int64_t rows = 0;     // looked at
    std::int64_t damaged = 0;  // not opened and left as they are
};

// The suites that a key can be of, by name; the first is what is taken where none is said.
std::vector<std::string> key_suites();
Result<sealing::Suite> key_suite(const std::string& name);
std::string key_text(const sealing::KeyInfo& key);        // 1a2b3c4d
std::string key_suite_text(const sealing::KeyInfo& key);  // aes-256-gcm

// A pass that was interrupted is gone on with first, and then that is all. Interrupted: `report`
// said stop; the next call goes on.
Result<SealingOutcome> change_key(const Session& session, sealing::Suite suite,
                                  const WorkReport& report);
// Goes on with a pass that has begun, such as the first; without one there is nothing to do.
Result<SealingOutcome> finish_sealing(const Session& session, const WorkReport& report);

}  // namespace taizhang::service
