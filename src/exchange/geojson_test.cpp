// SPDX-License-Identifier: Apache-2.0
#include "exchange/geojson.hpp"

#include <gtest/gtest.h>

#include <random>

#include "exchange/limits.hpp"

namespace taizhang::exchange {
namespace {

constexpr const char* kRing = "[[105.5,30.5],[105.6,30.5],[105.6,30.6],[105.5,30.5]]";

std::string feature(const std::string& geometry, const std::string& properties = "{}") {
    return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}

std::string polygon(const std::string& rings) {
    return R"({"type":"Polygon","coordinates":)" + rings + "}";
}

std::string collection(const std::string& features, const std::string& more = "") {
    return R"({"type":"FeatureCollection",)" + more + "\n\"features\":[" + features + "]}";
}

Result<GeoJson> parsed(const std::string& bytes,
                       std::optional<model::CoordinateSystem> coordinates = std::nullopt) {
    return parse_geojson(bytes, {"cells.geojson", coordinates});
}

// The error, of the file or of its first feature, as a person reads it.
std::string complaint(const std::string& bytes) {
    const auto read = parsed(bytes);
    if (!read) {
        return describe(read.error());
    }
    return read->errors.empty() ? "" : describe(read->errors.front());
}

TEST(GeoJson, PolygonsMultipolygonsAndProperties) {
    const auto read =
        parsed("\xEF\xBB\xBF" +
               collection(feature(polygon("[" + std::string(kRing) + "]"),
                                  R"({"代码":111,"name":"甲","x":null,"y":[1],"z":1.5,"w":2e3})") +
                          "," +
                          feature(R"({"type":"MultiPolygon","coordinates":[[)" +
                                  std::string(kRing) + "],[[[1,2,300],[2,2],[2,3],[1,2]]]]}")));
    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_TRUE(read->errors.empty());
    ASSERT_EQ(read->features.size(), 2U);
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(read->features[0].properties,
              (Pairs{{"代码", "111"}, {"name", "甲"}, {"z", "1.5"}, {"w", "2000"}}));
    EXPECT_EQ(model::to_wkt(read->features[0].boundary),
              "MULTIPOLYGON(((105.5 30.5,105.6 30.5,105.6 30.6,105.5 30.5)))");
    EXPECT_EQ(read->features[1].number, 2U);
    EXPECT_EQ(read->features[1].boundary.size(), 2U);
}

TEST(GeoJson, CoordinatesByOptionOrByTheFile) {
    const std::string one = feature(polygon("[" + std::string(kRing) + "]"));
    const auto place = [](const Result<GeoJson>& read) {
        return model::point_text(read->features.at(0).boundary[0][0][0]);
    };
    EXPECT_EQ(place(parsed(collection(one))), "105.5,30.5");
    const auto gcj = parsed(collection(one), model::CoordinateSystem::Gcj02);
    EXPECT_NE(place(gcj), "105.5,30.5");
    EXPECT_EQ(place(gcj), place(parsed(collection(one, R"("crs":"GCJ-02",)"))));
    EXPECT_NE(place(gcj), place(parsed(collection(one), model::CoordinateSystem::Bd09)));
    const auto crs = [](const std::string& name) {
        return R"("crs":{"type":"name","properties":{"name":")" + name + R"("}},)";
    };
    EXPECT_EQ(place(parsed(collection(one, crs("urn:ogc:def:crs:OGC:1.3:CRS84")))), "105.5,30.5");
    EXPECT_EQ(place(parsed(collection(one, crs("urn:ogc:def:crs:EPSG::4490")))), "105.5,30.5");
    EXPECT_NE(complaint(collection(one, crs("EPSG:4547"))).find("epsg:4547"), std::string::npos);
    EXPECT_NE(complaint(collection(one, R"("crs":{},)")), "");
    const auto both = parsed(collection(one, R"("crs":"gcj02",)"), model::CoordinateSystem::Bd09);
    ASSERT_FALSE(both);
    EXPECT_NE(both.error().message.find("gcj02"), std::string::npos);
}

TEST(GeoJson, MistakesOfFeaturesAreNamedAndCollected) {
    const auto read =
        parsed(collection(feature(polygon("[" + std::string(kRing) + "]")) + "," +
                          feature(polygon("[[[1,1],[2,1],[2,2],[1,1.5]]]")) + "," +
                          feature(R"({"type":"LineString","coordinates":[[1,1],[2,2]]})")));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->features.size(), 1U);
    ASSERT_EQ(read->errors.size(), 2U);
    EXPECT_EQ(describe(read->errors[0]),
              "cells.geojson “1,1.5”：第 2 个要素：第 1 环环没有闭合。应为：最后一个点与第一个点 "
              "1,1 相同");
    EXPECT_EQ(describe(read->errors[1]),
              "cells.geojson “\"LineString\"”：第 3 个要素：几何图形不是面。应为：Polygon 或 "
              "MultiPolygon");
}

TEST(GeoJson, EveryKindOfMistakeIsTold) {
    const std::pair<std::string, std::string> wrong[] = {
        {"", "文件不完整"},
        {"[]", "不是 GeoJSON 的要素集合"},
        {"{\"type\":\"Feature\"}", "不是 GeoJSON 的要素集合"},
        {collection("").substr(0, 30), "文件不完整"},
        {collection("") + "x", "不是 JSON"},
        {collection("7"), "不是要素"},
        {collection("{\"type\":\"Feature\"}"), "没有属性"},
        {collection(feature("null")), "没有几何图形"},
        {collection(feature("{}")), "没有类型"},
        {collection(feature(R"({"type":"Polygon"})")), "没有坐标"},
        {collection(feature(polygon("[]"))), "没有坐标"},
        {collection(feature(polygon("[5]"))), "不是点的数组"},
        {collection(feature(polygon("[[5]]"))), "第 1 环第 1 个点不是坐标"},
        {collection(feature(polygon("[[[1]]]"))), "不是坐标"},
        {collection(feature(polygon("[[[\"1\",2]]]"))), "不是坐标"},
        {collection(feature(polygon("[[[NaN,2]]]"))), "不是 JSON"},
        {collection(feature(polygon("[[[1e400,2]]]"))), ""},
        {collection(feature(polygon("[[[1e300,2]]]"))), "平面坐标"},
        {collection(feature(polygon("[[[30.5,105.5]]]"))), "先经度"},
        {collection(feature(polygon("[[[1,1],[1,1]]]"))), "只有 2 个点"},
        {"\xFF\xFE{", "不是 UTF-8"},
        {collection(feature("{\"name\":\"\xB0\xA1\"}")), "不是 UTF-8"},
        {collection(std::string(100'000, '[')), "嵌套太深"},
        {std::string(kGeoJsonBytesMax + 1, ' '), "文件太大"},
    };
    for (const auto& [bytes, told] : wrong) {
        const std::string message = complaint(bytes);
        EXPECT_FALSE(message.empty()) << bytes.substr(0, 200);
        EXPECT_NE(message.find(told), std::string::npos) << message << " for " << told;
        EXPECT_NE(message.find("cells.geojson"), std::string::npos) << message;
    }
    EXPECT_EQ(parsed("{\n\n!").error().place->line, 3U);
}

// Whatever the bytes: an answer, and of every good feature a closed ring.
TEST(GeoJson, DamagedBytesNeverHurt) {
    const std::string whole =
        collection(feature(polygon("[" + std::string(kRing) + "]"), R"({"code":"1"})"),
                   R"("crs":{"properties":{"name":"gcj02"}},)");
    std::mt19937 random(3);
    const std::string_view letters = "{}[],:\"0123456789eE+-.nulltrue \n\x80\xFF";
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes = whole;
        for (unsigned change = 0; change <= random() % 4; ++change) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 3) {
                case 0:
                    bytes[at] = letters[random() % letters.size()];
                    break;
                case 1:
                    bytes.erase(at, random() % 9);
                    break;
                default:
                    bytes.insert(at, 1 + random() % 3, letters[random() % letters.size()]);
            }
        }
        const auto read = parsed(bytes);
        for (std::size_t f = 0; read && f < read->features.size(); ++f) {
            ASSERT_EQ(read->features[f].boundary[0][0].front(),
                      read->features[f].boundary[0][0].back());
        }
    }
}

}  // namespace
}  // namespace taizhang::exchange
