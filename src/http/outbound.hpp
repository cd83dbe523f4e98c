// SPDX-License-Identifier: Apache-2.0
// Requests to other servers: one at a time on the thread that asks, which may wait for it and so is
// never the server's own. No type of the library leaves the folder.
#pragma once

#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace taizhang::http {

struct OutboundRequest {
    std::string url;            // https://…, or http:// where the caller allows it
    std::string form;           // posted as application/x-www-form-urlencoded; empty: a GET
    std::string authorization;  // header of that name; empty: none
};

struct OutboundAnswer {
    int status = 0;
    std::string body;  // at most OutboundOptions::bytes_max
};

struct OutboundOptions {
    std::string authority_file;  // PEM, in place of the system's authorities; empty: those
    int connect_ms_max = limits::kOutboundConnectMsMax;
    int whole_ms_max = limits::kOutboundMsMax;
    std::size_t bytes_max = limits::kOutboundBytesMax;
};

class Outbound {
  public:
    // Loads the library, so that one that is missing is noticed now and not by the first who asks.
    explicit Outbound(OutboundOptions options);

    // Whatever status there is. Busy: no connection, no answer in time, a certificate nobody
    // vouches for; LimitExceeded: too large. Follows no redirect, uses no proxy, keeps no cookie.
    // For many threads.
    Result<OutboundAnswer> ask(const OutboundRequest& request) const;

  private:
    OutboundOptions options_;
};

}  // namespace taizhang::http
