// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/rollup_part.hpp"

namespace taizhang::store_sqlite {
namespace {

constexpr unsigned kBitsAByte = 7;
constexpr unsigned kBitsMax = 63;
constexpr std::uint64_t kMore = 0x80;
constexpr std::size_t kPartBytes = 8U << 10U;

// Small numbers of either sign become small numbers.
std::uint64_t folded(std::int64_t number) {
    return (static_cast<std::uint64_t>(number) << 1U) ^ static_cast<std::uint64_t>(number >> 63U);
}

std::int64_t unfolded(std::uint64_t number) {
    return static_cast<std::int64_t>((number >> 1U) ^ (~(number & 1U) + 1));
}

}  // namespace

void RollupPartWriter::append(std::int64_t number) {
    std::uint64_t rest = folded(number);
    for (; rest >= kMore; rest >>= kBitsAByte) {
        bytes_ += static_cast<char>((rest & (kMore - 1)) | kMore);
    }
    bytes_ += static_cast<char>(rest);
}

void RollupPartWriter::add(const model::RollupMonth& month) {
    if (bytes_.empty()) {
        first_ = {month.indicator, month.area, month.month, {}, {}};
    }
    append(month.indicator.value - last_.indicator.value);
    append(month.area.value - last_.area.value);
    append(month.month - last_.month);
    append(static_cast<std::int64_t>(month.days.size()));
    for (const auto& day : month.days) {
        append(day.day);
        append(day.totals.count);
        append(day.totals.sum);
    }
    last_.indicator = month.indicator;
    last_.area = month.area;
    last_.month = month.month;
}

void RollupPartWriter::clear() {
    bytes_.clear();
    last_ = {};
}

RollupRun run_of(const model::RollupSums& sums) {
    RollupRun run;
    RollupPartWriter part;
    const auto finish = [&] {
        run.push_back({part.first(), part.bytes()});
        part.clear();
    };
    sums.visit_months([&](const model::RollupMonth& month) {
        part.add(month);
        if (part.bytes().size() >= kPartBytes) {
            finish();
        }
    });
    if (!part.empty()) {
        finish();
    }
    return run;
}

bool RollupPartReader::read(std::int64_t& number) {
    std::uint64_t read = 0;
    for (unsigned shift = 0; shift <= kBitsMax && !rest_.empty(); shift += kBitsAByte) {
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        read |= (byte & (kMore - 1)) << shift;
        if ((byte & kMore) == 0) {
            number = unfolded(read);
            return true;
        }
    }
    return false;
}

bool RollupPartReader::next(model::RollupMonth& month) {
    std::int64_t indicator = 0;
    std::int64_t area = 0;
    std::int64_t months = 0;
    std::int64_t days = 0;
    if (!read(indicator) || !read(area) || !read(months) || !read(days)) {
        return false;
    }
    last_.indicator.value += indicator;
    last_.area.value += area;
    last_.month += static_cast<Bucket>(months);
    month.indicator = last_.indicator;
    month.area = last_.area;
    month.month = last_.month;
    month.totals = {};
    month.days.clear();
    for (; days > 0; --days) {
        std::int64_t number = 0;
        model::RollupDay day;
        if (!read(number) || !read(day.totals.count) || !read(day.totals.sum)) {
            return false;
        }
        day.day = static_cast<int>(number);
        month.totals += day.totals;
        month.days.push_back(day);
    }
    return true;
}

}  // namespace taizhang::store_sqlite
