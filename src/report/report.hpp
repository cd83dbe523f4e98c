// SPDX-License-Identifier: Apache-2.0
// A report that has been filled in: text whose figures know where they come from. Writers turn it
// into a file; nothing here reads a store.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.hpp"

namespace taizhang::report {

// Rows behind figures, one table for each ledger, so that a row that counts in four figures is
// carried once. Cells are ready to show: masked, dates as 2020-01-31, money as 1,000.00.
struct EvidenceTable {
    std::string ledger;                          // temporary_relief
    std::string title_zh;                        // 临时救助
    std::vector<std::string> columns;            // 编号 日期 区域 …
    std::vector<std::vector<std::string>> rows;  // as many cells as columns
};

struct EvidenceRow {
    std::size_t row = 0;  // in the table
    std::string counted;  // what this row adds to the figure: "1", "500.00"
};

// The rows of one table that make up one number; for a ratio there are two of these.
struct Evidence {
    std::string label;      // empty, or 分子 / 分母
    std::size_t table = 0;  // in Report::tables
    std::vector<EvidenceRow> rows;
    std::string total;   // as counted again from the rows
    bool agrees = true;  // total equals the figure
};

enum class FigureState { Bound, Missing };

struct Figure {
    std::string indicator;  // relief.temporary.amount
    std::string title_zh;
    FigureState state = FigureState::Bound;
    std::string value;         // exact, plain digits: 61300.00; empty when missing
    std::string unit;          // 元
    std::string printed;       // 6.13万元, as in the text
    std::string definition;    // one Chinese sentence
    std::string rounding;      // how it is shown; empty when exact
    std::string period_title;  // 2020年上半年
    Date from, to;             // both inclusive
    std::string scope;         // 云桥街道
    std::optional<std::string> numerator, denominator;
    std::optional<std::string> year_before;  // value of the same period a year before, if any
    std::size_t record_count = 0;
    std::string records_digest;  // hex, over number, revision and counted of each record
    std::vector<Evidence> evidence;
};

struct Run {
    std::string text;  // for a figure: its number and unit, e.g. 6.13万元
    bool bold = false;
    std::optional<std::size_t> figure;  // in Report::figures
};

enum class BlockKind { Title, Heading1, Heading2, Heading3, Body, Signature };

struct Block {
    BlockKind kind = BlockKind::Body;
    std::vector<Run> runs;
};

struct Report {
    std::string name;   // half-year
    std::string title;  // the Title block as plain text
    std::string office;
    std::string area;  // whose report it is
    std::string period_title;
    Date from, to;
    std::string data_as_of;  // 2020-07-02 10:32, Asia/Shanghai
    std::vector<Block> blocks;
    std::vector<Figure> figures;  // in the order of the text
    std::vector<EvidenceTable> tables;
};

}  // namespace taizhang::report
