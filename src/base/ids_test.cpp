// SPDX-License-Identifier: Apache-2.0
#include "base/ids.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "base/result.hpp"

namespace taizhang {
namespace {

constexpr Instant kNoon{1'600'000'000'000};

TEST(Ids, ZeroIsNoId) {
    EXPECT_FALSE(RecordId{});
    EXPECT_TRUE(RecordId{1});
    EXPECT_LT(RecordId{1}, RecordId{2});
    static_assert(!std::is_convertible_v<RecordId, AreaId>);
    static_assert(!std::is_convertible_v<RecordId, std::int64_t>);
}

TEST(Ids, GrowEvenWithinOneMillisecond) {
    IdSource source;
    std::int64_t last = 0;
    for (int i = 0; i < 3'000'000; ++i) {  // more than the 20 bits of one millisecond
        const std::int64_t id = source.next(kNoon);
        ASSERT_GT(id, last);
        last = id;
    }
    EXPECT_EQ(source.last(), last);
}

TEST(Ids, SortByTime) {
    IdSource source;
    const std::int64_t early = source.next(kNoon);
    const std::int64_t late = source.next(Instant{kNoon.milliseconds + 1});
    EXPECT_EQ((late >> 20) - (early >> 20), 1);
    EXPECT_EQ(late & 0xfffff, 0);
}

TEST(Ids, NeverGoBack) {
    IdSource source;
    const std::int64_t before = source.next(kNoon);
    EXPECT_EQ(source.next(Instant{kNoon.milliseconds - 60'000}), before + 1);
    EXPECT_EQ(source.next(Instant{0}), before + 2);
    source.advance_past(before);
    EXPECT_EQ(source.last(), before + 2);
    source.advance_past(before + 100);
    EXPECT_EQ(source.next(kNoon), before + 101);
    EXPECT_GT(IdSource().next(Instant{0}), 0);
}

TEST(Describe, NamesThePlaceAndWhatWouldBeRight) {
    Error error{ErrorCode::InvalidInput, "不是金额", "bad", std::nullopt};
    EXPECT_EQ(describe(error), "不是金额");
    error.place = SourcePlace{"a.xlsx", "救助", 3, "C（金额）", "5x", "金额，如 600.00"};
    EXPECT_EQ(describe(error),
              "a.xlsx 工作表“救助” 第 3 行 C（金额） 列 “5x”：不是金额。应为：金额，如 600.00");
    error.place = SourcePlace{"pack.yaml", "", 0, "", "", ""};
    EXPECT_EQ(describe(error), "pack.yaml：不是金额");
}

Result<int> half(int number) {
    if (number % 2 != 0) {
        return fail(ErrorCode::InvalidInput, "奇数", "odd");
    }
    return number / 2;
}

Result<int> quarter(int number) {
    return half(TZ_TRY(half(number)));
}

TEST(Result, TryReturnsTheFirstError) {
    EXPECT_EQ(quarter(8), 2);
    EXPECT_EQ(quarter(6).error().log, "odd");
    EXPECT_EQ(quarter(3).error().message, "奇数");
}

}  // namespace
}  // namespace taizhang
