// SPDX-License-Identifier: Apache-2.0
// The head of an answer as bytes. Only files of this folder include this.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace taizhang::http {

// How the receiver knows where the body ends.
struct Framing {
    enum class Kind { None, Sized, Chunked, ToEnd };
    Kind kind = Kind::None;
    std::uint64_t bytes = 0;  // of Sized
};

struct ConnectionState {
    unsigned minor_version = 1;  // of HTTP/1, as the client speaks it
    bool stays = true;
};

// "Date: …\r\n" (RFC 9110, 6.6.1), made once a second.
class DateLine {
  public:
    std::string_view at(std::time_t now);

  private:
    std::time_t made_ = -1;
    std::string line_;
};

std::string_view reason_phrase(int status);

// Appends to `out`. Headers that would break the framing are left out and line ends inside of
// values become spaces, whatever the application has put there.
void write_head(std::string& out, const Response& response, const Framing& framing,
                const ConnectionState& connection, std::string_view date_line);

}  // namespace taizhang::http
