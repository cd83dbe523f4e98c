// SPDX-License-Identifier: Apache-2.0
// The input is a GeoJSON file.
#include <cstdint>
#include <string_view>

#include "base/limits.hpp"
#include "exchange/geojson.hpp"
#include "tests/fuzz/promises.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taizhang;
    const auto read =
        exchange::parse_geojson(std::string_view(reinterpret_cast<const char*>(data), size),
                                {"input.geojson", std::nullopt});
    if (!read) {
        fuzz::promise_error(read.error());
        return 0;
    }
    fuzz::promise(read->errors.size() <= limits::kAreaErrorsMax, "not too many errors");
    for (const auto& error : read->errors) {
        fuzz::promise_error(error);
    }
    for (const auto& feature : read->features) {
        for (const auto& polygon : feature.boundary) {
            for (const auto& ring : polygon) {
                fuzz::promise(ring.size() >= 4 && ring.front() == ring.back(), "a ring is closed");
            }
        }
    }
    return 0;
}
