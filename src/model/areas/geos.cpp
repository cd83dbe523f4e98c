// SPDX-License-Identifier: Apache-2.0
#include "model/areas/geos.hpp"

namespace taizhang::model {
namespace {

void keep_message(const char* message, void* last_error) {
    *static_cast<std::string*>(last_error) = message;
}

}  // namespace

Geos::Geos() : context_(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(context_, keep_message, &last_error_);
}

Geos::Tree Geos::tree() const {
    constexpr std::size_t kNodeChildren = 10;
    return {GEOSSTRtree_create_r(context_, kNodeChildren), Destroy{context_}};
}

GEOSGeometry* Geos::ring(const Ring& points) const {
    GEOSCoordSequence* places =
        GEOSCoordSeq_create_r(context_, static_cast<unsigned>(points.size()), 2);
    for (unsigned i = 0; i < points.size(); ++i) {
        GEOSCoordSeq_setXY_r(context_, places, i, points[i].longitude, points[i].latitude);
    }
    return GEOSGeom_createLinearRing_r(context_, places);
}

Geos::Geometry Geos::polygon(const Polygon& rings) const {
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < rings.size(); ++i) {
        holes.push_back(ring(rings[i]));
    }
    return own(GEOSGeom_createPolygon_r(context_, ring(rings.front()), holes.data(),
                                        static_cast<unsigned>(holes.size())));
}

Geos::Geometry Geos::geometry(const Boundary& boundary) const {
    std::vector<GEOSGeometry*> parts;
    for (const auto& rings : boundary) {
        parts.push_back(polygon(rings).release());
    }
    return own(GEOSGeom_createCollection_r(context_, GEOS_MULTIPOLYGON, parts.data(),
                                           static_cast<unsigned>(parts.size())));
}

Geos::Geometry Geos::point(GeoPoint point) const {
    return own(GEOSGeom_createPointFromXY_r(context_, point.longitude, point.latitude));
}

}  // namespace taizhang::model
