// SPDX-License-Identifier: Apache-2.0
// A report template: text in which figures stand as {{indicator | format}}. The reference is
// docs/definition-language.md, "A report template".
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/pack/pack.hpp"
#include "report/report.hpp"

namespace taizhang::report {

// What stands between {{ and }}.
struct Insert {
    std::string name;                           // an indicator, or one of the words
    std::optional<model::NumberFormat> format;  // absent: the indicator's own
    std::string list_field;                     // of list(field, n)
    std::size_t list_max = 0;
    std::size_t line = 0;
};

struct TemplateRun {
    std::string text;
    bool bold = false;
    std::optional<Insert> insert;
};

struct TemplateBlock {
    BlockKind kind = BlockKind::Body;
    std::vector<TemplateRun> runs;
};

struct Template {
    std::string name;
    std::vector<TemplateBlock> blocks;
};

// Every mistake, with file and line: braces left open, unknown indicators, words or formats.
Template parse_template(const model::ReportSource& source, const model::Pack& pack,
                        model::PackProblems& problems);

// Where the values come from. `figure` gives a complete Figure but for `printed`, which is the text
// that takes its place.
struct TemplateValues {
    std::map<std::string, std::string> words;  // office, period …
    std::function<Result<Figure>(const Insert&, const model::IndicatorDefinition&)> figure;
    std::function<Result<std::string>(const Insert&, const model::IndicatorDefinition&)> list;
};

std::vector<std::string> template_words();

// Blocks and figures of the report; the unit that follows a figure in the text becomes part of it.
Result<void> fill_template(const Template& source, const model::Pack& pack,
                           const TemplateValues& values, Report& report);

}  // namespace taizhang::report
