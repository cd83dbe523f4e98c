// SPDX-License-Identifier: Apache-2.0
// The API as a person reads and tries it: a page at /api/docs, carried by the program.
#pragma once

#include <optional>
#include <vector>

#include "http/static_files.hpp"

namespace taizhang::api {

// Of one thread, which is the server's.
class Documentation {
  public:
    // index.html is the page; the others are beside it, at /api/docs/NAME. Their bytes outlive it.
    explicit Documentation(const std::vector<http::Asset>& assets);

    bool serves(const http::RequestHead& head) const;
    // nullopt: nothing of it is asked for.
    std::optional<http::Response> find(const http::RequestHead& head);

  private:
    std::vector<std::string> names_;
    http::StaticFiles files_;
};

}  // namespace taizhang::api
