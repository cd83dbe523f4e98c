// SPDX-License-Identifier: Apache-2.0
// Ownership for the GEOS C API. A context belongs to one thread; geometries must not outlive it.
// Coordinates are whole units of 10^-7 degree, which a double holds exactly.
#pragma once

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <memory>
#include <string>

#include "model/areas/boundary.hpp"

namespace taizhang::model {

class Geos {
  public:
    struct Destroy {
        GEOSContextHandle_t context = nullptr;
        void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(context, geometry); }
        void operator()(const GEOSPreparedGeometry* geometry) const {
            GEOSPreparedGeom_destroy_r(context, geometry);
        }
        void operator()(GEOSSTRtree* tree) const { GEOSSTRtree_destroy_r(context, tree); }
    };
    using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;
    using Prepared = std::unique_ptr<const GEOSPreparedGeometry, Destroy>;
    using Tree = std::unique_ptr<GEOSSTRtree, Destroy>;

    Geos();
    ~Geos() { GEOS_finish_r(context_); }
    Geos(const Geos&) = delete;
    Geos& operator=(const Geos&) = delete;

    GEOSContextHandle_t context() const { return context_; }
    Geometry own(GEOSGeometry* geometry) const { return {geometry, Destroy{context_}}; }
    Prepared prepare(const Geometry& geometry) const {
        return {GEOSPrepare_r(context_, geometry.get()), Destroy{context_}};
    }
    Tree tree() const;

    Geometry polygon(const Polygon& rings) const;
    Geometry geometry(const Boundary& boundary) const;  // a multipolygon
    Geometry point(GeoPoint point) const;

    // What GEOS said of its last failure, in English.
    const std::string& last_error() const { return last_error_; }

  private:
    GEOSGeometry* ring(const Ring& points) const;

    GEOSContextHandle_t context_;
    std::string last_error_;
};

}  // namespace taizhang::model
