// SPDX-License-Identifier: Apache-2.0
// Jobs as JSON.
#pragma once

#include <boost/json/object.hpp>

#include "api/schema.hpp"
#include "service/jobs/job_details.hpp"
#include "service/jobs/own_jobs.hpp"

namespace taizhang::api {

boost::json::object job_json(const service::JobView& view, Instant now);
std::string job_path(store::JobId id);

Schema job_schema();
boost::json::object example_job();

}  // namespace taizhang::api
