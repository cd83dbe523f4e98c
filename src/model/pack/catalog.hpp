// SPDX-License-Identifier: Apache-2.0
// The definitions in force in one office, with the ids that the store knows them by.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "model/pack/pack.hpp"

namespace taizhang::model {

struct Catalog {
    Pack pack;
    std::map<std::string, LedgerId, std::less<>> ledger_ids;
    std::map<std::string, IndicatorId, std::less<>> indicator_ids;

    Result<const LedgerDefinition*> ledger(
        std::string_view name) const;  // by name or Chinese title
    Result<const IndicatorDefinition*> indicator(std::string_view name) const;
    LedgerId id_of(const LedgerDefinition& ledger) const {
        return ledger_ids.find(ledger.name)->second;
    }
    // One without a name counts whatever is in its ledger: filing_definition().
    IndicatorId id_of(const IndicatorDefinition& indicator) const;
};

// Counts all records of a ledger. It is kept in the roll-ups beside the defined indicators, so that
// "was this ledger filed here in this period" needs no look at the records.
inline IndicatorId filing_indicator(LedgerId ledger) {
    return IndicatorId{-ledger.value};
}

// The same as a definition. It has no name, as it stands in no pack.
inline IndicatorDefinition filing_definition(const LedgerDefinition& ledger) {
    IndicatorDefinition all;
    all.ledger = ledger.name;
    return all;
}

inline IndicatorId Catalog::id_of(const IndicatorDefinition& indicator) const {
    return indicator.name.empty() ? filing_indicator(ledger_ids.find(indicator.ledger)->second)
                                  : indicator_ids.find(indicator.name)->second;
}

}  // namespace taizhang::model
