// SPDX-License-Identifier: Apache-2.0
#include "model/pack/read_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

// What the map says for all its fields.
struct MapDefaults {
    const LedgerDefinition& ledger;
    std::string date_format;
};

bool is_dated(FieldType type) {
    return type == FieldType::Date || type == FieldType::DateTime;
}

// Places, units and references are known to the office alone; their words are read at the import.
bool is_looked_up(FieldType type) {
    return type == FieldType::Area || type == FieldType::Unit || type == FieldType::Reference;
}

void check_word(const Node& at, const std::string& word, const FieldDefinition& field,
                TreeReader& reader) {
    if (!word.empty() && !is_looked_up(field.type) && !parse_typed(word, field)) {
        reader.complain(at, fmt::format("“{}”不能填进“{}”", word, field.title.zh),
                        expected_text(field), word);
    }
}

std::string read_date_format(const Node& node, TreeReader& reader) {
    std::string format = reader.text(node, "date_format");
    if (!format.empty() && !is_time_format(format)) {
        reader.complain(*node.find("date_format"), "看不懂的日期写法",
                        "%Y 年、%m 月、%d 日、%H 时、%M 分、%S 秒，如 %Y-%m-%d %H:%M:%S", format);
        return "";
    }
    return format;
}

void read_values(const Node& node, const FieldDefinition& field, MapSource& source,
                 TreeReader& reader) {
    const Node* values = node.find("values");
    if (values == nullptr) {
        return;
    }
    if (values->kind != Node::Kind::Map || values->entries.empty()) {
        reader.complain(*values, "values 应写出表里的词和它的意思", "{OVERDUE: overdue}",
                        values->scalar);
        return;
    }
    for (const auto& [word, meaning] : values->entries) {
        if (meaning.kind != Node::Kind::Scalar && meaning.kind != Node::Kind::Null) {
            reader.complain(meaning, fmt::format("“{}”的意思应是一个词", word), "OVERDUE: overdue");
            continue;
        }
        check_word(meaning, meaning.scalar, field, reader);
        source.values.emplace_back(word, meaning.scalar);
    }
}

// Exactly one of: column, columns, longitude with latitude, constant.
void read_columns(const Node& node, const FieldDefinition& field, MapSource& source,
                  TreeReader& reader) {
    std::size_t ways = 0;
    if (node.find("column") != nullptr) {
        source.columns = {reader.text(node, "column")};
        ++ways;
    }
    if (node.find("columns") != nullptr) {
        source.columns = reader.names(node, "columns");
        ++ways;
    }
    if (node.find("longitude") != nullptr || node.find("latitude") != nullptr) {
        source.columns = {reader.text(node, "longitude"), reader.text(node, "latitude")};
        source.is_point = true;
        ++ways;
    }
    if (const Node* constant = node.find("constant")) {
        source.constant = reader.text(node, "constant");
        check_word(*constant, source.constant, field, reader);
        ++ways;
    }
    const bool half = source.is_point && (source.columns[0].empty() || source.columns[1].empty());
    if (ways != 1 || half) {
        reader.complain(node, fmt::format("字段 {} 没有写明一个来源", field.name),
                        "column、columns、longitude 和 latitude、constant 中的一种");
    }
    if (source.is_point && field.type != FieldType::Point) {
        reader.complain(node, fmt::format("字段 {} 不是经纬度", field.name), "point 字段");
    }
}

void read_split(const Node& node, MapSource& source, TreeReader& reader) {
    constexpr std::int64_t kPartsMax = 1'000;
    const Node* at = node.find("split");
    source.split = at == nullptr ? "" : at->scalar;
    if (const auto part = reader.whole(node, "part", 1, kPartsMax)) {
        source.part = static_cast<std::size_t>(*part);
    }
    if (source.split.empty() != (source.part == 0)) {
        reader.complain(node, "split 和 part 要写就都写", "split: \"|\", part: 1");
    }
}

MapSource read_source(const Node& node, std::size_t index, const MapDefaults& defaults,
                      TreeReader& reader) {
    const FieldDefinition& field = defaults.ledger.fields[index];
    MapSource source;
    source.field = index;
    source.date_format = is_dated(field.type) ? defaults.date_format : "";
    if (node.kind == Node::Kind::Scalar && !trimmed(node.scalar).empty()) {
        source.columns = {node.scalar};
        return source;
    }
    if (!reader.expect_map(
            node, {"column", "columns", "longitude", "latitude", "constant", "join", "split",
                   "part", "drop_suffix", "date_format", "values", "default"})) {
        return source;
    }
    read_columns(node, field, source, reader);
    read_split(node, source, reader);
    read_values(node, field, source, reader);
    const Node* joint = node.find("join");
    source.join = joint == nullptr ? " " : joint->scalar;
    source.drop_suffix = reader.text(node, "drop_suffix");
    source.fallback = reader.text(node, "default");
    if (!source.fallback.empty()) {
        check_word(*node.find("default"), source.fallback, field, reader);
    }
    if (const Node* format = node.find("date_format")) {
        source.date_format = read_date_format(node, reader);
        if (!is_dated(field.type)) {
            reader.complain(*format, fmt::format("字段 {} 不是日期", field.name),
                            "只用于 date 和 datetime 字段");
        }
    }
    return source;
}

void read_sources(const Node& node, const MapDefaults& defaults, ImportMap& map,
                  TreeReader& reader) {
    const Node* columns = reader.required(node, "columns");
    if (columns == nullptr) {
        return;
    }
    if (columns->kind != Node::Kind::Map) {
        reader.complain(*columns, "columns 应写出每个字段的来源", "字段: 表里的列名");
        return;
    }
    std::vector<std::string> names;
    for (const auto& field : defaults.ledger.fields) {
        names.push_back(field.name);
    }
    for (const auto& [name, source] : columns->entries) {
        const auto index = defaults.ledger.field_index(name);
        Node at = source;
        at.line = source.key_line == 0 ? source.line : source.key_line;
        if (!index) {
            reader.complain(at, fmt::format("台账 {} 没有字段“{}”", defaults.ledger.name, name),
                            nearest(name, names).value_or(join(names, "、")), name);
        } else if (defaults.ledger.fields[*index].type == FieldType::Attachment) {
            reader.complain(at, "附件不能从表格导入", "去掉这一行", name);
        } else {
            map.sources.push_back(read_source(source, *index, defaults, reader));
        }
    }
}

void check_required(const Node& node, const LedgerDefinition& ledger, const ImportMap& map,
                    TreeReader& reader) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const FieldDefinition& field = ledger.fields[i];
        const bool needed = field.required && !field.retired && !field.visible_if &&
                            is_missing(field.default_value);
        const bool given = std::any_of(map.sources.begin(), map.sources.end(),
                                       [&](const MapSource& source) { return source.field == i; });
        if (needed && !given) {
            reader.complain(node, fmt::format("必填的字段 {} 没有来源", field.name),
                            fmt::format("columns 里加 {}: 列名，或 {{constant: …}}", field.name));
        }
    }
}

void read_ignored(const Node& node, ImportMap& map, TreeReader& reader) {
    map.ignored = reader.names(node, "ignore");
    const auto used = map.columns();
    for (const auto& name : map.ignored) {
        if (std::find(used.begin(), used.end(), name) != used.end()) {
            reader.complain(*node.find("ignore"), fmt::format("“{}”既用又不用", name),
                            "只写在 columns 或 ignore 一处", name);
        }
    }
}

void read_zone(const Node& node, ImportMap& map, TreeReader& reader) {
    const std::string name = reader.text(node, "time_zone");
    if (name.empty()) {
        return;
    }
    map.zone = TimeZone::find(name);
    if (map.zone == nullptr) {
        reader.complain(*node.find("time_zone"), fmt::format("没有时区“{}”", name),
                        "tz 数据库里的名称，如 America/New_York", name);
    }
}

const LedgerDefinition* read_target(const Node& node, const Pack& pack, ImportMap& map,
                                    TreeReader& reader) {
    if (reader.required(node, "ledger") == nullptr) {
        return nullptr;
    }
    map.ledger = reader.text(node, "ledger");
    const LedgerDefinition* ledger = pack.ledger(map.ledger);
    if (ledger == nullptr) {
        reader.complain(*node.find("ledger"), fmt::format("没有台账“{}”", map.ledger),
                        nearest(map.ledger, pack.ledgers.names()).value_or("已定义的台账名"),
                        map.ledger);
    }
    return ledger;
}

}  // namespace

ImportMap read_map(const Node& node, const Pack& pack, TreeReader& reader) {
    ImportMap map;
    map.text = to_json(node);
    if (!reader.expect_map(node, {"map", "title", "ledger", "header_row", "number", "time_zone",
                                  "date_format", "empty", "columns", "ignore"})) {
        return map;
    }
    map.name = reader.name(node, "map");
    map.title = reader.title(node, "title", map.name);
    if (const auto line = reader.whole(node, "header_row", 1, limits::kImportHeaderRowsMax)) {
        map.header_row = static_cast<std::size_t>(*line);
    }
    map.number = reader.text(node, "number");
    map.empty_marks = reader.names(node, "empty");
    read_zone(node, map, reader);
    const std::string date_format = read_date_format(node, reader);
    if (const auto* ledger = read_target(node, pack, map, reader)) {
        read_sources(node, {*ledger, date_format}, map, reader);
        read_ignored(node, map, reader);
        check_required(node, *ledger, map, reader);
    }
    return map;
}

ImportMap read_map_file(const std::string& file, const std::string& text, const Pack& pack,
                        PackProblems& problems) {
    TreeReader reader(file, problems);
    auto nodes = read_yaml(file, text);
    if (!nodes) {
        problems.errors.push_back(nodes.error());
        return {};
    }
    if (nodes->size() != 1 || nodes->front().find("map") == nullptr) {
        Node top;
        top.line = 1;
        reader.complain(top, "这不是一张对照表", "一段以 map: 开头的 YAML");
        return {};
    }
    return read_map(nodes->front(), pack, reader);
}

}  // namespace taizhang::model
