// SPDX-License-Identifier: Apache-2.0
// Asking for long work. What is certain to be refused is refused at once; the rest waits in the
// queue, and is done as its maker by what he may at that time.
#pragma once

#include <filesystem>

#include "service/identity/caller.hpp"
#include "service/jobs/job_desk.hpp"
#include "service/jobs/job_requests.hpp"

namespace taizhang::service {

struct JobMaker {
    const Session& session;
    const Caller& caller;
    JobDesk& desk;
};

// Busy where the office's queue is full, LimitExceeded where his own share of it is.
// `upload` is moved away where the job is taken.
Result<store::Job> ask_import(const JobMaker& maker, const ImportRequest& request,
                              const std::filesystem::path& upload);
Result<store::Job> ask_export(const JobMaker& maker, const ExportRequest& request);
Result<store::Job> ask_report(const JobMaker& maker, const ReportRequest& request);
Result<store::Job> ask_undo(const JobMaker& maker, BatchId batch);

std::string_view job_kind_name(store::JobKind kind);     // import
std::string_view job_state_name(store::JobState state);  // queued

}  // namespace taizhang::service
