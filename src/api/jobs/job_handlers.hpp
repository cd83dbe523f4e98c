// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/route.hpp"

namespace taizhang::api {

Result<Answer> import_file(const Call& call);
Result<Answer> export_ledger(const Call& call);
Result<Answer> make_report(const Call& call);
Result<Answer> list_batches(const Call& call);
Result<Answer> undo_batch(const Call& call);
// Of any of those that made a job, when it is asked for again.
Result<Answer> made_job(const Call& call, const store::KeptRequest& kept);

Result<Answer> list_jobs(const Call& call);
Result<Answer> get_job(const Call& call);
Result<Answer> cancel_job(const Call& call);
Result<Answer> drop_job(const Call& call);
Result<Answer> get_job_result(const Call& call);

}  // namespace taizhang::api
