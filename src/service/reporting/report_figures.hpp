// SPDX-License-Identifier: Apache-2.0
// Figures of a report with their evidence; rows that count in several figures are read once.
#pragma once

#include <map>
#include <string>

#include "report/template.hpp"
#include "service/reporting/discretion.hpp"
#include "service/reporting/figures.hpp"
#include "service/reporting/store_totals.hpp"

namespace taizhang::service {

class ReportFigures {
  public:
    ReportFigures(store::ReadTx& tx, const Definitions& definitions, const access::Grant& grant,
                  Discretion& discretion, AreaId area, const Period& period, bool with_evidence,
                  report::Report& report)
        : tx_(tx),
          definitions_(definitions),
          grant_(grant),
          discretion_(discretion),
          area_(area),
          period_(period),
          with_evidence_(with_evidence),
          report_(report),
          totals_(tx, definitions, grant) {}

    // Reads ahead for the figures of a template.
    Result<void> gather(const report::Template& source);

    Result<report::Figure> figure(const report::Insert& insert,
                                  const model::IndicatorDefinition& indicator);
    // The first distinct texts of a field, joined by 、.
    Result<std::string> list(const report::Insert& insert,
                             const model::IndicatorDefinition& indicator);

  private:
    struct Table {
        std::size_t index = 0;                     // in the report's tables
        std::map<std::int64_t, std::size_t> rows;  // record id → row
    };

    Result<report::Figure> build(const model::IndicatorDefinition& indicator);
    void add_evidence(report::Figure& figure, const model::IndicatorDefinition& indicator);
    report::Evidence evidence(const model::IndicatorDefinition& indicator, const std::string& label,
                              CanonicalBytes& digest);
    std::size_t row_of(const model::LedgerDefinition& ledger, const model::LedgerRecord& record);
    Table& table_of(const model::LedgerDefinition& ledger);

    store::ReadTx& tx_;
    const Definitions& definitions_;
    const access::Grant& grant_;
    Discretion& discretion_;
    AreaId area_;
    Period period_;
    bool with_evidence_;
    report::Report& report_;
    StoreTotals totals_;
    std::map<std::string, Table> tables_;            // by ledger
    std::map<std::string, report::Figure> figures_;  // by indicator: text may use one twice
};

}  // namespace taizhang::service
