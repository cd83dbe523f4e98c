// SPDX-License-Identifier: Apache-2.0
// Filters, orders and page marks as a person or a program writes them.
#pragma once

#include <string>
#include <vector>

#include "service/records/record_sight.hpp"
#include "service/records/record_values.hpp"

namespace taizhang::service {

// Personal fields are out of reach of one who may not find by them.
struct FilterReader {
    ValueReader values_of;
    const model::LedgerDefinition& ledger;
    const RecordSight& sight;

    // "FIELD OPERATOR VALUE", the operator one of eq ne lt le gt ge in contains has missing
    // present; values as people write them, of `in` several parted by commas.
    Result<store::Condition> condition(const std::string& text) const;
    // "-paid_on,amount": descending, then ascending.
    Result<std::vector<store::SortKey>> sort(const std::string& text) const;

  private:
    Result<store::RecordColumn> column(const std::string& name) const;
    Result<std::vector<model::Value>> values(const store::RecordColumn& column,
                                             store::Compare compare, const std::string& text) const;
};

// The page mark as text that means nothing to anyone else.
std::string page_token(const store::PageQuery& query, const model::LedgerRecord& last);
// InvalidInput where it is not of a page in this order.
Result<store::PageMark> read_page_token(const store::PageQuery& query, const std::string& token);

}  // namespace taizhang::service
