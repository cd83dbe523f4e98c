// SPDX-License-Identifier: Apache-2.0
// What Citus refuses, or cannot distribute by office_id: read from the catalogue of a real database
// and from the statements that its server was sent.
#pragma once

#include <string>
#include <vector>

namespace taizhang::tests {

std::vector<std::string> breaches_of_catalogue(const std::string& url);
// Empty: none.
std::string breach_of_statement(const std::string& statement);
// Of a log written with log_statement = all, each once.
std::vector<std::string> statements_of(const std::string& log_file);

}  // namespace taizhang::tests
