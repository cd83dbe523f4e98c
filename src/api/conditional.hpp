// SPDX-License-Identifier: Apache-2.0
// Changes of what somebody has seen: If-Match, and the answers where it is not so.
#pragma once

#include <optional>

#include "api/problem.hpp"
#include "api/route.hpp"

namespace taizhang::api {

Answer problem_answer(const Problem& problem);

std::string revision_tag(std::int64_t revision);  // the ETag: "3"

// If-Match: "3". What it was given for must not have changed meanwhile.
std::optional<std::int64_t> expected_revision(const Call& call);
Answer revision_required();

// Both versions, so that whoever asked can put them together.
Answer outdated_answer(const Call& call, std::string detail, boost::json::object current,
                       std::int64_t revision);

}  // namespace taizhang::api
