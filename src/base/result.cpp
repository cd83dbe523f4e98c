// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

namespace taizhang {
namespace {

void append_part(std::string& line, const std::string& part) {
    if (part.empty()) {
        return;
    }
    if (!line.empty()) {
        line += " ";
    }
    line += part;
}

std::string place_text(const SourcePlace& place) {
    std::string line;
    append_part(line, place.file);
    append_part(line, place.sheet.empty() ? "" : "工作表“" + place.sheet + "”");
    append_part(line, place.line == 0 ? "" : "第 " + std::to_string(place.line) + " 行");
    append_part(line, place.column.empty() ? "" : place.column + " 列");
    append_part(line, place.value.empty() ? "" : "“" + place.value + "”");
    return line;
}

}  // namespace

std::string describe(const Error& error) {
    std::string line = error.place ? place_text(*error.place) : "";
    if (!line.empty()) {
        line += "：";
    }
    line += error.message;
    if (error.place && !error.place->expected.empty()) {
        line += "。应为：" + error.place->expected;
    }
    return line;
}

}  // namespace taizhang
