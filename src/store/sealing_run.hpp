// SPDX-License-Identifier: Apache-2.0
// One piece of a pass over all that is sealed, in the terms of an adapter.
#pragma once

#include <string>
#include <vector>

#include "store/sealer.hpp"
#include "store/store.hpp"

namespace taizhang::store {

class SealingRun {
  public:
    // `ledgers` are all there ever were.
    SealingRun(WriteTx& tx, const Sealer& sealer, const std::vector<LedgerTable>& ledgers,
               std::size_t rows_max);
    virtual ~SealingRun() = default;
    SealingRun(const SealingRun&) = delete;
    SealingRun& operator=(const SealingRun&) = delete;

    SealingStep step();

  protected:
    enum class Cells { Diffs, SecondSteps, Lines };
    struct Cell {
        std::int64_t id = 0;
        std::string bytes;
        std::string place;
    };
    const Sealer& sealer() const { return sealer_; }

  private:
    virtual std::optional<SealingPass> pass() = 0;
    virtual void put_pass(const SealingPass& pass) = 0;
    virtual void drop_pass() = 0;
    // At the same revision, unless somebody has changed it since it was read.
    virtual void write_record(const LedgerTable& table, const model::LedgerRecord& before,
                              const model::LedgerRecord& after) = 0;
    // Columns of `bare`'s fields that are personal in the table; they hold what was never sealed.
    virtual void drop_columns(const LedgerTable& table, const model::LedgerDefinition& bare) = 0;
    // Those that are not empty, by id.
    virtual std::vector<Cell> cells(Cells of, std::int64_t after, std::int64_t rows_max) = 0;
    virtual void replace(Cells of, const Cell& cell, const std::string& sealed) = 0;

    void seal_part();
    void seal_ledger(const LedgerTable& table);
    void seal_record(const LedgerTable& table, const model::LedgerRecord& record);
    void seal_cells(Cells of);
    void advance(std::size_t rows);

    WriteTx& tx_;
    Sealer sealer_;
    std::vector<LedgerTable> ledgers_;  // with personal fields
    std::int64_t rows_max_;
    SealingPass pass_;
    SealingStep step_;
};

}  // namespace taizhang::store
