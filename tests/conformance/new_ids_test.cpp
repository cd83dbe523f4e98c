// SPDX-License-Identifier: Apache-2.0
// An id is given out once, whatever else its commit holds, and whoever gives it out.
#include <gtest/gtest.h>

#include <set>

#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

class NewIds : public EveryAdapter {};

TEST_P(NewIds, AreGivenOutOnceByCommitsWithoutEventsToo) {
    constexpr std::size_t kCommits = 100;
    TestOffice office("");
    const auto other = office.open_again();
    std::set<std::int64_t> ids;
    for (std::size_t i = 0; i < kCommits; ++i) {
        auto& store = i % 2 == 0 ? office.store() : *other;
        ASSERT_TRUE(store.write([&](store::WriteTx& tx) -> Result<void> {
            ids.insert(tx.new_id());
            return {};
        }));
    }
    EXPECT_EQ(ids.size(), kCommits);
}

TZ_FOR_EVERY_ADAPTER(NewIds);

}  // namespace
}  // namespace taizhang::tests
