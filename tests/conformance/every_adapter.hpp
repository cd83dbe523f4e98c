// SPDX-License-Identifier: Apache-2.0
// What a store promises is tested once, and of every adapter: a test is TEST_P of a suite that
// derives from EveryAdapter, and TZ_FOR_EVERY_ADAPTER(Suite) runs it on each.
#pragma once

#include <gtest/gtest.h>

#include "tests/conformance/office.hpp"

namespace taizhang::tests {

class EveryAdapter : public ::testing::TestWithParam<Adapter> {
  protected:
    // Before the members of what derives from it.
    EveryAdapter() { use_adapter(GetParam()); }
    ~EveryAdapter() override { use_adapter(Adapter::Sqlite); }
};

}  // namespace taizhang::tests

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define TZ_FOR_EVERY_ADAPTER(suite)                                              \
    INSTANTIATE_TEST_SUITE_P(sqlite, suite, ::testing::Values(Adapter::Sqlite)); \
    INSTANTIATE_TEST_SUITE_P(postgres, suite, ::testing::Values(Adapter::Postgres))
