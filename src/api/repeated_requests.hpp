// SPDX-License-Identifier: Apache-2.0
// Requests with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): one that is sent
// again, because its answer was lost, is answered again and not carried out again.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "api/route.hpp"

namespace taizhang::api {

inline constexpr std::string_view kIdempotencyHeader = "Idempotency-Key";

// As text, with or without the quotes of a structured field (RFC 8941, 3.3.3). Nothing: there is
// none. InvalidInput: given twice, empty, too long or not printable.
Result<std::optional<std::string>> idempotency_key(const http::Headers& headers);

// For many threads.
class RepeatedRequests {
  public:
    // Runs the route's handler, or answers what it answered before.
    Result<Answer> answer(const Route& route, const Call& call);

  private:
    class UnderWay;

    std::mutex mutex_;
    std::set<Digest> under_way_;  // no more than there are threads that answer
};

}  // namespace taizhang::api
