// SPDX-License-Identifier: Apache-2.0
// One job, from its row to what comes of it.
#pragma once

#include <functional>

#include "service/jobs/job_turns.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct JobControl {
    std::function<bool(const JobStep&)> go_on;  // called now and then; false stops
    std::function<bool()> cancelled;            // why: its maker does not want it any more
};

// As its maker, by what he may do today. Where it was stopped the problem is Interrupted: the store
// is whole, and no file is left. What breaks meanwhile is a problem too, and not thrown.
JobEnd do_job(store::Store& store, const std::shared_ptr<DefinitionsCache>& definitions,
              const JobFiles& files, const store::Job& job, const JobControl& control);

}  // namespace taizhang::service
