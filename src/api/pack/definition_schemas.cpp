// SPDX-License-Identifier: Apache-2.0
#include "api/pack/definition_json.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace {

Schema version_schema() {
    return integer_schema("全部定义的版本，改动一次加一；也是 ETag", 0, INT64_MAX);
}

Schema difference_schema() {
    return choice_schema("新增、改动、停用、恢复", {"added", "changed", "retired", "restored"});
}

Schema names_schema(std::string_view description) {
    return array_schema(text_schema(description), limits::kIndicatorsMax);
}

Schema count_schema(std::string_view description) {
    return or_null(integer_schema(description, 0, INT64_MAX));
}

Schema field_difference_schema() {
    return object_schema({{"name", text_schema("字段名")},
                          {"title", text_schema("中文名")},
                          {"difference", difference_schema()},
                          {"keys", names_schema("改了哪几项")},
                          {"new_column", boolean_schema("表里要加一列")}});
}

Schema records_schema() {
    const Schema example =
        object_schema({{"id", id_schema("条目的编号")}, {"number", text_schema("受理编号")}});
    const Schema rule =
        object_schema({{"field", text_schema("字段名")},
                       {"title", text_schema("中文名")},
                       {"records", count_schema("多少条不合新规定；不便告诉的为 null")},
                       {"examples", array_schema(example, limits::kDefinitionExamplesMax)}});
    return object_schema({{"ledger", text_schema("台账")},
                          {"title", text_schema("中文名")},
                          {"checked", count_schema("查了多少条；不便告诉的为 null")},
                          {"complete", boolean_schema("全部查过；条目太多时只查一部分")},
                          {"breaks", array_schema(rule, limits::kFieldsPerLedgerMax)}});
}

Schema figure_schema() {
    return object_schema({{"indicator", text_schema("指标")},
                          {"title", text_schema("中文名")},
                          {"difference", difference_schema()},
                          {"rebuilt", boolean_schema("要重新汇总")},
                          {"records_before", count_schema("现在由多少条组成，不论时期")},
                          {"records_after", count_schema("改后由多少条组成")}});
}

}  // namespace

Schema definition_row_schema() {
    return object_schema({{"kind", choice_schema("台账或指标", {"ledger", "indicator"})},
                          {"name", text_schema("英文名")},
                          {"title", text_schema("中文名")},
                          {"ledger", or_null(text_schema("指标所数的台账；比率为 null"))},
                          {"version", integer_schema("这个定义的第几版", 1, INT32_MAX)},
                          {"retired", boolean_schema("已停用")},
                          {"own", boolean_schema("本单位定义或改过的")},
                          {"since", instant_schema("这一版何时起用")}});
}

Schema definition_schema() {
    auto schema = definition_row_schema();
    auto& properties = schema["properties"].as_object();
    properties["definition"] = Schema{{"type", "object"},
                                      {"description", "定义语言的各项，值都是文本"},
                                      {"additionalProperties", true}};
    properties["yaml"] = text_schema("同一内容的 YAML", limits::kPackFileBytesMax);
    auto& required = schema["required"].as_array();
    required.emplace_back("definition");
    required.emplace_back("yaml");
    return schema;
}

Schema change_schema() {
    const Schema tree{{"type", "object"},
                      {"description", "一本台账或一个指标的完整定义，各项同定义语言"},
                      {"additionalProperties", true}};
    const Schema names = array_schema(text_schema("英文名"), limits::kDefinitionsChangedMax);
    return object_schema(
        {{"yaml",
          text_schema("完整的定义，多段用 --- 隔开；没写到的不变", limits::kPackFileBytesMax),
          false},
         {"definitions", array_schema(tree, limits::kDefinitionsChangedMax), false},
         {"retire_ledgers", names, false},
         {"retire_indicators", names, false},
         {"reason", text_schema("事由，写进留痕", limits::kReasonCharactersMax), false}});
}

Schema foreseen_schema() {
    const Schema difference = object_schema(
        {{"kind", choice_schema("", {"ledger", "indicator", "map"})},
         {"name", text_schema("英文名")},
         {"title", text_schema("中文名")},
         {"difference", difference_schema()},
         {"keys", names_schema("改了哪几项")},
         {"fields", array_schema(field_difference_schema(), limits::kFieldsPerLedgerMax)}});
    const Schema column = object_schema({{"ledger", text_schema("台账")},
                                         {"header", text_schema("本单位表格的列名")},
                                         {"field", text_schema("字段")}});
    return object_schema({{"version", version_schema()},
                          {"differences", array_schema(difference, limits::kIndicatorsMax)},
                          {"records", array_schema(records_schema(), limits::kLedgersMax)},
                          {"figures", array_schema(figure_schema(), limits::kIndicatorsMax)},
                          {"templates", names_schema("填报表格要重新下载的台账")},
                          {"reports", names_schema("用到这些数字的报告模板")},
                          {"maps", names_schema("导入这些台账的对照表")},
                          {"columns", array_schema(column, limits::kColumnChoicesMax)}});
}

Schema outcome_schema() {
    return object_schema({{"version", version_schema()},
                          {"added", names_schema("新增，如 ledger visits")},
                          {"changed", names_schema("改动")},
                          {"retired", names_schema("停用")},
                          {"rebuilt", names_schema("重新汇总的指标")}});
}

}  // namespace taizhang::api
