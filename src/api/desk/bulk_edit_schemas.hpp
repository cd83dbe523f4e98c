// SPDX-License-Identifier: Apache-2.0
// The messages of bulk edits.
#pragma once

#include <boost/json/value.hpp>

#include "api/schema.hpp"

namespace taizhang::api {

Schema preview_request_schema();
Schema preview_schema();
Schema edit_request_schema();
Schema bulk_edit_schema();

boost::json::value example_preview_request();
boost::json::value example_edit_request();
boost::json::object example_edit();

}  // namespace taizhang::api
