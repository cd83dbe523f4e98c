// SPDX-License-Identifier: Apache-2.0
#include "exchange/source_error.hpp"

#include "exchange/limits.hpp"
#include "exchange/utf8.hpp"

namespace taizhang::exchange {

std::string shown_name(const std::filesystem::path& path) {
    return path.filename().string();
}

std::string shown_value(std::string_view text) {
    if (text.size() <= kQuotedValueBytesMax) {
        return std::string(text);
    }
    const auto front = text.substr(0, kQuotedValueBytesMax);
    return std::string(front.substr(0, whole_characters(front))) + "…";
}

SourcePlace file_place(std::string file) {
    SourcePlace place;
    place.file = std::move(file);
    return place;
}

tl::unexpected<Error> fail_file(ErrorCode code, const std::string& file, std::string message,
                                std::string log) {
    return fail_at(code, file_place(file), std::move(message), std::move(log));
}

}  // namespace taizhang::exchange
