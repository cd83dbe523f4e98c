// SPDX-License-Identifier: Apache-2.0
// What is told of a job beside its row: mistakes that quote the file that was sent in, columns that
// it has, figures that it would move. It lies with the files and goes with them.
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "base/result.hpp"
#include "service/jobs/job_files.hpp"
#include "service/records/import_records.hpp"
#include "store/job.hpp"

namespace taizhang::service {

boost::json::object details_of(const ImportOutcome& outcome);
boost::json::object details_of(const Error& problem);

// Empty where there is nothing, or nothing that can be read.
boost::json::object read_details(const JobFiles& files, const store::Job& job);

// Why it failed, as its details say, or as much as its row says; nothing where it did not fail.
std::optional<Error> problem_of_job(const store::Job& job, const boost::json::object& details);

}  // namespace taizhang::service
