// SPDX-License-Identifier: Apache-2.0
// What went wrong, as RFC 9457 says it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/schema.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace taizhang::api {

// The one place where a kind of error becomes a status.
int status_of(ErrorCode code);
std::string_view code_name(ErrorCode code);  // invalid_input
std::string_view status_title(int status);   // Chinese

struct Problem {
    int status = 500;
    std::string code;    // for programs
    std::string detail;  // Chinese, for people
    std::vector<Error> errors;
    std::string request_id;
    boost::json::object more;  // members beside the standard ones
};

Problem problem_of(const Error& error);
Problem problem_of(std::vector<Error> errors);  // of the parts of a request
// The same where their places are names of the member `fields`.
Problem problem_of_fields(std::vector<Error> errors);
boost::json::object problem_json(const Problem& problem);
http::Response to_response(const Problem& problem);
// Of what no Error stands for.
http::Response problem_response(int status, std::string code, std::string detail,
                                std::vector<Error> errors = {});

Schema problem_schema();

}  // namespace taizhang::api
