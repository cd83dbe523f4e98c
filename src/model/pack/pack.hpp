// SPDX-License-Identifier: Apache-2.0
// A pack as checked definitions. Reading collects every mistake, so that whoever writes a pack sees
// them all at once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
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
    std::vector<std::pair<std::string, Title>> chapters;  // in the pack's order
    std::vector<LedgerDefinition> ledgers;
    std::vector<IndicatorDefinition> indicators;
    std::vector<ReportSource> reports;
    std::vector<ImportMap> maps;

    const LedgerDefinition* ledger(std::string_view ledger_name) const;
    const IndicatorDefinition* indicator(std::string_view indicator_name) const;
    const ReportSource* report(std::string_view report_name) const;
    const ImportMap* map(std::string_view map_name) const;
};

// One definition as the tree it was read from. The store keeps these as JSON.
struct DefinitionDocument {
    enum class Kind { Pack, Ledger, Indicator, Report, Map };
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

// Checks every definition and what they say of each other. Where `problems` is not empty afterwards
// the pack must not be used.
Pack build_pack(const std::vector<DefinitionDocument>& documents, PackProblems& problems);

}  // namespace taizhang::model
