// SPDX-License-Identifier: Apache-2.0
#include "report/html_document.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "report/write_text.hpp"

namespace taizhang::report {

namespace {

constexpr std::size_t kChipUnbrokenCharacters = 12;  // a longer chip may break at the line's end

struct Tag {
    std::string_view name;
    std::string_view css_class;
};

Tag tag_of(BlockKind kind) {
    switch (kind) {
        case BlockKind::Title:
            return {"h1", ""};
        case BlockKind::Heading1:
            return {"h2", ""};
        case BlockKind::Heading2:
            return {"h3", ""};
        case BlockKind::Heading3:
            return {"h4", ""};
        case BlockKind::Signature:
            return {"p", "sign"};
        case BlockKind::Body:
            break;
    }
    return {"p", ""};
}

std::string chip_class(const Figure& figure, const std::string& printed) {
    if (is_missing(figure)) {
        return "fg mi";
    }
    const bool breaks = character_count(printed) > kChipUnbrokenCharacters;
    return std::string("fg") + (is_doubtful(figure) ? " fd" : "") + (breaks ? " lg" : "");
}

// What stands in the link. A missing figure is 缺 · 名称 on the screen and 〔缺：名称〕 on paper.
std::string chip_content(const Figure& figure, const std::string& printed) {
    if (!is_missing(figure)) {
        return escape_html(printed);
    }
    return fmt::format(
        "<svg class=\"i s12\" aria-hidden=\"true\"><use href=\"#i-miss\"/></svg>"
        "<span class=\"scr\">缺 · {}</span><span class=\"prn\">{}</span>",
        escape_html(figure.title_zh), escape_html(printed));
}

class ArticleBuilder {
  public:
    explicit ArticleBuilder(const Report& report)
        : report_(report), uses_(report.figures.size(), 0) {}

    std::string build() {
        std::string html = "<article class=\"page\" aria-label=\"公文\">\n";
        for (const Block& block : report_.blocks) {
            html += block_html(block);
        }
        return html + "</article>\n";
    }

  private:
    std::string block_html(const Block& block) {
        const Tag tag = tag_of(block.kind);
        std::string html = fmt::format("<{}", tag.name);
        html += tag.css_class.empty() ? ">" : fmt::format(" class=\"{}\">", tag.css_class);
        for (const Run& run : block.runs) {
            html += run_html(run);
        }
        return html + fmt::format("</{}>\n", tag.name);
    }

    std::string run_html(const Run& run) {
        const Figure* figure = figure_of(report_, run);
        const std::string printed = printed_text(report_, run);
        std::string html =
            figure == nullptr ? escape_html(printed) : chip(*figure, *run.figure, printed);
        return run.bold ? "<b>" + html + "</b>" : html;
    }

    std::string chip(const Figure& figure, std::size_t index, const std::string& printed) {
        const std::size_t number = index + 1;
        const std::size_t use = ++uses_[index];
        const std::string id =
            use == 1 ? fmt::format("t-{}", number) : fmt::format("t-{}-{}", number, use);
        return fmt::format(
            "<a class=\"{}\" id=\"{}\" href=\"#fig-{}\" data-n=\"{}\" title=\"{}\">{}</a>",
            chip_class(figure, printed), id, number, number, escape_html(figure.title_zh),
            chip_content(figure, printed));
    }

    const Report& report_;
    std::vector<std::size_t> uses_;  // runs seen of each figure
};

std::string fact(const std::string& name, const std::string& value) {
    return value.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>", name, escape_html(value));
}

std::string with_unit(const std::string& number, const std::string& unit) {
    return grouped_digits(number) + (unit.empty() || unit == "%" ? "" : " ") + unit;
}

// 125 条，合计 61,300.00 元，与文中数字相等
std::string evidence_fact(const Figure& figure, const Evidence& evidence) {
    const bool whole = evidence.label.empty();
    const std::string total = with_unit(evidence.total, whole ? figure.unit : "");
    return fact(whole ? "记录" : escape_html(evidence.label),
                fmt::format("{} 条，合计 {}，与{}{}等",
                            grouped_digits(std::to_string(evidence.rows.size())), total,
                            whole ? "文中数字" : evidence.label, evidence.agrees ? "相" : "不"));
}

// The two numbers of a ratio, unless the evidence for them says them anyway.
std::string ratio_facts(const Figure& figure) {
    return figure.evidence.empty()
               ? fact("分子", grouped_digits(figure.numerator.value_or(""))) +
                     fact("分母", grouped_digits(figure.denominator.value_or("")))
               : "";
}

std::string annex_entry(const Figure& figure, std::size_t number) {
    const bool missing = is_missing(figure);
    const std::string printed = missing ? "缺" : escape_html(figure.printed);
    std::string html = fmt::format(
        "<li id=\"fig-{0}\"><p class=\"ah\"><a href=\"#t-{0}\" data-n=\"{0}\">{1}</a>"
        "<span>{2}</span></p><dl class=\"kv\">",
        number, printed, escape_html(figure.title_zh));
    html += fact("定义", figure.definition);
    html += fact("时期", fmt::format("{}，{} 至 {}", figure.period_title, format_date(figure.from),
                                     format_date(figure.to)));
    html += fact("范围", figure.scope);
    html += fact("值", missing ? "缺数" : with_unit(figure.value, figure.unit));
    html += fact("写法", figure.rounding);
    html += ratio_facts(figure);
    html += fact("上年同期",
                 with_unit(figure.year_before.value_or(""), figure.year_before ? figure.unit : ""));
    for (const Evidence& evidence : figure.evidence) {
        html += evidence_fact(figure, evidence);
    }
    html += fact("记录摘要", figure.records_digest);
    return html + "</dl></li>\n";
}

}  // namespace

std::string html_article(const Report& report) {
    return ArticleBuilder(report).build();
}

std::string html_annex(const Report& report) {
    std::string html = fmt::format(
        "<section class=\"annex\" id=\"annex\" aria-labelledby=\"annex-title\">\n"
        "<h2 id=\"annex-title\">附：{} 个数字的来源</h2>\n<ol>\n",
        report.figures.size());
    for (std::size_t i = 0; i < report.figures.size(); ++i) {
        html += annex_entry(report.figures[i], i + 1);
    }
    return html + "</ol>\n</section>\n";
}

}  // namespace taizhang::report
