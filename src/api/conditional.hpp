// SPDX-License-Identifier: Apache-2.0
// Which version a client has seen: ETag, If-Match and If-None-Match (RFC 9110, 13.1).
#pragma once

#include <optional>

#include "api/problem.hpp"
#include "api/route.hpp"

namespace taizhang::api {

Answer problem_answer(const Problem& problem);

std::string revision_tag(std::int64_t revision);  // the ETag: "3"

// If-Match: "3". Nothing: it names no one version.
std::optional<std::int64_t> seen_version(const Call& call);
// 428: whoever changes something says which version he saw.
Answer version_required();

// With the ETag; 304 where the client has just that.
Answer tagged(const Call& call, Answer answer, const std::string& tag);
// By a digest of what it says.
Answer tagged(const Call& call, Answer answer);

// Both versions, so that whoever asked can put them together.
Answer outdated_answer(const Call& call, std::string detail, boost::json::object current,
                       std::int64_t revision);

}  // namespace taizhang::api
