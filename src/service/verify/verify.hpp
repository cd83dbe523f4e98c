// SPDX-License-Identifier: Apache-2.0
// Proof that the store agrees with itself: the chain of seals, every row against its last audit
// event, every roll-up against a recount.
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct VerifyOutcome {
    std::vector<std::string> findings;  // what is wrong, in Chinese, each naming its place
    std::vector<std::string> notes;     // unfinished imports: nothing wrong, something to do
    std::int64_t records = 0;
    std::int64_t events = 0;
    std::int64_t seals = 0;
    std::int64_t rollups = 0;

    bool sound() const { return findings.empty(); }
};

Result<VerifyOutcome> verify_store(const Session& session);

}  // namespace taizhang::service
