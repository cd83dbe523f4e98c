// SPDX-License-Identifier: Apache-2.0
#include "api/desk/bulk_edit_schemas.hpp"

#include "api/records/record_json.hpp"
#include "base/limits.hpp"
#include "service/desk/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

std::vector<Property> change_properties() {
    return {
        {"action", choice_schema("change 改内容，remove 作废，restore 从回收站恢复",
                                 {"change", "remove", "restore"})},
        {"fields", map_schema("改哪几项：字段名 → 值，null 为清空", field_value_schema()), false}};
}

Schema seen_schema() {
    const Schema one = object_schema(
        {{"id", id_schema("条目")}, {"revision", integer_schema("看到的版本", 1, INT32_MAX)}});
    return array_schema(one, limits::kBulkEditRecordsMax);
}

Schema wanted_schema() {
    return object_schema(
        {{"ids", array_schema(id_schema("勾选的"), limits::kBulkEditRecordsMax), false},
         {"filters",
          array_schema(text_schema("同列表的 filter", limits::kFilterCharactersMax),
                       limits::kFiltersMax),
          false},
         {"q", text_schema("同列表的 q", limits::kSearchQueryCharactersMax), false},
         {"area", text_schema("同列表的 area"), false},
         {"period", text_schema("同列表的 period"), false}});
}

constexpr std::string_view kExampleDigest =
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

json::array example_seen() {
    return json::array{json::object{{"id", "228212068121051136"}, {"revision", 1}}};
}

}  // namespace

Schema preview_request_schema() {
    auto properties = change_properties();
    properties.push_back({"records", wanted_schema()});
    return object_schema(properties);
}

Schema preview_schema() {
    const Schema diff = object_schema(
        {{"record", id_schema("")},
         {"number", text_schema("受理编号")},
         {"revision", integer_schema("现在的版本", 1, INT32_MAX)},
         {"changes", array_schema(field_change_schema(), limits::kFieldsPerLedgerMax)}});
    const Schema refusal = object_schema({{"record", id_schema("")},
                                          {"number", text_schema("受理编号；看不到的为空")},
                                          {"field", or_null(text_schema("错在哪一项"))},
                                          {"message_zh", text_schema("为什么不能改", 1'000)}});
    return object_schema(
        {{"will_change", integer_schema("会改几条", 0, limits::kBulkEditRecordsMax)},
         {"same", integer_schema("已经是这样的", 0, limits::kBulkEditRecordsMax)},
         {"refused", integer_schema("不能改的", 0, limits::kBulkEditRecordsMax)},
         {"diffs", array_schema(diff, limits::kBulkEditDiffsShown)},
         {"refusals", array_schema(refusal, limits::kBulkEditRefusalsShown)},
         {"records", seen_schema()},
         {"digest", text_schema("连同 records 原样写进批量修改的请求")}});
}

Schema edit_request_schema() {
    auto properties = change_properties();
    properties.push_back({"records", seen_schema()});
    properties.push_back({"digest", text_schema("预览给出的")});
    properties.push_back(
        {"reason", text_schema("事由，写进每条的留痕", limits::kReasonCharactersMax), false});
    return object_schema(properties);
}

Schema bulk_edit_schema() {
    return object_schema({{"batch", id_schema("批次，撤回时用")},
                          {"records", integer_schema("改了几条", 1, limits::kBulkEditRecordsMax)},
                          {"actor", text_schema("谁")},
                          {"at", instant_schema("何时")},
                          {"undone", boolean_schema("已撤回")}});
}

json::value example_preview_request() {
    return json::object{{"action", "change"},
                        {"fields", json::object{{"status", "paid"}}},
                        {"records", json::object{{"filters", json::array{"status eq applied"}}}}};
}

json::value example_edit_request() {
    return json::object{{"action", "change"},
                        {"fields", json::object{{"status", "paid"}}},
                        {"records", example_seen()},
                        {"digest", kExampleDigest},
                        {"reason", "5 月已全部发放"}};
}

json::object example_edit() {
    return {{"batch", "228532545041465344"},
            {"records", 12},
            {"actor", "wang.fang"},
            {"at", "2020-05-31T00:30:05.123Z"},
            {"undone", false}};
}

}  // namespace taizhang::api
