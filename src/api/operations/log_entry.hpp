// SPDX-License-Identifier: Apache-2.0
// One line of the log. It has no member for a path, a query, a body, a name or a text of an error:
// what may hold personal data cannot be written down by mistake.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/calendar.hpp"

namespace taizhang::api {

enum class LogForm { Off, Json, Text };

struct LogEntry {
    enum class Event { Request, Started, Stopped };

    Instant at;
    Event event = Event::Request;
    std::string request_id;
    std::string trace_id;     // empty: none
    std::string_view method;  // outlives the entry, as the route does
    std::string_view route;   // the template; "none" for none
    int status = 0;
    std::int64_t duration_microseconds = 0;
    std::uint64_t bytes = 0;   // of the answer's body
    std::int64_t account = 0;  // its id; 0: a stranger, or the operator of this machine
    std::string address;       // the client's; of Started, where the server listens
    std::string failure;       // the type of what was thrown; empty: nothing was
};

// With its line end.
std::string log_line(const LogEntry& entry, LogForm form);

}  // namespace taizhang::api
