// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operations/exposition.hpp"
#include "base/calendar.hpp"

namespace taizhang::api {

// What the system knows of this process, under the names that Prometheus's own clients use.
void write_process_figures(Exposition& text, Instant started_at);

}  // namespace taizhang::api
