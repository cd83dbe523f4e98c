// SPDX-License-Identifier: Apache-2.0
#include "service/desk/view_content.hpp"

#include <gtest/gtest.h>

#include "service/desk/bulk_plan.hpp"

namespace taizhang::service {
namespace {

TEST(ViewContent, IsReadAsItWasWritten) {
    const ViewContent content{{"amount ge 500", "note contains \"半\""},
                              "-paid_on,amount",
                              {"amount", "note"},
                              "楼道 堆物",
                              "石桥社区",
                              "2020H1",
                              false};
    const auto read = read_view_body(view_body(content));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, content);
    EXPECT_EQ(*read_view_body(view_body({})), ViewContent{});
    EXPECT_EQ(read_view_body("{}").error().code, ErrorCode::Corrupt);
    EXPECT_EQ(read_view_body("").error().code, ErrorCode::Corrupt);
}

TEST(ViewContent, FillsWhatTheRequestLeavesOpen) {
    const ViewContent content{{"amount ge 500"}, "-paid_on", {}, "", "石桥社区", "2020H1", true};
    ListRequest request;
    request.filters = {"cause eq illness"};
    request.sort = "amount";
    const auto list = with_view(request, content);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->filters, (std::vector<std::string>{"cause eq illness", "amount ge 500"}));
    EXPECT_EQ(list->sort, "amount");
    EXPECT_EQ(list->area, "石桥社区");
    EXPECT_EQ(list->period, *parse_period("2020H1"));
    EXPECT_EQ(list->deleted, store::Deleted::Only);
}

// Two different edits must not pass for one another.
TEST(BulkDigest, TellsEveryPartApart) {
    const BulkChange change{"relief", BulkAction::Change, {{"note", "a"}}};
    const std::vector<RecordSeen> records = {{RecordId{5}, 1}, {RecordId{6}, 2}};
    const auto digest = bulk_digest(change, records);
    EXPECT_EQ(bulk_digest(change, records), digest);
    auto other = change;
    other.ledger = "orders";
    EXPECT_NE(bulk_digest(other, records), digest);
    other = change;
    other.action = BulkAction::Remove;
    EXPECT_NE(bulk_digest(other, records), digest);
    other.action = change.action;
    other.fields = {{"note", std::nullopt}};
    const auto cleared = bulk_digest(other, records);
    other.fields = {{"note", ""}};
    EXPECT_NE(bulk_digest(other, records), cleared);
    EXPECT_NE(bulk_digest(change, {{RecordId{5}, 1}}), digest);
    EXPECT_NE(bulk_digest(change, {{RecordId{5}, 2}, {RecordId{6}, 2}}), digest);
}

}  // namespace
}  // namespace taizhang::service
