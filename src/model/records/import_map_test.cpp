// SPDX-License-Identifier: Apache-2.0
#include "model/records/import_map.hpp"

#include <gtest/gtest.h>

namespace taizhang::model {
namespace {

using Cells = std::vector<std::string>;

MapSource of_columns(std::vector<std::string> columns) {
    MapSource source;
    source.columns = std::move(columns);
    return source;
}

TEST(MappedText, OneStepAfterAnother) {
    ImportMap map;
    map.empty_marks = {"N/A"};
    MapSource source = of_columns({"a"});
    EXPECT_EQ(mapped_text(map, source, {" x "}), "x");
    EXPECT_EQ(mapped_text(map, source, {"N/A"}), "");
    source.drop_suffix = ".0";
    EXPECT_EQ(mapped_text(map, source, {"2128.0"}), "2128");
    source.split = "|";
    source.part = 2;
    EXPECT_EQ(mapped_text(map, source, {"one| 2128.0"}), "2128");
    EXPECT_EQ(mapped_text(map, source, {"one"}), "");
    source.values = {{"2128", "east"}};
    source.fallback = "nowhere";
    EXPECT_EQ(mapped_text(map, source, {"one|2128.0"}), "east");
    EXPECT_EQ(mapped_text(map, source, {"one|2129.0"}), "2129");
    EXPECT_EQ(mapped_text(map, source, {"N/A"}), "nowhere");
}

TEST(MappedText, SeveralColumnsAndNone) {
    const ImportMap map;
    MapSource source = of_columns({"a", "b", "c"});
    source.join = ", ";
    EXPECT_EQ(mapped_text(map, source, {"x", "", "z"}), "x, z");
    MapSource constant;
    constant.constant = "paid";
    EXPECT_EQ(mapped_text(map, constant, {}), "paid");
}

TEST(MappedPoint, RoundsAndNamesTheWrongColumn) {
    const ImportMap map;
    FieldDefinition field;
    field.type = FieldType::Point;
    field.title = {"经纬度", "Place"};
    MapSource source = of_columns({"lon", "lat"});
    source.is_point = true;
    const auto point = mapped_point(map, source, {"-71.03876661266787", "42.36686597"}, field);
    ASSERT_TRUE(point);
    EXPECT_EQ(std::get<std::string>(*point), "-71.0387666,42.366866");
    const auto none = mapped_point(map, source, {"", ""}, field);
    ASSERT_TRUE(none);
    EXPECT_TRUE(is_missing(*none));
    for (const Cells& cells : {Cells{"-71", "90.1"}, Cells{"-71", ""}, Cells{"-71", "x"}}) {
        const auto wrong = mapped_point(map, source, cells, field);
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().place->column, "lat");
    }
    EXPECT_FALSE(mapped_point(map, source, {"180.00000006", "0"}, field));
}

TEST(ImportMap, NeedsEachColumnOnce) {
    ImportMap map;
    map.number = "id";
    map.sources = {of_columns({"a", "b"}), of_columns({"b"}), of_columns({})};
    EXPECT_EQ(map.columns(), (Cells{"id", "a", "b"}));
}

}  // namespace
}  // namespace taizhang::model
