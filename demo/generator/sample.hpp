// SPDX-License-Identifier: Apache-2.0
// The sample half-year as rows. sample.yaml says how many rows of which kind and what they add up
// to; everything else of a row is made up plainly from the ledger's definition.
#pragma once

#include <string>
#include <vector>

#include "generator/random.hpp"
#include "model/pack/pack.hpp"

namespace taizhang::demo {

struct SampleArea {
    std::string code;
    std::string name;
    std::string level;   // 街道, 社区, 网格, 单位
    std::string parent;  // code
};

struct SampleRow {
    std::vector<model::Value> values;  // areas and units as their index in Sample::areas
};

struct SampleLedger {
    const model::LedgerDefinition* definition = nullptr;
    std::vector<SampleRow> rows;  // by date
};

struct Sample {
    std::vector<SampleArea> areas;
    std::vector<SampleLedger> ledgers;
};

// The error names what in sample.yaml does not fit the pack.
Result<Sample> make_sample(const model::Node& recipe, const model::Pack& pack);

// One workbook a ledger and areas.xlsx, as an office would hold them: some with a title row, dates
// here as date cells and there as text.
void write_workbooks(const Sample& sample, const std::string& folder);

}  // namespace taizhang::demo
