// SPDX-License-Identifier: Apache-2.0
// multipart/form-data (RFC 7578) as it streams by: nothing is kept but the part of a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace taizhang::http {

struct PartHead {
    std::string name;
    std::optional<std::string> file_name;  // without folders; nullopt: a plain field
    std::string content_type;              // empty: none said
};

// Called in the order of the body. An error ends the parsing.
class PartReceiver {
  public:
    virtual ~PartReceiver() = default;
    virtual Result<void> begin(const PartHead& head) = 0;
    virtual Result<void> data(std::string_view bytes) = 0;
    virtual Result<void> end() = 0;
};

// The boundary of a Content-Type; nullopt: it is no multipart/form-data.
std::optional<std::string> multipart_boundary(std::string_view content_type);

class MultipartParser {
  public:
    MultipartParser(std::string_view boundary, PartReceiver& receiver);

    Result<void> feed(std::string_view bytes);
    Result<void> finish();  // nothing more comes

  private:
    enum class State { Preamble, AfterBoundary, Head, Data, Done };

    Result<bool> step();  // false: needs more
    Result<bool> find_first_boundary();
    Result<bool> after_boundary();
    Result<bool> read_head();
    Result<bool> read_data();

    std::string delimiter_;  // "\r\n--boundary"
    PartReceiver& receiver_;
    State state_ = State::Preamble;
    std::string buffer_ = "\r\n";  // so that the first boundary is like the others
    std::size_t parts_ = 0;
    bool data_begins_ = false;  // the line end of the head is still before it
};

}  // namespace taizhang::http
