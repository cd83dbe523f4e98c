// SPDX-License-Identifier: Apache-2.0
#include "base/iso_instant.hpp"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

TEST(IsoInstant, IsReadWithAnyOffset) {
    const Instant same = *parse_iso_instant("2020-05-31T00:30:05.123Z");
    EXPECT_EQ(*parse_iso_instant("2020-05-31T08:30:05.123456+08:00"), same);
    EXPECT_EQ(*parse_iso_instant("2020-05-30T19:00:05.123-05:30"), same);
    EXPECT_EQ(format_iso_instant(same), "2020-05-31T00:30:05.123Z");
}

TEST(IsoInstant, ComesBackFromBeforeAndAfterTheEpoch) {
    for (const std::int64_t milliseconds : {-1LL, 0LL, 1LL, 86'400'000LL, 1'790'000'000'123LL}) {
        const Instant instant{milliseconds};
        EXPECT_EQ(*parse_iso_instant(format_iso_instant(instant)), instant);
    }
}

TEST(IsoInstant, RefusesWhatIsNone) {
    for (const char* text :
         {"", "2020-05-31", "2020-05-31 08:30:05Z", "2020-05-31T08:30Z", "2020-05-31T08:30:05",
          "2020-02-30T08:30:05Z", "2020-05-31T24:30:05Z", "2020-05-31T08:30:05+8", "x"}) {
        EXPECT_FALSE(parse_iso_instant(text)) << text;
    }
}

}  // namespace
}  // namespace taizhang
