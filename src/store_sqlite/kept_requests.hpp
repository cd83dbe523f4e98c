// SPDX-License-Identifier: Apache-2.0
// What store/kept_request.hpp and BackupTaken tell of, in their tables.
#pragma once

#include <optional>

#include "store/backup.hpp"
#include "store/kept_request.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

class KeptRequests {
  public:
    KeptRequests(Connection& connection, OfficeId office)
        : connection_(connection), office_(office) {}

    std::optional<store::KeptRequest> find(const Digest& id);
    bool keep(const store::KeptRequest& request, Instant expired);
    std::int64_t drop(Instant kept_until, std::size_t requests_max);

    std::optional<store::BackupTaken> last_backup();
    void put_backup(const store::BackupTaken& backup);

  private:
    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_sqlite
