// SPDX-License-Identifier: Apache-2.0
// Expected outcomes are values. A broken environment (disk, memory) throws; a programmer's mistake
// asserts; everything a user can cause comes back as a Result.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace taizhang {

// Knows no protocol: cli and api map it to exit codes and HTTP statuses, each in one switch.
enum class ErrorCode {
    InvalidInput,  // what was given cannot be right
    NotFound,
    Conflict,  // somebody else changed it, or it exists already
    Forbidden,
    LimitExceeded,  // a named limit of base/limits.hpp
    Unsupported,    // right, but this program or this store cannot do it
    Corrupt,        // stored data contradicts itself
    Io,             // a file cannot be read or written
    Interrupted,
    Busy,  // too many at once: the same may well succeed a little later
};

// Where in the user's own file the mistake is.
struct SourcePlace {
    std::string file;
    std::string sheet;
    std::size_t line = 0;  // 1-based; 0 is "not known"
    std::string column;    // a letter, a header or both: C（救助金额）
    std::string value;     // what stands there
    std::string expected;  // what would be right

    bool operator==(const SourcePlace&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::InvalidInput;
    std::string message;  // Chinese, for the user: what is wrong and what to do
    std::string log;      // English, for the log and for scripts
    std::optional<SourcePlace> place;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string log) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(log), std::nullopt});
}

inline tl::unexpected<Error> fail_at(ErrorCode code, SourcePlace place, std::string message,
                                     std::string log) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(log), std::move(place)});
}

// What a Result that holds a value holds; for TZ_TRY.
template <typename T>
T take_value(Result<T>&& result) {
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

// One line: file, sheet, row, column, value, message and what would be right.
std::string describe(const Error& error);

}  // namespace taizhang

// The value of an expression that yields a Result, or return its error from this function.
#define TZ_TRY(expression) TZ_TRY_NAMED_(TZ_JOIN_(tz_result_, __COUNTER__), expression)
#define TZ_JOIN_(left, right) TZ_JOIN_NOW_(left, right)
#define TZ_JOIN_NOW_(left, right) left##right
#define TZ_TRY_NAMED_(name, expression)                                        \
    __extension__({                                                            \
        auto name = (expression);                                              \
        if (!name) {                                                           \
            return tl::unexpected<::taizhang::Error>(std::move(name).error()); \
        }                                                                      \
        ::taizhang::take_value(std::move(name));                               \
    })
