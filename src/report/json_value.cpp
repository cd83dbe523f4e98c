// SPDX-License-Identifier: Apache-2.0
#include "report/json_value.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string_view>

#include "report/write_text.hpp"

namespace taizhang::report {

namespace {

namespace json = boost::json;

json::string text(std::string_view value) {
    return json::string(clean_text(value));
}

json::value text_or_null(std::string_view value) {
    return value.empty() ? json::value(nullptr) : json::value(text(value));
}

json::value optional_text(const std::optional<std::string>& value) {
    return value ? json::value(text(*value)) : json::value(nullptr);
}

json::object period_json(const std::string& title, Date from, Date to) {
    return {{"title", text(title)}, {"from", format_date(from)}, {"to", format_date(to)}};
}

json::object evidence_json(const Evidence& evidence) {
    json::array rows;
    json::array counted;
    rows.reserve(evidence.rows.size());
    counted.reserve(evidence.rows.size());
    for (const EvidenceRow& row : evidence.rows) {
        rows.emplace_back(row.row);
        counted.emplace_back(text(row.counted));
    }
    return {{"label", text(evidence.label)}, {"table", evidence.table},
            {"total", text(evidence.total)}, {"agrees", evidence.agrees},
            {"rows", std::move(rows)},       {"counted", std::move(counted)}};
}

json::object figure_json(const Figure& figure, std::size_t number) {
    json::array evidence;
    for (const Evidence& part : figure.evidence) {
        evidence.emplace_back(evidence_json(part));
    }
    return {{"number", number},
            {"indicator", text(figure.indicator)},
            {"title_zh", text(figure.title_zh)},
            {"state", is_missing(figure) ? "missing" : "bound"},
            {"value", text_or_null(figure.value)},
            {"unit", text(figure.unit)},
            {"printed", text_or_null(figure.printed)},
            {"definition", text(figure.definition)},
            {"rounding", text_or_null(figure.rounding)},
            {"period", period_json(figure.period_title, figure.from, figure.to)},
            {"scope", text(figure.scope)},
            {"numerator", optional_text(figure.numerator)},
            {"denominator", optional_text(figure.denominator)},
            {"year_before", optional_text(figure.year_before)},
            {"record_count", figure.record_count},
            {"records_digest", text_or_null(figure.records_digest)},
            {"evidence", std::move(evidence)}};
}

json::array texts(const std::vector<std::string>& values) {
    json::array array;
    array.reserve(values.size());
    for (const std::string& value : values) {
        array.emplace_back(text(value));
    }
    return array;
}

std::string_view kind_name(BlockKind kind) {
    switch (kind) {
        case BlockKind::Title:
            return "title";
        case BlockKind::Heading1:
            return "heading1";
        case BlockKind::Heading2:
            return "heading2";
        case BlockKind::Heading3:
            return "heading3";
        case BlockKind::Signature:
            return "signature";
        case BlockKind::Body:
            break;
    }
    return "body";
}

json::object run_json(const Report& report, const Run& run) {
    json::object object{{"text", json::string(printed_text(report, run))}};
    if (run.bold) {
        object["bold"] = true;
    }
    if (figure_of(report, run) != nullptr) {
        object["figure"] = *run.figure + 1;
    }
    return object;
}

json::array blocks_json(const Report& report) {
    json::array blocks;
    for (const Block& block : report.blocks) {
        json::array runs;
        for (const Run& run : block.runs) {
            runs.emplace_back(run_json(report, run));
        }
        blocks.emplace_back(
            json::object{{"kind", kind_name(block.kind)}, {"runs", std::move(runs)}});
    }
    return blocks;
}

bool is_plain(const json::value& value) {
    return !value.is_array() && !value.is_object();
}

class Printer {
  public:
    void print(const json::value& value, std::size_t depth);
    std::string take() { return std::move(out_); }

  private:
    void print_array(const json::array& array, std::size_t depth);
    void print_object(const json::object& object, std::size_t depth);
    void new_line(std::size_t depth) { out_.append(1, '\n').append(2 * depth, ' '); }

    std::string out_;
};

void Printer::print(const json::value& value, std::size_t depth) {
    if (const json::array* array = value.if_array()) {
        print_array(*array, depth);
    } else if (const json::object* object = value.if_object()) {
        print_object(*object, depth);
    } else {
        out_ += json::serialize(value);
    }
}

void Printer::print_array(const json::array& array, std::size_t depth) {
    const bool one_line = std::ranges::all_of(array, is_plain);
    out_ += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) {
            out_ += one_line ? ", " : ",";
        }
        if (!one_line) {
            new_line(depth + 1);
        }
        print(array[i], depth + 1);
    }
    if (!one_line) {
        new_line(depth);
    }
    out_ += ']';
}

void Printer::print_object(const json::object& object, std::size_t depth) {
    out_ += '{';
    std::size_t members = 0;
    for (const json::key_value_pair& member : object) {
        if (members++ > 0) {
            out_ += ',';
        }
        new_line(depth + 1);
        out_ += json::serialize(json::value(member.key())) + ": ";
        print(member.value(), depth + 1);
    }
    if (members > 0) {
        new_line(depth);
    }
    out_ += '}';
}

}  // namespace

json::array figures_json(const Report& report) {
    json::array figures;
    for (std::size_t i = 0; i < report.figures.size(); ++i) {
        figures.emplace_back(figure_json(report.figures[i], i + 1));
    }
    return figures;
}

json::array tables_json(const Report& report) {
    json::array tables;
    for (const EvidenceTable& table : report.tables) {
        json::array rows;
        rows.reserve(table.rows.size());
        for (const std::vector<std::string>& row : table.rows) {
            rows.emplace_back(texts(row));
        }
        tables.emplace_back(json::object{{"ledger", text(table.ledger)},
                                         {"title_zh", text(table.title_zh)},
                                         {"columns", texts(table.columns)},
                                         {"rows", std::move(rows)}});
    }
    return tables;
}

json::object report_json(const Report& report) {
    return {{"name", text(report.name)},
            {"title", text(report.title)},
            {"office", text(report.office)},
            {"area", text(report.area)},
            {"period", period_json(report.period_title, report.from, report.to)},
            {"data_as_of", text(report.data_as_of)},
            {"blocks", blocks_json(report)},
            {"figures", figures_json(report)},
            {"tables", tables_json(report)}};
}

std::string print_json(const json::value& value) {
    Printer printer;
    printer.print(value, 0);
    return printer.take() + "\n";
}

}  // namespace taizhang::report
