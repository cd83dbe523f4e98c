// SPDX-License-Identifier: Apache-2.0
#include "api/operations/log_entry.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/iso_instant.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

constexpr int kServerError = 500;
constexpr double kMicrosecondsPerMs = 1'000;

std::string_view level_of(const LogEntry& entry) {
    return entry.status >= kServerError ? "error" : "info";
}

std::string_view name_of(LogEntry::Event event) {
    switch (event) {
        case LogEntry::Event::Request:
            return "request";
        case LogEntry::Event::Started:
            return "started";
        case LogEntry::Event::Stopped:
            return "stopped";
    }
    return "";
}

void add_text(json::object& line, std::string_view name, const std::string& text) {
    if (!text.empty()) {
        line[name] = text;
    }
}

std::string json_line(const LogEntry& entry) {
    json::object line{{"time", format_iso_instant(entry.at)},
                      {"level", level_of(entry)},
                      {"event", name_of(entry.event)}};
    if (entry.event == LogEntry::Event::Request) {
        line["request_id"] = entry.request_id;
        add_text(line, "trace_id", entry.trace_id);
        line["method"] = entry.method;
        line["route"] = entry.route;
        line["status"] = entry.status;
        line["duration_ms"] = static_cast<double>(entry.duration_microseconds) / kMicrosecondsPerMs;
        line["bytes"] = entry.bytes;
        // As text, as all ids are.
        line["account"] =
            entry.account == 0 ? json::value() : json::value(std::to_string(entry.account));
    }
    add_text(line, "address", entry.address);
    add_text(line, "failure", entry.failure);
    return json::serialize(line) + "\n";
}

std::string text_line(const LogEntry& entry) {
    std::string line = fmt::format("{} {} {}", format_iso_instant(entry.at), level_of(entry),
                                   name_of(entry.event));
    if (entry.event == LogEntry::Event::Request) {
        line += fmt::format(" {} {} {} {:.3f}ms {}B id={}", entry.method, entry.route, entry.status,
                            static_cast<double>(entry.duration_microseconds) / kMicrosecondsPerMs,
                            entry.bytes, entry.request_id);
        line += entry.trace_id.empty() ? "" : " trace=" + entry.trace_id;
        line += entry.account == 0 ? "" : " account=" + std::to_string(entry.account);
    }
    line += entry.address.empty() ? "" : " address=" + entry.address;
    line += entry.failure.empty() ? "" : " failure=" + entry.failure;
    return line + "\n";
}

}  // namespace

std::string log_line(const LogEntry& entry, LogForm form) {
    switch (form) {
        case LogForm::Off:
            return "";
        case LogForm::Json:
            return json_line(entry);
        case LogForm::Text:
            return text_line(entry);
    }
    return "";
}

}  // namespace taizhang::api
