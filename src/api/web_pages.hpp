// SPDX-License-Identifier: Apache-2.0
// The web UI as the program carries it: its files by name, the desk's page for every path of the
// desk and the phone's for every path under /m, since what they show is chosen by a script.
#pragma once

#include <optional>
#include <vector>

#include "http/static_files.hpp"

namespace taizhang::api {

// Of one thread, which is the server's.
class WebPages {
  public:
    // index.html is the desk, phone.html the phone. Their bytes outlive it.
    explicit WebPages(const std::vector<http::Asset>& assets);

    // A file of that name; or a page, where one is asked for (Accept has text/html) and the path is
    // none of the API's.
    bool serves(const http::RequestHead& head) const;
    // nullopt: nothing of it is asked for.
    std::optional<http::Response> find(const http::RequestHead& head);

  private:
    // The file that answers; nullopt: none.
    std::optional<std::vector<std::string>> file_of(const http::RequestHead& head) const;

    std::vector<std::string> names_;
    http::StaticFiles files_;
};

}  // namespace taizhang::api
