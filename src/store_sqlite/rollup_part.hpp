// SPDX-License-Identifier: Apache-2.0
// Roll-up months in few bytes, one after the other: what a part of a run is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/reporting/rollup_sums.hpp"

namespace taizhang::store_sqlite {

class RollupPartWriter {
  public:
    // By indicator, area and month.
    void add(const model::RollupMonth& month);

    bool empty() const { return bytes_.empty(); }
    const std::string& bytes() const { return bytes_; }
    const model::RollupMonth& first() const { return first_; }  // without its days
    void clear();

  private:
    void append(std::int64_t number);

    std::string bytes_;
    model::RollupMonth first_;
    model::RollupMonth last_;
};

struct RollupPart {
    model::RollupMonth first;  // without its days
    std::string bytes;
};

// All months of the sums in parts of some KiB, by indicator, area and month.
using RollupRun = std::vector<RollupPart>;
RollupRun run_of(const model::RollupSums& sums);

// What cannot be read ends the part; verify then finds roll-ups that are not those of the records.
class RollupPartReader {
  public:
    explicit RollupPartReader(std::string_view bytes) : rest_(bytes) {}

    // False: there is no more. Totals are those of the days.
    bool next(model::RollupMonth& month);

  private:
    bool read(std::int64_t& number);

    std::string_view rest_;
    model::RollupMonth last_;
};

}  // namespace taizhang::store_sqlite
