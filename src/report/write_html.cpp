// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <cstdint>
#include <string_view>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "report/assets.hpp"
#include "report/html_document.hpp"
#include "report/json_value.hpp"
#include "report/write_text.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

namespace {

std::string base64(const Digest& digest) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < digest.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = i; j < i + 3; ++j) {
            group = (group << 8U) | (j < digest.size() ? digest[j] : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            const bool padding = i + j > digest.size();
            text += padding ? '=' : kAlphabet[(group >> (18U - 6U * j)) & 0x3FU];
        }
    }
    return text;
}

// Only the style and the script of this page may run, named by their digests; nothing is fetched.
std::string content_security_policy() {
    return fmt::format(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; "
        "form-action 'none'",
        base64(sha256(assets::kReportCss)), base64(sha256(assets::kReportJs)));
}

std::string head(const Report& report) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"generator\" content=\"Taizhang\">\n<title>{}</title>\n"
        "<style>{}</style>\n</head>\n<body>\n{}",
        content_security_policy(), escape_html(report.title), assets::kReportCss,
        assets::kIconsSvg);
}

std::string top_bar(const Report& report) {
    return fmt::format(
        "<a class=\"skip\" href=\"#main\">到正文</a>\n<header class=\"top\">"
        "<span class=\"seal\" aria-hidden=\"true\">台</span>"
        "<div class=\"tt\"><p class=\"name\">{}</p><p class=\"facts\"><span>{}</span>"
        "<span>{}</span><span>数据截至 {}</span></p></div>"
        "<div class=\"acts jsonly\"><button class=\"ib\" id=\"dark\" type=\"button\" "
        "aria-label=\"换成深色\"><svg class=\"i\" aria-hidden=\"true\"><use "
        "href=\"#i-moon\"/></svg>"
        "</button><button class=\"btn\" id=\"print\" type=\"button\"><svg class=\"i\" "
        "aria-hidden=\"true\"><use href=\"#i-print\"/></svg><span>打印</span></button></div>"
        "</header>\n",
        escape_html(report.title), escape_html(report.period_title), escape_html(report.area),
        escape_html(report.data_as_of));
}

struct Counts {
    std::size_t bound = 0;
    std::size_t missing = 0;
    std::size_t doubtful = 0;
};

Counts count_states(const Report& report) {
    Counts counts;
    for (const Figure& figure : report.figures) {
        counts.missing += is_missing(figure) ? 1U : 0U;
        counts.doubtful += is_doubtful(figure) ? 1U : 0U;
    }
    counts.bound = report.figures.size() - counts.missing;
    return counts;
}

std::string legend_button(std::string_view kind, std::string_view mark, std::string_view word,
                          std::size_t count) {
    return fmt::format(
        "<button type=\"button\" data-show=\"{}\" aria-pressed=\"{}\">{}{} <b>{}</b></button>",
        kind, kind == "all" ? "true" : "false", mark, word, count);
}

std::string legend(const Report& report) {
    const Counts counts = count_states(report);
    std::string html = "<nav class=\"leg\" aria-label=\"文中的数字\">";
    html += legend_button("all", "", "全部", report.figures.size());
    html += legend_button("bound", "<i class=\"ca\"></i>", "已绑定", counts.bound);
    html += legend_button("missing",
                          "<svg class=\"i s14 amber\" aria-hidden=\"true\">"
                          "<use href=\"#i-miss\"/></svg>",
                          "缺数", counts.missing);
    if (counts.doubtful > 0) {
        html += legend_button("doubtful", "<i class=\"ce\"></i>", "有疑", counts.doubtful);
    }
    return html +
           "<span class=\"end mut jsonly\">点数字看记录，<kbd>←</kbd> <kbd>→</kbd> 换一个，"
           "<kbd>Esc</kbd> 收起</span></nav>\n";
}

// Filled by the script; hidden without it, when the links reach the annex instead.
constexpr std::string_view kPanel =
    "<aside class=\"pv\" id=\"pv\" aria-label=\"数字来源\" hidden></aside>\n"
    "<div class=\"shade\" id=\"shade\" hidden></div>\n"
    "<p class=\"vh\" id=\"live\" role=\"status\" aria-live=\"polite\"></p>\n";

// Inside a script element only "<" can end it early; as \u003c it is the same JSON.
std::string embedded_data(const Report& report) {
    const boost::json::object data{{"figures", figures_json(report)},
                                   {"tables", tables_json(report)}};
    return "<script type=\"application/json\" id=\"data\">" +
           replaced(boost::json::serialize(data), "<", "\\u003c") + "</script>\n";
}

}  // namespace

std::string write_html(const Report& report) {
    std::string html = head(report);
    html += top_bar(report);
    html += legend(report);
    html += "<main class=\"desk\" id=\"main\">\n";
    html += html_article(report);
    html += html_annex(report);
    html += "</main>\n";
    html += kPanel;
    html += embedded_data(report);
    html += fmt::format("<script>{}</script>\n</body>\n</html>\n", assets::kReportJs);
    return html;
}

}  // namespace taizhang::report
