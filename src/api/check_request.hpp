// SPDX-License-Identifier: Apache-2.0
// Whether a request has the shape that its route describes.
#pragma once

#include <boost/json/value.hpp>

#include "api/route.hpp"

namespace taizhang::api {

bool is_json(const http::RequestHead& head);
// null where the route takes no body; an error where it is not JSON.
Result<boost::json::value> read_body(const Route& route, const http::Request& request);
// A parameter nobody knows is a mistake that would otherwise pass unnoticed: more rows than asked.
std::vector<Error> check_query(const Route& route, const http::Request& request,
                               const SchemaBook& book);

}  // namespace taizhang::api
