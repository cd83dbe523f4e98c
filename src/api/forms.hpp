// SPDX-License-Identifier: Apache-2.0
// Requests that bring files along (multipart/form-data, RFC 7578). The body comes into a file, and
// its parts into others, beside those of records: what is kept is moved there, the rest goes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/route.hpp"
#include "http/received_parts.hpp"
#include "service/attachments/attachments.hpp"

namespace taizhang::api {

struct Form {
    std::vector<http::ReceivedPart> parts;     // own the files
    std::vector<service::UploadedFile> files;  // in the order in which they came

    std::string value(std::string_view name) const;  // of a field; empty for none
};

// InvalidInput: it is no form, or has fields that `names` does not; LimitExceeded: too many parts;
// Io: no room.
Result<std::unique_ptr<Form>> read_form(const http::Request& request,
                                        const std::filesystem::path& folder,
                                        const std::vector<std::string>& names);

// All that decides what is done with it.
std::string form_content(const Form& form);

}  // namespace taizhang::api
