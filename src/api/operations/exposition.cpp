// SPDX-License-Identifier: Apache-2.0
#include "api/operations/exposition.hpp"

#include <fmt/format.h>

namespace taizhang::api {
namespace {

std::string_view kind_name(Exposition::Kind kind) {
    switch (kind) {
        case Exposition::Kind::Counter:
            return "counter";
        case Exposition::Kind::Gauge:
            return "gauge";
        case Exposition::Kind::Histogram:
            return "histogram";
    }
    return "";
}

void append_escaped(std::string& text, std::string_view value) {
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') {
            text += '\\';
        }
        text += c;
    }
}

}  // namespace

void Exposition::begin(std::string_view name, Kind kind, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind_name(kind));
}

void Exposition::line(std::string_view suffix, const MetricLabels& labels,
                      std::string_view number) {
    text_ += name_;
    text_ += suffix;
    char before = '{';
    for (const auto& label : labels) {
        text_ += before;
        text_ += label.name;
        text_ += "=\"";
        append_escaped(text_, label.value);
        text_ += '"';
        before = ',';
    }
    text_ += labels.empty() ? " " : "} ";
    text_ += number;
    text_ += '\n';
}

void Exposition::value(const MetricLabels& labels, std::uint64_t number) {
    line("", labels, fmt::format("{}", number));
}

void Exposition::value(const MetricLabels& labels, double number) {
    line("", labels, fmt::format("{}", number));
}

void Exposition::histogram(const MetricLabels& labels, const Histogram::Snapshot& shot,
                           double unit) {
    MetricLabels with_bound = labels;
    with_bound.push_back({"le", ""});
    for (std::size_t i = 0; i < shot.bounds.size(); ++i) {
        const auto bound = fmt::format("{}", static_cast<double>(shot.bounds[i]) * unit);
        with_bound.back().value = bound;
        line("_bucket", with_bound, fmt::format("{}", shot.up_to[i]));
    }
    with_bound.back().value = "+Inf";
    line("_bucket", with_bound, fmt::format("{}", shot.count));
    line("_sum", labels, fmt::format("{}", static_cast<double>(shot.sum) * unit));
    line("_count", labels, fmt::format("{}", shot.count));
}

}  // namespace taizhang::api
