// SPDX-License-Identifier: Apache-2.0
#include "model/pack/read_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/pack/read_field.hpp"

namespace taizhang::model {
namespace {

// Common columns of every ledger's table, and words that SQL keeps for itself.
constexpr std::array<std::string_view, 24> kReservedNames = {
    "office_id",   "id",       "number",   "area_id", "unit_id", "happened_on",
    "recorded_at", "revision", "batch_id", "deleted", "purged",  "match_key",
    "salt",        "select",   "from",     "where",   "order",   "group",
    "table",       "index",    "case",     "and",     "or",      "not"};

bool is_prefix(const std::string& text) {
    return text.size() >= 2 && text.size() <= 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Money is in a column of another name, which may be another field's.
bool share_column(const FieldDefinition& one, const FieldDefinition& other) {
    return one.type == FieldType::Money && one.role == FieldRole::None &&
           one.name + "_fen" == other.name;
}

void check_field_name(const Node& node, const LedgerDefinition& ledger,
                      const FieldDefinition& field, TreeReader& reader) {
    const bool reserved =
        std::find(kReservedNames.begin(), kReservedNames.end(), field.name) != kReservedNames.end();
    const bool status_elsewhere = field.name == "status" && field.role != FieldRole::Status;
    const bool own_role = field.name == "happened_on" && field.role == FieldRole::HappenedOn;
    if ((reserved && !own_role) || status_elsewhere) {
        reader.complain(node, fmt::format("字段不能叫“{}”", field.name), "换一个名称", field.name);
    }
    for (const auto& other : ledger.fields) {
        if (other.name == field.name) {
            reader.complain(node, fmt::format("字段“{}”写了两次", field.name), "每个字段一个名称",
                            field.name);
        }
        if (share_column(field, other) || share_column(other, field)) {
            reader.complain(node, fmt::format("字段“{}”和“{}”的列同名", other.name, field.name),
                            "换一个名称", field.name);
        }
        if (other.title.zh == field.title.zh) {
            reader.complain(node, fmt::format("两个字段都叫“{}”", field.title.zh),
                            "每个字段一个标题", field.title.zh);
        }
    }
}

void note_role(const Node& node, LedgerDefinition& ledger, std::size_t index, TreeReader& reader) {
    const auto set = [&](std::optional<std::size_t>& role) {
        if (role) {
            reader.complain(node, "这个角色已有别的字段", "每个角色一个字段",
                            ledger.fields[index].name);
        }
        role = index;
    };
    switch (ledger.fields[index].role) {
        case FieldRole::Area:
            return set(ledger.area);
        case FieldRole::Unit:
            return set(ledger.unit);
        case FieldRole::Status:
            return set(ledger.status);
        default:
            return;
    }
}

void read_fields(const Node& node, LedgerDefinition& ledger, TreeReader& reader) {
    const Node* fields = reader.required(node, "fields");
    if (fields == nullptr) {
        return;
    }
    if (fields->kind != Node::Kind::Sequence || fields->items.empty() ||
        fields->items.size() > limits::kFieldsPerLedgerMax) {
        reader.complain(*fields, "fields 应是一列字段",
                        fmt::format("1 到 {} 个字段", limits::kFieldsPerLedgerMax));
        return;
    }
    std::size_t dates = 0;
    for (const auto& item : fields->items) {
        FieldDefinition field = read_field(item, reader);
        check_field_name(item, ledger, field, reader);
        ledger.fields.push_back(std::move(field));
        note_role(item, ledger, ledger.fields.size() - 1, reader);
        if (ledger.fields.back().role == FieldRole::Status) {
            ledger.fields.back().required = true;
        }
        if (ledger.fields.back().role == FieldRole::HappenedOn) {
            ledger.happened_on = ledger.fields.size() - 1;
            ledger.fields.back().required = true;
            ++dates;
        }
    }
    if (dates != 1) {
        reader.complain(*fields, fmt::format("有 {} 个 role: happened_on 的字段", dates),
                        "正好一个，类型 date");
    }
    for (std::size_t i = 0; i < fields->items.size(); ++i) {
        if (fields->items[i].kind == Node::Kind::Map) {
            read_field_rules(fields->items[i], ledger, ledger.fields[i], reader);
        }
    }
}

void read_retention(const Node& node, LedgerDefinition& ledger, TreeReader& reader) {
    constexpr std::int64_t kYearsMax = 100;
    constexpr std::int64_t kDaysMax = 36'500;
    const Node* retention = reader.required(node, "retention");
    if (retention == nullptr) {
        return;
    }
    if (retention->kind == Node::Kind::Scalar && retention->scalar == "permanent") {
        ledger.retention.permanent = true;
        if (ledger.has_personal_fields()) {
            reader.complain(*retention, "有个人信息的台账不能永久保存", "{years: 10} 或 {days: 30}",
                            "permanent");
        }
        return;
    }
    if (!reader.expect_map(*retention, {"years", "days"})) {
        return;
    }
    const auto years = reader.whole(*retention, "years", 1, kYearsMax);
    const auto days = reader.whole(*retention, "days", 1, kDaysMax);
    if (years.has_value() == days.has_value()) {
        reader.complain(*retention, "保存期写年或写天，写一个", "{years: 10} 或 {days: 30}");
    }
    ledger.retention.years = static_cast<int>(years.value_or(0));
    ledger.retention.days = static_cast<int>(days.value_or(0));
}

void read_key(const Node& node, LedgerDefinition& ledger, TreeReader& reader) {
    ledger.key = reader.names(node, "key");
    std::vector<std::string> names;
    for (const auto& field : ledger.fields) {
        names.push_back(field.name);
    }
    for (const auto& name : ledger.key) {
        if (!ledger.field_index(name)) {
            const auto near = nearest(name, names);
            reader.complain(*node.find("key"), fmt::format("key 里的“{}”不是字段", name),
                            near ? *near : join(names, "、"), name);
        }
    }
}

}  // namespace

LedgerDefinition read_ledger(const Node& node, const Pack& pack, TreeReader& reader) {
    LedgerDefinition ledger;
    const bool map = reader.expect_map(
        node, {"ledger", "title", "chapter", "purpose", "number", "key", "fields", "retention"});
    if (!map) {
        return ledger;
    }
    ledger.name = reader.name(node, "ledger");
    ledger.title = reader.title(node, "title", ledger.name);
    std::vector<std::string> chapters;
    for (const auto& chapter : pack.chapters) {
        chapters.push_back(chapter.first);
    }
    if (reader.required(node, "chapter") != nullptr && reader.word(node, "chapter", chapters)) {
        ledger.chapter = node.find("chapter")->scalar;
    }
    ledger.purpose = reader.title(node, "purpose", "");
    ledger.number_prefix = reader.text(node, "number");
    if (reader.required(node, "number") != nullptr && !is_prefix(ledger.number_prefix)) {
        reader.complain(*node.find("number"), "编号前缀不合适", "2 到 4 个大写字母",
                        ledger.number_prefix);
    }
    read_fields(node, ledger, reader);
    read_retention(node, ledger, reader);
    read_key(node, ledger, reader);
    return ledger;
}

}  // namespace taizhang::model
