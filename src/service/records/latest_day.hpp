// SPDX-License-Identifier: Apache-2.0
// How far the records go: a page begins with a period that has some, whatever day it is.
#pragma once

#include <optional>

#include "service/session.hpp"

namespace taizhang::service {

// The latest day, up to `today`, on which a record lies that he may read; nullopt: there is none.
Result<std::optional<Date>> latest_day(const Session& session, Date today);

}  // namespace taizhang::service
