// SPDX-License-Identifier: Apache-2.0
#include "report/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace taizhang::report {

using model::IndicatorDefinition;
using model::Pack;
using model::PackProblems;

namespace {

struct Marker {
    std::string_view prefix;
    BlockKind kind;
};

constexpr Marker kMarkers[] = {{"#### ", BlockKind::Heading3},
                               {"### ", BlockKind::Heading2},
                               {"## ", BlockKind::Heading1},
                               {"# ", BlockKind::Title},
                               {"> ", BlockKind::Signature}};

class Parser {
  public:
    Parser(const model::ReportSource& source, const Pack& pack, PackProblems& problems)
        : source_(source), pack_(pack), problems_(problems) {}

    Template run();

  private:
    void complain(std::string message, std::string expected, std::string value);
    void add_line(const std::string& line);
    void append_text(TemplateBlock& block, std::string_view text);
    void parse_inline(TemplateBlock& block, std::string_view text);
    void parse_insert(TemplateBlock& block, std::string_view inside);
    bool parse_list(const std::string& call, Insert& insert);
    void check_list(const Insert& insert, const IndicatorDefinition& indicator);

    const model::ReportSource& source_;
    const Pack& pack_;
    PackProblems& problems_;
    Template result_;
    std::size_t line_ = 0;
    bool open_paragraph_ = false;
    bool bold_ = false;
};

void Parser::complain(std::string message, std::string expected, std::string value) {
    problems_.errors.push_back(
        Error{ErrorCode::InvalidInput, std::move(message), "bad template",
              SourcePlace{source_.file, "", line_, "", std::move(value), std::move(expected)}});
}

Template Parser::run() {
    result_.name = source_.name;
    line_ = source_.first_line == 0 ? 0 : source_.first_line - 1;
    for (const auto& line : split(source_.text, "\n")) {
        ++line_;
        add_line(line);
    }
    return std::move(result_);
}

void Parser::add_line(const std::string& raw) {
    const std::string line = trimmed(raw);
    if (line.empty()) {
        open_paragraph_ = false;
        return;
    }
    for (const auto& marker : kMarkers) {
        if (line.starts_with(marker.prefix)) {
            result_.blocks.push_back({marker.kind, {}});
            bold_ = false;
            parse_inline(result_.blocks.back(),
                         std::string_view(line).substr(marker.prefix.size()));
            open_paragraph_ = false;
            return;
        }
    }
    if (!open_paragraph_) {
        result_.blocks.push_back({BlockKind::Body, {}});
        bold_ = false;
        open_paragraph_ = true;
    }
    // Chinese text has no space where a line was broken.
    parse_inline(result_.blocks.back(), line);
}

void Parser::append_text(TemplateBlock& block, std::string_view text) {
    while (!text.empty()) {
        const auto mark = text.find("**");
        if (mark != 0) {
            block.runs.push_back({std::string(text.substr(0, mark)), bold_, std::nullopt});
        }
        if (mark == std::string_view::npos) {
            return;
        }
        bold_ = !bold_;
        text.remove_prefix(mark + 2);
    }
}

void Parser::parse_inline(TemplateBlock& block, std::string_view text) {
    while (!text.empty()) {
        const auto open = text.find("{{");
        append_text(block, text.substr(0, open));
        if (open == std::string_view::npos) {
            return;
        }
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos) {
            complain("花括号没有合上", "{{指标}}", std::string(text.substr(open)));
            return;
        }
        parse_insert(block, text.substr(open + 2, close - open - 2));
        text.remove_prefix(close + 2);
    }
}

void Parser::parse_insert(TemplateBlock& block, std::string_view inside) {
    const auto bar = inside.find('|');
    Insert insert;
    insert.name = trimmed(inside.substr(0, bar));
    insert.line = line_;
    const auto words = template_words();
    const bool word = std::find(words.begin(), words.end(), insert.name) != words.end();
    const auto* indicator = pack_.indicator(insert.name);
    if (!word && indicator == nullptr) {
        std::vector<std::string> names = pack_.indicators.names();
        names.insert(names.begin(), words.begin(), words.end());
        complain(fmt::format("没有指标“{}”", insert.name),
                 nearest(insert.name, names).value_or("已定义的指标名"), insert.name);
        return;
    }
    if (bar != std::string_view::npos && indicator != nullptr) {
        const std::string format = trimmed(inside.substr(bar + 1));
        if (parse_list(format, insert)) {
            check_list(insert, *indicator);
        } else if (auto parsed = model::parse_format(format)) {
            insert.format = std::move(*parsed);
        } else {
            complain(parsed.error().message, parsed.error().place->expected, format);
        }
    }
    block.runs.push_back({"", bold_, std::move(insert)});
}

bool Parser::parse_list(const std::string& call, Insert& insert) {
    if (!call.starts_with("list(") || !call.ends_with(')')) {
        return false;
    }
    const auto arguments = split(call.substr(5, call.size() - 6), ",");
    insert.list_field = trimmed(arguments[0]);
    insert.list_max = 5;
    if (arguments.size() > 1) {
        const std::string count = trimmed(arguments[1]);
        std::from_chars(count.data(), count.data() + count.size(), insert.list_max);
    }
    return true;
}

void Parser::check_list(const Insert& insert, const IndicatorDefinition& indicator) {
    const auto* ledger = pack_.ledger(indicator.ledger);
    const auto index = ledger == nullptr ? std::nullopt : ledger->field_index(insert.list_field);
    if (!index) {
        complain(fmt::format("list 里的“{}”不是这个指标的字段", insert.list_field),
                 "台账的文字字段", insert.list_field);
        return;
    }
    const auto& field = ledger->fields[*index];
    if (field.sensitive != model::Sensitivity::None) {
        complain(fmt::format("“{}”是个人信息，不能写进报告", insert.list_field),
                 "不含个人信息的字段", insert.list_field);
    }
}

// The figure takes its unit from the text behind it, so that a click on 6.13万元 is one click.
void absorb_unit(const IndicatorDefinition& indicator, Run& figure, std::string& text) {
    if (!indicator.unit.empty() && text.starts_with(indicator.unit)) {
        figure.text += indicator.unit;
        text.erase(0, indicator.unit.size());
        return;
    }
    // 元/人 is written 每人300元.
    const auto slash = indicator.unit.find('/');
    const std::string first = indicator.unit.substr(0, slash);
    if (slash != std::string::npos && text.starts_with(first)) {
        figure.text += first;
        text.erase(0, first.size());
    }
}

class Filler {
  public:
    Filler(const Pack& pack, const TemplateValues& values, Report& report)
        : pack_(pack), values_(values), report_(report) {}

    Result<void> add(const TemplateBlock& source) {
        Block block{source.kind, {}};
        for (const auto& run : source.runs) {
            if (auto added = add_run(run, block); !added) {
                return added;
            }
        }
        report_.blocks.push_back(std::move(block));
        return {};
    }

  private:
    Result<void> add_run(const TemplateRun& run, Block& block) {
        if (!run.insert) {
            std::string text = run.text;
            if (!block.runs.empty() && block.runs.back().figure) {
                const auto& figure = report_.figures[*block.runs.back().figure];
                absorb_unit(*pack_.indicator(figure.indicator), block.runs.back(), text);
                report_.figures[*block.runs.back().figure].printed = block.runs.back().text;
            }
            add_text(std::move(text), run.bold, block);
            return {};
        }
        const auto* indicator = pack_.indicator(run.insert->name);
        if (indicator == nullptr) {
            add_text(values_.words.at(run.insert->name), run.bold, block);
            return {};
        }
        if (!run.insert->list_field.empty()) {
            add_text(TZ_TRY(values_.list(*run.insert, *indicator)), run.bold, block);
            return {};
        }
        Figure figure = TZ_TRY(values_.figure(*run.insert, *indicator));
        block.runs.push_back({figure.printed, run.bold, report_.figures.size()});
        report_.figures.push_back(std::move(figure));
        return {};
    }

    static void add_text(std::string text, bool bold, Block& block) {
        if (text.empty()) {
            return;
        }
        const bool joins =
            !block.runs.empty() && !block.runs.back().figure && block.runs.back().bold == bold;
        if (joins) {
            block.runs.back().text += text;
        } else {
            block.runs.push_back({std::move(text), bold, std::nullopt});
        }
    }

    const Pack& pack_;
    const TemplateValues& values_;
    Report& report_;
};

}  // namespace

std::vector<std::string> template_words() {
    return {"office", "area", "period", "months", "next_period", "year", "date"};
}

Template parse_template(const model::ReportSource& source, const Pack& pack,
                        PackProblems& problems) {
    return Parser(source, pack, problems).run();
}

Result<void> fill_template(const Template& source, const Pack& pack, const TemplateValues& values,
                           Report& report) {
    Filler filler(pack, values, report);
    for (const auto& block : source.blocks) {
        if (auto added = filler.add(block); !added) {
            return added;
        }
    }
    for (const auto& block : report.blocks) {
        if (block.kind == BlockKind::Title) {
            for (const auto& run : block.runs) {
                report.title += run.text;
            }
            break;
        }
    }
    return {};
}

}  // namespace taizhang::report
