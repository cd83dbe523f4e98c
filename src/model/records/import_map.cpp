// SPDX-License-Identifier: Apache-2.0
#include "model/records/import_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/areas/boundary.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

std::string unmarked(const ImportMap& map, const std::string& cell) {
    std::string text = trimmed(cell);
    const bool mark =
        std::find(map.empty_marks.begin(), map.empty_marks.end(), text) != map.empty_marks.end();
    return mark ? "" : text;
}

std::string piece(const ImportMap& map, const MapSource& source, const std::string& cell) {
    std::string text = unmarked(map, cell);
    if (!source.split.empty()) {
        const auto parts = split(text, source.split);
        text = source.part <= parts.size() ? trimmed(parts[source.part - 1]) : "";
    }
    if (!source.drop_suffix.empty() && text.ends_with(source.drop_suffix)) {
        text.resize(text.size() - source.drop_suffix.size());
    }
    return text;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

Result<std::int32_t> degrees(const std::string& text, const std::string& header,
                             std::string_view title, int degrees_max) {
    if (const auto units = read_degrees(folded(text), degrees_max)) {
        return *units;
    }
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, header, text,
                               fmt::format("-{0} 到 {0} 的度数，如 42.3601", degrees_max)},
                   fmt::format("不是{}", title), "not a coordinate");
}

}  // namespace

std::vector<std::string> ImportMap::columns() const {
    std::vector<std::string> names;
    if (!number.empty()) {
        names.push_back(number);
    }
    for (const auto& source : sources) {
        for (const auto& column : source.columns) {
            add_once(names, column);
        }
    }
    return names;
}

std::string mapped_text(const ImportMap& map, const MapSource& source,
                        const std::vector<std::string>& cells) {
    if (source.columns.empty()) {
        return source.constant;
    }
    std::vector<std::string> pieces;
    for (const auto& cell : cells) {
        if (auto text = piece(map, source, cell); !text.empty()) {
            pieces.push_back(std::move(text));
        }
    }
    std::string text = join(pieces, source.join);
    if (text.empty()) {
        return source.fallback;
    }
    const auto value = std::find_if(source.values.begin(), source.values.end(),
                                    [&](const auto& entry) { return entry.first == text; });
    return value == source.values.end() ? text : value->second;
}

Result<Value> mapped_date(const ImportMap& map, const MapSource& source, const std::string& text,
                          const FieldDefinition& field) {
    const auto local = read_local_time(text, source.date_format);
    if (!local) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "", text, "按对照表的写法 " + source.date_format},
                       fmt::format("{}不是{}", field.title.zh,
                                   field.type == FieldType::Date ? "日期" : "时间"),
                       fmt::format("bad value for {}", field.name));
    }
    if (field.type == FieldType::Date) {
        return Value{local->date};
    }
    return Value{map.zone ? map.zone->instant(*local) : shanghai_instant(*local)};
}

Result<Value> mapped_point(const ImportMap& map, const MapSource& source,
                           const std::vector<std::string>& cells, const FieldDefinition& field) {
    const std::string longitude = piece(map, source, cells[0]);
    const std::string latitude = piece(map, source, cells[1]);
    if (longitude.empty() && latitude.empty()) {
        return Value{};
    }
    const auto x = TZ_TRY(
        degrees(longitude, source.columns[0], field.title.zh + "的经度", kLongitudeDegreesMax));
    const auto y = TZ_TRY(
        degrees(latitude, source.columns[1], field.title.zh + "的纬度", kLatitudeDegreesMax));
    return Value{point_text({x, y})};
}

std::string expected_in_source(const MapSource& source, const FieldDefinition& field) {
    std::vector<std::string> words;
    for (const auto& [word, meaning] : source.values) {
        words.push_back(word);
    }
    return words.empty() ? expected_text(field) : join(words, "、");
}

}  // namespace taizhang::model
