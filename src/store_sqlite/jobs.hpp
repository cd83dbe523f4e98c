// SPDX-License-Identifier: Apache-2.0
// What store/job.hpp tells of, in its table.
#pragma once

#include "store/job.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

class Jobs : public store::JobReader, public store::JobWriter {
  public:
    Jobs(Connection& connection, OfficeId office) : connection_(connection), office_(office) {}

    std::optional<store::Job> job(store::JobId id) override;
    std::vector<store::Job> jobs_of(AccountId account, std::size_t jobs_max) override;
    std::vector<store::Job> jobs_in(store::JobState state, std::size_t jobs_max) override;
    std::vector<store::JobCount> job_counts() override;

    void put_job(const store::Job& job) override;
    void drop_job(store::JobId id) override;
    // There is one writer, so nobody else can be at it.
    std::optional<store::Job> lock_job(store::JobId id) override { return job(id); }
    std::optional<store::Job> lock_next_job(const std::string& place) override;

  private:
    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_sqlite
