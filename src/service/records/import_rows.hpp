// SPDX-License-Identifier: Apache-2.0
// From the cells of one row to values, with every mistake at its cell.
#pragma once

#include <string>
#include <vector>

#include "model/records/ledger_record.hpp"
#include "service/records/import_columns.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// What an earlier row of the file said of the same record. Told in a dry run only.
enum class Repeat { None, Same, Other };

// Values without a column are missing; what is derived is there where there are no errors.
struct ImportRow : model::RecordContent {
    std::size_t line = 0;
    std::string number;                 // as the file gives it; empty for none
    std::optional<Period> zero_period;  // the row is a zero report
    AreaId zero_area;
    std::size_t delta = 0;  // its place in ChunkRows::deltas
    Repeat repeat = Repeat::None;
    std::vector<std::size_t> filled;  // fields that were empty and got what a new record gets
    std::vector<Error> errors;        // without file and sheet, which the importer adds
};

class RowReader {
  public:
    RowReader(store::Store& store, const Definitions& definitions, const ImportPlan& plan,
              const ImportColumns& columns)
        : store_(store),
          definitions_(definitions),
          ledger_(plan.ledger),
          date_order_(plan.date_order),
          columns_(columns) {}

    ImportRow read(const exchange::Row& row) const;

  private:
    void read_field(const exchange::Row& row, const FieldColumns& source, ImportRow& result) const;
    void read_mapped(const exchange::Row& row, const FieldColumns& source, ImportRow& result) const;
    void read_number(const exchange::Row& row, ImportRow& result) const;
    // Defaults, an area for the point or for none, and the ledger's checks.
    void complete(ImportRow& result) const;
    void check_width(const exchange::Row& row, ImportRow& result) const;
    Result<model::Value> read_cell(const exchange::Cell& cell,
                                   const model::FieldDefinition& field) const;
    Result<model::Value> find_reference(const std::string& number,
                                        const model::FieldDefinition& field) const;
    void read_zero_report(const exchange::Row& row, ImportRow& result) const;
    void note(ImportRow& row, Error error, std::size_t column) const;

    store::Store& store_;
    const Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    model::DateOrder date_order_;
    const ImportColumns& columns_;
};

}  // namespace taizhang::service
