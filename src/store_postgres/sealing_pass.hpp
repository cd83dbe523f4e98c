// SPDX-License-Identifier: Apache-2.0
// The keys that the database was sealed with, and passes that write anew what is sealed in it.
#pragma once

#include "store/sealing_run.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

store::SealingState sealing_state(Connection& connection, OfficeId office);
// Proofs of the keys at hand, so that no others are taken for them later.
void note_keys(Connection& connection, OfficeId office);
// Conflict: values are sealed with keys that are not at hand.
Result<void> check_keys(Connection& connection);
bool first_pass_is_due(Connection& connection);
void put_sealing_pass(Connection& connection, OfficeId office, const store::SealingPass& pass);

// Others may write at the same time: what they wrote since it was read stays as they wrote it.
class PostgresSealingRun : public store::SealingRun {
  public:
    PostgresSealingRun(store::WriteTx& tx, Connection& connection, OfficeId office,
                       const std::vector<store::LedgerTable>& ledgers, std::size_t rows_max)
        : SealingRun(tx, {connection.keys(), office}, ledgers, rows_max),
          connection_(connection),
          office_(office) {}

  private:
    std::optional<store::SealingPass> pass() override;
    void put_pass(const store::SealingPass& pass) override;
    void drop_pass() override;
    void write_record(const store::LedgerTable& table, const model::LedgerRecord& before,
                      const model::LedgerRecord& after) override;
    void drop_columns(const store::LedgerTable& table,
                      const model::LedgerDefinition& bare) override;
    std::vector<Cell> cells(Cells of, std::int64_t after, std::int64_t rows_max) override;
    void replace(Cells of, const Cell& cell, const std::string& sealed) override;
    std::string place(Cells of, const Row& row) const;

    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_postgres
