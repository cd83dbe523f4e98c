// SPDX-License-Identifier: Apache-2.0
#include "model/records/identity_number.hpp"

#include <cstddef>
#include <string>

#include "base/calendar.hpp"

namespace taizhang::model {

bool is_identity_number(std::string_view text) {
    constexpr std::size_t kLength = 18;
    constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view kCheckCharacters = "10X98765432";
    if (text.size() != kLength) {
        return false;
    }
    int sum = 0;
    for (std::size_t i = 0; i + 1 < kLength; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        sum += (text[i] - '0') * kWeights[i];
    }
    const char last = text.back() == 'x' ? 'X' : text.back();
    const std::string born = std::string(text.substr(6, 4)) + "-" +
                             std::string(text.substr(10, 2)) + "-" +
                             std::string(text.substr(12, 2));
    return kCheckCharacters[static_cast<std::size_t>(sum % 11)] == last &&
           parse_date(born).has_value();
}

}  // namespace taizhang::model
