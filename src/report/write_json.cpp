// SPDX-License-Identifier: Apache-2.0
#include "report/json_value.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

std::string write_json(const Report& report) {
    return print_json(report_json(report));
}

}  // namespace taizhang::report
