// SPDX-License-Identifier: Apache-2.0
// The input is the body of a request to a route that takes an object of every kind of value.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>

#include "api/check_request.hpp"
#include "base/limits.hpp"
#include "tests/fuzz/promises.hpp"

namespace {

using namespace taizhang;

api::Route route_of_everything() {
    api::Route route;
    route.request =
        api::object_schema({{"name", api::text_schema("", 3)},
                            {"age", api::integer_schema("", 0, 150), false},
                            {"kind", api::choice_schema("", {"a", "b"}), false},
                            {"born", api::or_null(api::date_schema("")), false},
                            {"friends", api::array_schema(api::id_schema(""), 2), false},
                            {"more", api::map_schema("", api::field_value_schema()), false}});
    return route;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const api::Route kRoute = route_of_everything();
    http::Request request;
    request.body.assign(reinterpret_cast<const char*>(data), size);
    const auto body = api::read_body(kRoute, request);
    if (!body) {
        fuzz::promise_error(body.error());
        return 0;
    }
    const auto errors = api::check_json(*body, *kRoute.request, {});
    fuzz::promise(errors.size() <= limits::kApiErrorsMax, "not too many errors");
    for (const auto& error : errors) {
        fuzz::promise_error(error);
    }
    boost::json::parse_options options;
    options.max_depth = limits::kApiJsonDepthMax;
    boost::system::error_code error;
    boost::json::parse(boost::json::serialize(*body), error, {}, options);
    fuzz::promise(!error, "what is read can be written and read again");
    return 0;
}
