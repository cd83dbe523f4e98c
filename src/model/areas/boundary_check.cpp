// SPDX-License-Identifier: Apache-2.0
#include "model/areas/boundary_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "model/areas/geos.hpp"

namespace taizhang::model {
namespace {

constexpr double kMetresPerUnit = 0.0111195;  // of 1e-7 degree of latitude

constexpr std::array kReasons = {
    std::pair{std::string_view("Ring Self-intersection"), std::string_view("环碰到自己")},
    std::pair{std::string_view("Self-intersection"), std::string_view("边线交叉")},
    std::pair{std::string_view("Hole lies outside shell"), std::string_view("洞在外环以外")},
    std::pair{std::string_view("Holes are nested"), std::string_view("洞里又有洞")},
    std::pair{std::string_view("Nested shells"), std::string_view("一块在另一块里面")},
    std::pair{std::string_view("Interior is disconnected"), std::string_view("被洞分成了几块")},
    std::pair{std::string_view("Duplicate Rings"), std::string_view("有两个相同的环")},
    std::pair{std::string_view("Too few points"), std::string_view("点太少")},
};

std::string reason_in_chinese(std::string_view reason) {
    for (const auto& [english, chinese] : kReasons) {
        if (reason.starts_with(english)) {
            return std::string(chinese);
        }
    }
    return "形状不成立";
}

GeoPoint nearest_point(const Geos& geos, const GEOSGeometry* place) {
    double x = 0;
    double y = 0;
    GEOSGeomGetX_r(geos.context(), place, &x);
    GEOSGeomGetY_r(geos.context(), place, &y);
    return {static_cast<std::int32_t>(std::lround(x)), static_cast<std::int32_t>(std::lround(y))};
}

std::optional<BoundaryFault> fault_of(const Geos& geos, const Geos::Geometry& geometry,
                                      const std::string& part) {
    char* reason = nullptr;
    GEOSGeometry* place = nullptr;
    if (GEOSisValidDetail_r(geos.context(), geometry.get(), 0, &reason, &place) == 1) {
        return std::nullopt;
    }
    BoundaryFault fault{part + reason_in_chinese(reason == nullptr ? "" : reason), {}};
    GEOSFree_r(geos.context(), reason);
    if (place != nullptr) {
        fault.place = nearest_point(geos, geos.own(place).get());
    }
    return fault;
}

tl::unexpected<Error> not_computed(const Geos& geos) {
    return fail(ErrorCode::Unsupported, "边界的几何运算没有完成，请检查边界有没有极小的尖角",
                "GEOS: " + geos.last_error());
}

// Area and an inner point of one polygon.
Result<StrayPart> measured(const Geos& geos, const GEOSGeometry* geometry) {
    const auto inner = geos.own(GEOSPointOnSurface_r(geos.context(), geometry));
    double units = 0;
    if (!inner || GEOSArea_r(geos.context(), geometry, &units) != 1) {
        return not_computed(geos);
    }
    const GeoPoint place = nearest_point(geos, inner.get());
    const double latitude = place.latitude / double{kUnitsPerDegree} * std::numbers::pi / 180;
    return StrayPart{units * kMetresPerUnit * kMetresPerUnit * std::cos(latitude), place};
}

// The polygons of a result that are larger than the tolerance, largest first.
Result<std::vector<StrayPart>> large_parts(const Geos& geos, const Geos::Geometry& geometry) {
    std::vector<StrayPart> parts;
    for (int i = 0; i < GEOSGetNumGeometries_r(geos.context(), geometry.get()); ++i) {
        const auto* part = GEOSGetGeometryN_r(geos.context(), geometry.get(), i);
        if (GEOSGeom_getDimensions_r(geos.context(), part) == 2) {
            const StrayPart size = TZ_TRY(measured(geos, part));
            if (size.square_metres > kGapSquareMetres) {
                parts.push_back(size);
            }
        }
    }
    std::sort(parts.begin(), parts.end(),
              [](const auto& a, const auto& b) { return a.square_metres > b.square_metres; });
    return parts;
}

class OverlapFinder {
  public:
    OverlapFinder(const std::vector<BoundedArea>& areas, const std::function<bool(AreaId)>& wanted)
        : areas_(areas), wanted_(wanted), tree_(geos_.tree()) {}

    Result<std::vector<Overlap>> run() {
        for (std::size_t i = 0; i < areas_.size(); ++i) {
            shapes_.push_back({i, geos_.geometry(*areas_[i].boundary)});
        }
        for (auto& shape : shapes_) {
            GEOSSTRtree_insert_r(geos_.context(), tree_.get(), shape.geometry.get(), &shape);
        }
        std::vector<Overlap> overlaps;
        for (const auto& shape : shapes_) {
            if (wanted_(areas_[shape.index].id)) {
                TZ_TRY(compare(shape, overlaps));
            }
        }
        return overlaps;
    }

  private:
    struct Shape {
        std::size_t index = 0;
        Geos::Geometry geometry;
    };

    Result<void> compare(const Shape& shape, std::vector<Overlap>& overlaps) {
        std::vector<const Shape*> near;
        GEOSSTRtree_query_r(
            geos_.context(), tree_.get(), shape.geometry.get(),
            [](void* found, void* list) {
                static_cast<std::vector<const Shape*>*>(list)->push_back(
                    static_cast<const Shape*>(found));
            },
            &near);
        for (const Shape* other : near) {
            // Two wanted areas are compared once.
            const bool done = other->index < shape.index && wanted_(areas_[other->index].id);
            if (other->index != shape.index && !done) {
                TZ_TRY(compare_pair(shape, *other, overlaps));
            }
        }
        return {};
    }

    Result<void> compare_pair(const Shape& one, const Shape& other,
                              std::vector<Overlap>& overlaps) {
        const auto both = geos_.own(
            GEOSIntersection_r(geos_.context(), one.geometry.get(), other.geometry.get()));
        double units = 0;
        if (!both || GEOSArea_r(geos_.context(), both.get(), &units) != 1) {
            return not_computed(geos_);
        }
        if (units == 0) {
            return {};
        }
        const StrayPart size = TZ_TRY(measured(geos_, both.get()));
        if (size.square_metres > kOverlapSquareMetres) {
            const auto [low, high] = std::minmax(areas_[one.index].id, areas_[other.index].id);
            overlaps.push_back({low, high, size.square_metres, size.place});
        }
        return {};
    }

    const std::vector<BoundedArea>& areas_;
    const std::function<bool(AreaId)>& wanted_;
    Geos geos_;
    std::vector<Shape> shapes_;
    Geos::Tree tree_;
};

Geos::Geometry union_of(const Geos& geos, const std::vector<const Boundary*>& parts) {
    std::vector<GEOSGeometry*> polygons;
    for (const Boundary* part : parts) {
        for (const Polygon& polygon : *part) {
            polygons.push_back(geos.polygon(polygon).release());
        }
    }
    const auto all = geos.own(GEOSGeom_createCollection_r(geos.context(), GEOS_GEOMETRYCOLLECTION,
                                                          polygons.data(),
                                                          static_cast<unsigned>(polygons.size())));
    return geos.own(GEOSUnaryUnion_r(geos.context(), all.get()));
}

// The holes of all polygons, each as a polygon.
Geos::Geometry holes_of(const Geos& geos, const Geos::Geometry& geometry) {
    std::vector<GEOSGeometry*> holes;
    for (int i = 0; i < GEOSGetNumGeometries_r(geos.context(), geometry.get()); ++i) {
        const auto* polygon = GEOSGetGeometryN_r(geos.context(), geometry.get(), i);
        const int rings = GEOSGetNumInteriorRings_r(geos.context(), polygon);
        for (int ring = 0; ring < rings; ++ring) {
            auto* copy = GEOSGeom_clone_r(geos.context(),
                                          GEOSGetInteriorRingN_r(geos.context(), polygon, ring));
            holes.push_back(GEOSGeom_createPolygon_r(geos.context(), copy, nullptr, 0));
        }
    }
    return geos.own(GEOSGeom_createCollection_r(geos.context(), GEOS_GEOMETRYCOLLECTION,
                                                holes.data(), static_cast<unsigned>(holes.size())));
}

}  // namespace

std::vector<BoundaryFault> boundary_faults(const Boundary& boundary) {
    const Geos geos;
    std::vector<BoundaryFault> faults;
    const auto check = [&](const Geos::Geometry& geometry, const std::string& part) {
        if (auto fault = fault_of(geos, geometry, part)) {
            faults.push_back(std::move(*fault));
        }
    };
    const auto part_name = [&](std::size_t part) {
        return boundary.size() > 1 ? fmt::format("第 {} 块", part + 1) : std::string();
    };
    for (std::size_t part = 0; part < boundary.size(); ++part) {
        for (std::size_t ring = 0; ring < boundary[part].size(); ++ring) {
            check(geos.polygon({boundary[part][ring]}),
                  fmt::format("{}第 {} 环", part_name(part), ring + 1));
        }
    }
    for (std::size_t part = 0; part < boundary.size() && faults.empty(); ++part) {
        check(geos.polygon(boundary[part]), part_name(part));
    }
    if (faults.empty()) {
        check(geos.geometry(boundary), "");
    }
    return faults;
}

Result<std::vector<Overlap>> find_overlaps(const std::vector<BoundedArea>& areas,
                                           const std::function<bool(AreaId)>& wanted) {
    return OverlapFinder(areas, wanted).run();
}

Result<CoverReport> compare_cover(const Boundary* whole,
                                  const std::vector<const Boundary*>& parts) {
    const Geos geos;
    const auto together = union_of(geos, parts);
    if (!together) {
        return not_computed(geos);
    }
    CoverReport report;
    if (whole == nullptr) {
        report.gaps = TZ_TRY(large_parts(geos, holes_of(geos, together)));
        return report;
    }
    const auto around = geos.geometry(*whole);
    const auto gaps = geos.own(GEOSDifference_r(geos.context(), around.get(), together.get()));
    const auto outside = geos.own(GEOSDifference_r(geos.context(), together.get(), around.get()));
    if (!gaps || !outside) {
        return not_computed(geos);
    }
    report.gaps = TZ_TRY(large_parts(geos, gaps));
    report.outside = TZ_TRY(large_parts(geos, outside));
    return report;
}

}  // namespace taizhang::model
