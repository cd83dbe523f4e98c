// SPDX-License-Identifier: Apache-2.0
// Maps published in China shift what they show: GCJ-02 (高德, 腾讯) and, on top of it, BD-09
// (百度). Everything inside the program is CGCS2000/WGS-84; files in another system are converted
// on entry. The shift is the one that has been published and is in common use; its inverse is found
// by iteration, to better than 10^-9 degree. Outside China (the algorithm's own box) nothing is
// moved.
#pragma once

#include <optional>
#include <string_view>

namespace taizhang::model {

enum class CoordinateSystem { Wgs84, Gcj02, Bd09 };

std::string_view coordinate_system_name(CoordinateSystem system);  // wgs84, gcj02, bd09
std::optional<CoordinateSystem> parse_coordinate_system(std::string_view name);

struct Degrees {
    double longitude = 0;
    double latitude = 0;
};

Degrees to_wgs84(Degrees place, CoordinateSystem from);
Degrees from_wgs84(Degrees place, CoordinateSystem to);

}  // namespace taizhang::model
