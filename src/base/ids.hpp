// SPDX-License-Identifier: Apache-2.0
// Identifiers. Each kind is a type of its own; 0 is never a valid id.
#pragma once

#include <compare>
#include <cstdint>

#include "base/calendar.hpp"

namespace taizhang {

template <typename Tag>
struct Id {
    std::int64_t value = 0;

    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return value != 0; }
};

using OfficeId = Id<struct OfficeTag>;
using AreaId = Id<struct AreaTag>;
using UnitId = Id<struct UnitTag>;
using LedgerId = Id<struct LedgerTag>;
using IndicatorId = Id<struct IndicatorTag>;
using RecordId = Id<struct RecordTag>;
using BatchId = Id<struct BatchTag>;
using AccountId = Id<struct AccountTag>;
using SessionId = Id<struct SessionTag>;
using TokenId = Id<struct TokenTag>;

// Ids that sort by time: milliseconds since 2020 in the upper bits, a count in the lower 20. Never
// goes back, also when the clock does or another process wrote last: `advance_past` what is stored.
class IdSource {
  public:
    std::int64_t next(Instant now) {
        const std::int64_t from_clock = (now.milliseconds - kEpochMilliseconds) << kCountBits;
        last_ = from_clock > last_ ? from_clock : last_ + 1;
        return last_;
    }
    std::int64_t last() const { return last_; }
    void advance_past(std::int64_t id) { last_ = id > last_ ? id : last_; }

  private:
    static constexpr std::int64_t kEpochMilliseconds = 1'577'836'800'000;  // 2020-01-01 UTC
    static constexpr int kCountBits = 20;
    std::int64_t last_ = 0;
};

}  // namespace taizhang
