// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include "api/route.hpp"

namespace taizhang::api {

// The document of OpenAPI 3.1 that the routes describe.
boost::json::object openapi_document(const Api& api);

}  // namespace taizhang::api
