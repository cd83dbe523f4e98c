// SPDX-License-Identifier: Apache-2.0
// Which records a query is about.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "model/areas/area.hpp"
#include "model/areas/scope.hpp"
#include "model/records/ledger_record.hpp"

namespace taizhang::store {

struct LedgerTable {
    LedgerId id;
    const model::LedgerDefinition* definition = nullptr;
};

enum class Deleted { Exclude, Include, Only };

// Filters are joined by "and". Rows come by id, which is the order in which they were entered.
struct RecordQuery {
    LedgerTable table;
    const model::Scope* scope = nullptr;  // required
    Deleted deleted = Deleted::Exclude;
    std::optional<Period> period;
    std::optional<std::vector<AreaId>> areas;
    std::optional<RecordId> id;
    std::optional<std::int64_t> match_key;  // with `day` where the ledger's key has the date
    std::optional<Date> day;
    std::optional<std::string> number;
    RecordId after;   // only ids above it
    RecordId before;  // only ids below it
    // By field of the ledger: which to read; the others come missing, and so does what no roll-up
    // needs. For passes over very many records.
    std::optional<std::vector<bool>> fields;
};

using RecordVisitor = std::function<bool(const model::LedgerRecord&)>;  // false stops

}  // namespace taizhang::store
