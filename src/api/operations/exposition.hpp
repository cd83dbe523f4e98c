// SPDX-License-Identifier: Apache-2.0
// Figures of the running server in the text format of Prometheus, version 0.0.4.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/histogram.hpp"

namespace taizhang::api {

struct MetricLabel {
    std::string_view name;
    std::string_view value;
};
using MetricLabels = std::vector<MetricLabel>;

class Exposition {
  public:
    static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

    enum class Kind { Counter, Gauge, Histogram };

    // What follows belongs to this metric. Its name ends in its unit, of a counter in _total.
    void begin(std::string_view name, Kind kind, std::string_view help);
    void value(const MetricLabels& labels, std::uint64_t number);
    void value(const MetricLabels& labels, double number);
    // `unit`: what one of the histogram's integers is in the metric's unit.
    void histogram(const MetricLabels& labels, const Histogram::Snapshot& shot, double unit = 1);

    // With one value and no label.
    template <typename Number>
    void one(std::string_view name, Kind kind, std::string_view help, Number number) {
        begin(name, kind, help);
        value({}, number);
    }

    std::string take() { return std::move(text_); }

  private:
    void line(std::string_view suffix, const MetricLabels& labels, std::string_view number);

    std::string text_;
    std::string name_;
};

}  // namespace taizhang::api
