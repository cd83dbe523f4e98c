// SPDX-License-Identifier: Apache-2.0
#include "model/areas/boundary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace taizhang::model {
namespace {

TEST(Boundary, WktGoesOutAndComesBack) {
    const std::string hole =
        "MULTIPOLYGON(((105.5 30.5,105.6 30.5,105.6 30.6,105.5 30.5),(105.57 30.52,105.58 "
        "30.52,105.58 30.5300001,105.57 30.52)),((-1 -2.5,0 0,0.0000001 -1,-1 -2.5)))";
    const auto boundary = parse_wkt(hole);
    ASSERT_TRUE(boundary);
    EXPECT_EQ(boundary->size(), 2U);
    EXPECT_EQ(boundary->front().size(), 2U);
    EXPECT_EQ(point_count(*boundary), 12U);
    EXPECT_EQ(to_wkt(*boundary), hole);
}

TEST(Boundary, ReadsWhatOtherProgramsWrite) {
    const auto one = parse_wkt(" polygon (( 1 1 , 2.000000049 1,2e0 2 ,1 1.0)) ");
    ASSERT_TRUE(one);
    EXPECT_EQ(to_wkt(*one), "MULTIPOLYGON(((1 1,2 1,2 2,1 1)))");
}

TEST(Boundary, SaysWhatIsWrongWithWkt) {
    const auto message = [](std::string_view text) {
        const auto read = parse_wkt(text);
        return read ? "" : describe(read.error());
    };
    for (const std::string_view broken :
         {"", "POINT(1 1)", "POLYGON((1 1,2 2,3 3,1 1)", "POLYGON(())", "POLYGON((1,2,3,1))",
          "POLYGON((1 1,2 2,3 3,1 1)) x", "POLYGON((nan nan,1 1,2 2,1 1))", "边界"}) {
        EXPECT_FALSE(message(broken).empty()) << broken;
    }
    EXPECT_NE(message("POLYGON((1 1,2 1,2 2,1 1.5))").find("环没有闭合"), std::string::npos);
    EXPECT_NE(message("POLYGON((1 1,2 1,1 1))").find("只有 3 个点"), std::string::npos);
    EXPECT_NE(message("POLYGON((1 1,1.00000001 1,1 1,1 1))").find("太小"), std::string::npos);
    EXPECT_NE(message("POLYGON((30 120,31 120,31 121,30 120))").find("先经度"), std::string::npos);
    EXPECT_NE(message("POLYGON((500000 3400000,1 1,2 2,1 1))").find("平面坐标"), std::string::npos);
}

TEST(Boundary, PointsAreExactToSevenDecimals) {
    EXPECT_EQ(parse_point_text("105.5700001,-30.51"), (GeoPoint{1'055'700'001, -305'100'000}));
    EXPECT_EQ(point_text({1'055'700'001, -305'100'000}), "105.5700001,-30.51");
    EXPECT_EQ(parse_point_text("-180,90"), (GeoPoint{-1'800'000'000, 900'000'000}));
    for (const std::string_view wrong : {"", "1", "181,1", "1,91", "a,b", "1,2,3"}) {
        EXPECT_FALSE(parse_point_text(wrong)) << wrong;
    }
    EXPECT_FALSE(make_point(std::numeric_limits<double>::infinity(), 0));
    EXPECT_FALSE(make_point(std::nan(""), 0));
}

}  // namespace
}  // namespace taizhang::model
