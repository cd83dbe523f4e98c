// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct LedgerRow {
    std::string name;
    std::string title;
    std::string chapter;
    std::optional<std::int64_t> records;  // not deleted; absent: too few to be told
    bool writable = false;                // some record of it may be entered
};

Result<std::vector<LedgerRow>> list_ledgers(const Session& session);

struct BatchRow {
    std::int64_t id = 0;
    std::string ledger;  // title
    std::string file;
    std::string status;  // Chinese
    std::string started;
    std::int64_t added = 0, changed = 0, same = 0, rejected = 0;
};

Result<std::vector<BatchRow>> list_batches(const Session& session);

}  // namespace taizhang::service
