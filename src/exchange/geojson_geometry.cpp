// SPDX-License-Identifier: Apache-2.0
#include "exchange/geojson_geometry.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "base/limits.hpp"
#include "exchange/source_error.hpp"

namespace taizhang::exchange {

namespace json = boost::json;

namespace {

tl::unexpected<Error> refuse(const json::value* value, std::string message, std::string expected) {
    const bool brief = value != nullptr && value->is_primitive();
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, "", brief ? shown_value(json::serialize(*value)) : "",
                               std::move(expected)},
                   std::move(message), "bad GeoJSON geometry");
}

// The error of an inner part, told together with where it is.
tl::unexpected<Error> within(const std::string& place, Error error) {
    error.message = place + error.message;
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace

Result<model::Boundary> GeoJsonGeometryReader::read(const json::value& geometry) {
    points_ = 0;
    if (!geometry.is_object()) {
        return refuse(&geometry, "没有几何图形", "geometry 是一个对象");
    }
    const auto& members = geometry.get_object();
    const json::value* type = members.if_contains("type");
    const json::value* coordinates = members.if_contains("coordinates");
    if (type == nullptr || !type->is_string()) {
        return refuse(type, "几何图形没有类型", "type 是 Polygon 或 MultiPolygon");
    }
    const bool many = type->get_string() == "MultiPolygon";
    if (!many && type->get_string() != "Polygon") {
        return refuse(type, "几何图形不是面", "Polygon 或 MultiPolygon");
    }
    if (coordinates == nullptr || !coordinates->is_array() || coordinates->get_array().empty()) {
        return refuse(coordinates, "几何图形没有坐标", "coordinates 是一个不空的数组");
    }
    model::Boundary boundary;
    if (!many) {
        boundary.push_back(TZ_TRY(read_polygon(*coordinates)));
        return boundary;
    }
    for (const auto& part : coordinates->get_array()) {
        auto polygon = read_polygon(part);
        if (!polygon) {
            return within(fmt::format("第 {} 块", boundary.size() + 1), polygon.error());
        }
        boundary.push_back(std::move(*polygon));
    }
    return boundary;
}

Result<model::Polygon> GeoJsonGeometryReader::read_polygon(const json::value& rings) {
    if (!rings.is_array() || rings.get_array().empty()) {
        return refuse(&rings, "没有环", "每块是一个数组，先外环，后洞");
    }
    model::Polygon polygon;
    for (const auto& positions : rings.get_array()) {
        auto ring = read_ring(positions);
        if (!ring) {
            return within(fmt::format("第 {} 环", polygon.size() + 1), ring.error());
        }
        polygon.push_back(std::move(*ring));
    }
    return polygon;
}

Result<model::Ring> GeoJsonGeometryReader::read_ring(const json::value& positions) {
    if (!positions.is_array()) {
        return refuse(&positions, "不是点的数组", "[[经度,纬度],…]");
    }
    std::vector<model::GeoPoint> points;
    for (const auto& position : positions.get_array()) {
        auto point = read_position(position);
        if (!point) {
            return within(fmt::format("第 {} 个点", points.size() + 1), point.error());
        }
        points.push_back(*point);
        if (++points_ > limits::kBoundaryPointsMax ||
            ++points_all_ > limits::kBoundaryPointsAllMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("点太多：一个区域不超过 {} 个，一个文件不超过 {} 个",
                                    limits::kBoundaryPointsMax, limits::kBoundaryPointsAllMax),
                        "too many points");
        }
    }
    return model::make_ring(std::move(points));
}

Result<model::GeoPoint> GeoJsonGeometryReader::read_position(const json::value& position) const {
    const bool pair = position.is_array() && position.get_array().size() >= 2 &&
                      position.get_array()[0].is_number() && position.get_array()[1].is_number();
    if (!pair) {
        return refuse(&position, "不是坐标", "[经度,纬度]，两个数字");
    }
    const double longitude = position.get_array()[0].to_number<double>();
    const double latitude = position.get_array()[1].to_number<double>();
    auto given = model::make_point(longitude, latitude);
    if (!given || coordinates_ == model::CoordinateSystem::Wgs84) {
        return given;
    }
    const model::Degrees place = model::to_wgs84({longitude, latitude}, coordinates_);
    return model::make_point(place.longitude, place.latitude);
}

}  // namespace taizhang::exchange
