// SPDX-License-Identifier: Apache-2.0
// A pack as checked definitions. Reading collects every mistake, so that whoever writes a pack sees
// them all at once.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/identity/role_definition.hpp"
#include "model/pack/definition_list.hpp"
#include "model/pack/node.hpp"
#include "model/records/import_map.hpp"
#include "model/records/ledger_definition.hpp"
#include "model/reporting/indicator_definition.hpp"

namespace taizhang::model {

struct PackFile {
    std::string path;  // relative to the pack: ledgers/party/meeting.yaml
    std::string text;
};

// A report template as it was written; report::parse_template gives it meaning.
struct ReportSource {
    std::string name;
    Title title;
    std::string file;
    std::string text;
    std::size_t first_line = 0;  // of the text in the file; 0 is "not known"
};

struct Pack {
    std::string name;
    Title title;
    int version = 0;
    // Who may see totals but not the rows is not told of figures made of fewer; 0: of all.
    std::int64_t small_count_min = 0;
    std::vector<std::pair<std::string, Title>> chapters;  // in the pack's order
    DefinitionList<LedgerDefinition> ledgers;
    DefinitionList<IndicatorDefinition> indicators;
    DefinitionList<ReportSource> reports;
    DefinitionList<ImportMap> maps;
    DefinitionList<RoleDefinition> roles;

    // nullptr when there is none.
    const LedgerDefinition* ledger(std::string_view called) const { return ledgers.find(called); }
    const IndicatorDefinition* indicator(std::string_view called) const {
        return indicators.find(called);
    }
    const ReportSource* report(std::string_view called) const { return reports.find(called); }
    const ImportMap* map(std::string_view called) const { return maps.find(called); }
    const RoleDefinition* role(std::string_view called) const { return roles.find(called); }
};

// One definition as the tree it was read from. The store keeps these as JSON.
struct DefinitionDocument {
    enum class Kind { Pack, Ledger, Indicator, Report, Map, Role };
    Kind kind = Kind::Pack;
    std::string name;
    std::string file;
    Node node;  // of a report: a map of report, title and text
};

struct PackProblems {
    std::vector<Error> errors;  // at most limits::kPackErrorsMax
    bool empty() const { return errors.empty(); }
};

// Parts the files of a pack into definitions, in the order in which they are met.
std::vector<DefinitionDocument> read_pack_files(const std::vector<PackFile>& files,
                                                PackProblems& problems);

// What the tree defines, by its first key; nothing: one cannot tell. No report is a tree alone.
std::optional<DefinitionDocument> as_document(const std::string& file, Node node);

// Checks every definition and what they say of each other. Where `problems` is not empty afterwards
// the pack must not be used.
Pack build_pack(const std::vector<DefinitionDocument>& documents, PackProblems& problems);

// A definition as the store keeps it: checked when it was installed.
struct StoredDocument {
    DefinitionDocument::Kind kind = DefinitionDocument::Kind::Pack;
    std::string name;
    std::string file;
    std::string json;
};

// Thrown to whoever asks for a stored definition that can no longer be read.
struct BrokenDefinition : std::runtime_error {
    explicit BrokenDefinition(Error why)
        : std::runtime_error(describe(why)), error(std::move(why)) {}
    Error error;
};

// Each definition is read when it is first asked for; only the pack's head is read at once.
Pack open_pack(std::vector<StoredDocument> documents);

}  // namespace taizhang::model
