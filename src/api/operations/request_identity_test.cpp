// SPDX-License-Identifier: Apache-2.0
#include "api/operations/request_identity.hpp"

#include <gtest/gtest.h>

#include <set>

namespace taizhang::api {
namespace {

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

std::string with(std::size_t at, std::string_view text) {
    std::string changed = kParent;
    return changed.replace(at, text.size(), text);
}

TEST(TraceParent, GivesItsTraceId) {
    EXPECT_EQ(trace_id_in(kParent), kTrace);
    EXPECT_EQ(trace_id_in(with(53, "00")), kTrace);
    EXPECT_EQ(trace_id_in(with(0, "cc")), kTrace);            // a later version
    EXPECT_EQ(trace_id_in(with(0, "cc") + "-more"), kTrace);  // which may say more
}

TEST(TraceParent, IsTakenWholeOrNotAtAll) {
    for (const auto& broken :
         {std::string(), kParent.substr(0, 54), kParent + "0", kParent + "-x", with(0, "ff"),
          with(0, "0x"), with(0, "cc") + "x", with(2, "_"), with(35, "_"), with(52, "_"),
          with(3, std::string(32, '0')), with(36, std::string(16, '0')), with(3, "4B"),
          with(36, "0G"), with(53, "0z"), " " + kParent.substr(0, 54)}) {
        EXPECT_EQ(trace_id_in(broken), "") << broken;
    }
}

TEST(TraceParent, IsNobodysWhereThereAreTwo) {
    EXPECT_EQ(trace_id_of({{"Traceparent", kParent}}), kTrace);
    EXPECT_EQ(trace_id_of({{"traceparent", kParent}, {"traceparent", kParent}}), "");
    EXPECT_EQ(trace_id_of({}), "");
}

TEST(RequestId, IsTheClientsWhereThatIsOne) {
    const std::string uuid = "3f2b8a50-93c1-4e8e-9d51-0a6a5f0f4e55";
    EXPECT_EQ(request_id_of({{"X-Request-Id", uuid}}), uuid);
    for (const auto& no_id :
         {std::string("13800000000"), std::string("110101199003070000"), std::string(65, 'a'),
          std::string("wang.fang@example.invalid"), std::string("a b c d e f g h i j k"),
          std::string("{\"a\":\"bbbbbbbbbbbbbbb\"}")}) {
        const auto made = request_id_of({{"X-Request-Id", no_id}});
        EXPECT_NE(made, no_id);
        EXPECT_TRUE(is_request_id(made)) << made;
    }
}

TEST(RequestId, IsNotMadeTwice) {
    std::set<std::string> made;
    for (int i = 0; i < 1'000; ++i) {
        EXPECT_TRUE(made.insert(new_request_id()).second);
    }
}

}  // namespace
}  // namespace taizhang::api
