// SPDX-License-Identifier: Apache-2.0
// What a change of definitions would do, before it is done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/pack/plan_change.hpp"

namespace taizhang::service {

enum class Difference { Added, Changed, Retired, Restored };

struct FieldDifference {
    std::string name;
    std::string title;
    Difference difference = Difference::Changed;
    std::vector<std::string> keys;  // of the language, that are not what they were
    bool new_column = false;
};

struct DefinitionDifference {
    std::string kind;  // ledger, indicator, map
    std::string name;
    std::string title;
    Difference difference = Difference::Changed;
    std::vector<std::string> keys;
    std::vector<FieldDifference> fields;  // of a ledger
};

struct NamedRecord {
    RecordId id;
    std::string number;
};

// Records that would break a rule which they do not break now. They stay as they are; whoever
// changes one has to mend it.
struct RuleBreak {
    std::string field;
    std::string title;
    std::optional<std::int64_t> records;  // nothing: the caller is not to know
    std::vector<NamedRecord> examples;    // those that the caller reads
};

struct RecordsForeseen {
    std::string ledger;
    std::string title;
    std::optional<std::int64_t> checked;  // nothing: the caller is not to know
    bool complete = false;                // all that there are
    std::vector<RuleBreak> breaks;
};

// An indicator that is new, counts something else, or goes.
struct FigureForeseen {
    std::string indicator;
    std::string title;
    Difference difference = Difference::Changed;
    bool rebuilt = false;                        // its roll-ups are counted anew
    std::optional<std::int64_t> records_before;  // that count in it, whenever; nothing: not
    std::optional<std::int64_t> records_after;   // counted, or not to be known
};

struct ColumnAffected {
    std::string ledger;
    std::string header;
    std::string field;
};

struct ChangeForeseen {
    std::int64_t version = 0;   // of the definitions that it was foreseen from
    std::vector<Error> errors;  // any error: nothing else is foreseen
    std::vector<DefinitionDifference> differences;
    std::vector<RecordsForeseen> records;
    std::vector<FigureForeseen> figures;
    std::vector<std::string> templates;   // ledgers whose import templates are others from then on
    std::vector<std::string> reports;     // with one of these figures
    std::vector<std::string> maps;        // into one of these ledgers
    std::vector<ColumnAffected> columns;  // remembered headers of fields that are no more
};

// Needs DefineLedgers for the whole office. Nothing is written and nobody waits. Of the records at
// most limits::kDefinitionRecordsCheckedMax are looked at.
Result<ChangeForeseen> foresee_change(const Session& session, const DefinitionChange& change);

}  // namespace taizhang::service
