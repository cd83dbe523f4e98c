// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_reach.hpp"

#include "service/records/record_sight.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

std::optional<Error> ImportReach::refusal(const ImportRow& row) const {
    if (rows_.everything) {
        return std::nullopt;
    }
    const bool may = row.zero_period ? rows_.holds_all_of(row.zero_area)
                                     : rows_.holds(area_of(definitions_, ledger_, row.values),
                                                   unit_of(ledger_, row.values));
    return may ? std::nullopt
               : std::optional(Error{ErrorCode::Forbidden, "这一行不在你的范围内",
                                     "row is outside the scope", std::nullopt});
}

bool ImportReach::holds(const model::LedgerRecord& record) const {
    return rows_.holds(record.area, unit_of(ledger_, record.values));
}

Error ImportReach::of_another() {
    return {ErrorCode::Forbidden, "这个编号或关键列是别处的条目，不在你的范围内",
            "record is outside the scope", std::nullopt};
}

}  // namespace taizhang::service
