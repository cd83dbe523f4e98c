// SPDX-License-Identifier: Apache-2.0
// The clock of the machine. What a test must set comes by parameter instead.
#pragma once

#include <chrono>

#include "base/calendar.hpp"

namespace taizhang {

inline Instant system_now() {
    using namespace std::chrono;
    return Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

inline Instant after(Instant moment, std::int64_t seconds) {
    return Instant{moment.milliseconds + seconds * 1'000};
}

}  // namespace taizhang
