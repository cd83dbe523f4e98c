// SPDX-License-Identifier: Apache-2.0
// Proof that the store agrees with itself: the chain of seals, every row against its last audit
// event, every roll-up against a recount. In memory that does not grow with the records.
#pragma once

#include <string>
#include <vector>

#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct VerifyOutcome {
    std::vector<std::string> findings;  // what is wrong, in Chinese, each naming its place
    std::vector<std::string> notes;     // unfinished imports: nothing wrong, something to do
    std::int64_t records = 0;
    std::int64_t events = 0;
    std::int64_t seals = 0;
    std::int64_t rollups = 0;
    std::int64_t attachments = 0;
    bool cut_short = false;  // the report said stop: what was not found may still be there

    bool sound() const { return findings.empty() && !cut_short; }
};

// Several checks side by side, each in one view of its own: what is written meanwhile is seen whole
// by each of them, or not at all.
Result<VerifyOutcome> verify_store(const Session& session, const WorkReport& report = {});

}  // namespace taizhang::service
