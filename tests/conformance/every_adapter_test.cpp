// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/every_adapter.hpp"

#include <map>
#include <string>

namespace taizhang::tests {
namespace {

TEST(Conformance, EveryAdapterHasTheSameTests) {
    std::map<std::string, std::map<std::string, int>> counts;  // adapter → suite → tests
    const auto& all = *::testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
        const auto& suite = *all.GetTestSuite(i);
        const std::string name = suite.name();
        if (const auto slash = name.find('/'); slash != std::string::npos) {
            counts[name.substr(0, slash)][name.substr(slash + 1)] = suite.total_test_count();
        }
    }
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts["sqlite"], counts["postgres"]);
    EXPECT_GT(counts["sqlite"].size(), 5U);
}

}  // namespace
}  // namespace taizhang::tests
